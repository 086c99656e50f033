// Pictures one after the other as a GIF file. Fetched when somebody wants one.

import {applyPalette, GIFEncoder, quantize} from 'gifenc';
import {breath} from './breath.js';

/**
 * @param {ImageData[]} frames of one size
 * @param {{delay: number, report?: (fraction: number) => void}} options milliseconds for which each is shown
 * @returns {Promise<Blob>}
 */
export async function makeGif(frames, {delay, report = () => {}}) {
  const file = GIFEncoder();
  for (const [i, {data, width, height}] of frames.entries()) {
    const palette = quantize(data, 256);
    file.writeFrame(applyPalette(data, palette), width, height, {palette, delay});
    report((i + 1) / frames.length);
    await breath();
  }
  file.finish();
  return new Blob([file.bytes()], {type: 'image/gif'});
}
