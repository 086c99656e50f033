// The canvas's graphics, made before the program asks for them: what takes the browser's graphics process long is waited
// for here, and does not hold up the page.

import {breath} from './breath.js';

/** The next two frames of the page; hidden pages have none, and wait a moment only. */
const twoFrames = () => new Promise(done => {
  requestAnimationFrame(() => requestAnimationFrame(done));
  setTimeout(done, 400);
});

/**
 * The very context that SDL asks for later, in its size, for another one takes as long again; null where there is none.
 * While the browser paints the page, its graphics process would keep us waiting.
 */
export async function openGraphics(canvas) {
  await twoFrames();
  canvas.width = Math.floor(canvas.clientWidth * devicePixelRatio);
  canvas.height = Math.floor(canvas.clientHeight * devicePixelRatio);
  return canvas.getContext('webgl2', {alpha: false, depth: false, stencil: false, antialias: false});
}

/** Waits until the browser has made a context. */
export async function graphicsReady(gl) {
  const made = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  const isMade = () => gl.isContextLost() || gl.getSyncParameter(made, gl.SYNC_STATUS) === gl.SIGNALED;
  do await breath(); while (!isMade());
  gl.deleteSync(made);
}

/**
 * Starts the program while the canvas keeps its size. SDL makes it tiny for a moment, to see whether the page's style
 * rules over it, and each time the browser would make the graphics anew.
 */
export function keepSize(canvas, start) {
  for (const side of ['width', 'height']) {
    const size = canvas[side];
    Object.defineProperty(canvas, side, {configurable: true, get: () => size, set() {}});
  }
  try {
    return start();
  } finally {
    for (const side of ['width', 'height']) delete canvas[side];
  }
}
