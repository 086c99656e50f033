// The program, as Emscripten wraps it, and how its functions are called.

let module = null;  // once it runs

/** Takes the program, or null when it has stopped. */
export function setProgram(program) { module = program; }

export const runs = () => module !== null;

/** Calls a function of the program; nothing happens when it has stopped. */
export const call = (name, result = null, types = [], values = []) => module?.ccall(name, result, types, values);

/** Calls a function of the program with bytes that it need not keep; nothing happens when it has stopped. */
export function withBytes(bytes, use) {
  if (!runs()) return;
  const at = module._malloc(bytes.length);
  if (!at) throw new Error(`There is no memory left for ${bytes.length} bytes.`);
  module.HEAPU8.set(bytes, at);
  use(at);
  module._free(at);
}

/** A copy of bytes that the program has, from where a function of it says. */
export function pixels(name, size) {
  const at = call(name, 'number');
  return new Uint8ClampedArray(module.HEAPU8.subarray(at, at + size));
}

/** What is shown now, as an object; null while nothing is. */
export const result = () => runs() ? JSON.parse(call('app_result', 'string')) : null;

/** What a link to this very view carries. */
export const state = () => runs() ? call('app_state', 'string') : null;

export const setState = text => call('app_set_state', null, ['string'], [text]);
