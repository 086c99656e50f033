// What is shown, set in motion and saved as a file: a slide or walk of faces there and back, or the ten digits.

import {breath} from './breath.js';
import {call, pixels} from './program.js';

const LARGE = 192;          // pixels a side, about
const DELAY = 80;           // milliseconds for which a picture is shown
const here = new URL('.', import.meta.url);

/** Whether there is anything to set in motion. */
export const moves = () => call('app_animation_length', 'number') > 0;

/** One picture, enlarged. */
function frame(number) {
  const problem = call('app_animation_frame', 'string', ['number'], [number]);
  if (problem) throw new Error(problem);
  const side = call('app_animation_side', 'number');
  const small = new OffscreenCanvas(side, side), size = side * Math.round(LARGE / side);
  small.getContext('2d').putImageData(new ImageData(pixels('app_animation_pixels', 4 * side * side), side), 0, 0);
  const large = new OffscreenCanvas(size, size).getContext('2d', {willReadFrequently: true});
  large.imageSmoothingQuality = 'high';
  large.drawImage(small, 0, 0, size, size);
  return large.getImageData(0, 0, size, size);
}

/** The animation of what is shown now, as a GIF file. report is called with the part that is done, 0 ... 1. */
export async function animation(report) {
  const {makeGif} = await import(new URL('gif.js', here));
  const count = call('app_animation_length', 'number'), frames = [];
  const ofFaces = new URLSearchParams(call('app_state', 'string')).get('screen') === 'faces';
  for (let i = 0; i < count; ++i) {
    frames.push(frame(i));
    report(0.3 * (i + 1) / count);
    await breath();
  }
  // A way has two ends, digits go round.
  const back = ofFaces ? frames.slice(1, -1).reverse() : [];
  return makeGif([...frames, ...back], {delay: DELAY, report: fraction => report(0.3 + 0.7 * fraction)});
}
