// The canvas's graphics, made before the program asks for them: what takes the browser's graphics process long is waited
// for here, and does not hold up the page.

/** Lets the browser do what waits, such as showing the page. */
const breath = () => new Promise(done => { setTimeout(done); });

/** The very context that SDL asks for later, in its size, for another one takes as long again; null where there is none. */
export async function openGraphics(canvas) {
  await breath();
  canvas.width = Math.floor(canvas.clientWidth * devicePixelRatio);
  canvas.height = Math.floor(canvas.clientHeight * devicePixelRatio);
  return canvas.getContext('webgl2', {alpha: false, depth: true, stencil: false, antialias: false});
}

/** Waits until a context and the extensions that Emscripten switches on are there. */
export async function graphicsReady(gl) {
  for (const name of gl.getSupportedExtensions() ?? []) if (!/lose_context|debug/.test(name)) gl.getExtension(name);
  const made = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  gl.flush();
  const isMade = () => gl.isContextLost() || gl.getSyncParameter(made, gl.SYNC_STATUS) === gl.SIGNALED;
  do await breath(); while (!isMade());
  gl.deleteSync(made);
}
