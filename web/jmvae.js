// jmvae without a page: the models as an ES module, for pages, workers and node.
//
//   import {load} from './jmvae.js';
//   const model = await load('weights/mnist-jmvae-kl-small.safetensors');
//   const [seven] = model.generate({given: {label: 7}});   // {values: Float32Array(784), width: 28, height: 28}
//   const {predictions} = model.infer(imageData);          // {label: {'0': 0.01, ... '7': 0.93, ...}}
//   model.free();

import {fetchBytes} from './bytes.js';

const cores = new Map();  // one instance of the program for each address it came from
const DIGIT_BYTES = (4 + 784) * 4;  // struct jmvae_digit of src/api/jmvae.h
const MOST_DIGITS = 64;

/** The bytes of a file: in node from the disk too. */
async function bytesOf(source, options) {
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  const url = new URL(source, globalThis.location?.href ?? import.meta.url);
  if (url.protocol === 'file:' && globalThis.process?.versions?.node && !options.fetch) {
    const {readFile} = await import('node:fs/promises');
    return new Uint8Array(await readFile(url));
  }
  return fetchBytes(url, options);
}

/** The compiled core, with the memory and text helpers that every call needs. */
class Core {
  static async start(bytes) {
    let module;
    try {
      module = await WebAssembly.compile(bytes);
    } catch (error) {
      throw new Error(`jmvae needs WebAssembly with SIMD: ${error.message}.`);
    }
    // The program has no files, clock or output; anything else that it asks of its surroundings is a call to stop.
    let memory;
    const known = {
      emscripten_notify_memory_growth() {},
      environ_sizes_get(count, size) {
        const words = new Uint32Array(memory.buffer);
        words[count / 4] = words[size / 4] = 0;
        return 0;
      },
      environ_get: () => 0,
    };
    const imports = {};
    for (const {module: room, name} of WebAssembly.Module.imports(module)) {
      (imports[room] ??= {})[name] = known[name] ?? (() => { throw new Error(`jmvae stopped: ${name} was called.`); });
    }
    const {exports} = await WebAssembly.instantiate(module, imports);
    memory = exports.memory;
    exports._initialize?.();
    return new Core(exports);
  }

  constructor(exports) {
    this.exports = exports;
  }

  // Views are made anew for each use, since memory that grows moves.
  get bytes() { return new Uint8Array(this.exports.memory.buffer); }
  floats(at, count) { return new Float32Array(this.exports.memory.buffer, at, count); }
  integers(at, count) { return new Int32Array(this.exports.memory.buffer, at, count); }

  text(at) {
    const bytes = this.bytes;
    return at ? new TextDecoder().decode(bytes.slice(at, bytes.indexOf(0, at))) : null;
  }

  /** Runs work(take), where take(size) gives memory that lasts until work is done. */
  borrow(work) {
    const taken = [];
    const take = size => {
      const at = this.exports.malloc(Math.max(size, 1));
      if (!at) throw new Error(`jmvae is out of memory: ${size} bytes were asked for.`);
      taken.push(at);
      return at;
    };
    try {
      return work(take);
    } finally {
      taken.forEach(at => this.exports.free(at));
    }
  }

  check(result) {
    if (result < 0) throw new Error(this.text(this.exports.jmvae_error()));
    return result;
  }
}

/**
 * Loads a model.
 * @param {string|URL|ArrayBuffer|ArrayBufferView} source address or bytes of a .safetensors file
 * @param {{wasmUrl?: string|URL, fetch?: typeof fetch, onProgress?: (fraction: number) => void}} [options]
 *   wasmUrl: where jmvae_core.wasm is, if not beside this file
 * @returns {Promise<Model>}
 */
export async function load(source, options = {}) {
  const wasmUrl = options.wasmUrl ? new URL(options.wasmUrl, globalThis.location?.href)
                                  : new URL('./jmvae_core.wasm', import.meta.url);
  if (!cores.has(wasmUrl.href)) {
    const starting = bytesOf(wasmUrl, {fetch: options.fetch}).then(Core.start);
    cores.set(wasmUrl.href, starting);
    starting.catch(() => cores.delete(wasmUrl.href));  // a later attempt may fare better
  }
  const [core, weights] = await Promise.all([cores.get(wasmUrl.href), bytesOf(source, options)]);
  const pointer = core.borrow(take => {
    const at = take(weights.length);
    core.bytes.set(weights, at);
    return core.exports.jmvae_load(at, weights.length);
  });
  if (!pointer) throw new Error(core.text(core.exports.jmvae_error()));
  return new Model(core, pointer);
}

class Model {
  #core;
  #pointer;

  constructor(core, pointer) {
    this.#core = core;
    this.#pointer = pointer;
    /** Kind, size of z, modalities in order with their shape and value names, and the file's own description. */
    this.info = this.#describe();
  }

  #describe() {
    const {exports} = this.#core, model = this.#pointer;
    const modalities = [];
    for (let number = 0; number < exports.jmvae_modality_count(model); ++number) {
      const size = exports.jmvae_modality_size(model, number);
      const shape = this.#core.borrow(take => {
        const at = take(12);
        exports.jmvae_modality_shape(model, number, at);
        return [...this.#core.integers(at, 3)];
      });
      const values = [];
      for (let value = 0; value < size; ++value) {
        const name = this.#core.text(exports.jmvae_value_name(model, number, value));
        if (name === null) break;
        values.push(name);
      }
      modalities.push({name: this.#core.text(exports.jmvae_modality_name(model, number)), size, shape, values});
    }
    return {
      kind: this.#core.text(exports.jmvae_kind(model)),
      latentSize: exports.jmvae_latent_size(model),
      modalities,
      description: JSON.parse(this.#core.text(exports.jmvae_description(model))),
    };
  }

  #modality(name) {
    const number = this.info.modalities.findIndex(modality => modality.name === name);
    if (number < 0) {
      const known = this.info.modalities.map(modality => modality.name).join(', ');
      throw new Error(`This model has no modality "${name}"; it has ${known}.`);
    }
    return {number, ...this.info.modalities[number]};
  }

  /** A modality's numbers, from a value's name or number, from {name: probability, ...}, or given as they are. */
  #numbers({name, size, values}, given) {
    const unknown = value => new Error(`"${value}" is not a value of ${name}; expected one of ${values.join(', ')}.`);
    if (typeof given === 'number' || typeof given === 'string') {
      const value = values.indexOf(String(given));
      if (value < 0) throw unknown(given);
      return Float32Array.from({length: size}, (_, i) => i === value ? 1 : 0);
    }
    if (ArrayBuffer.isView(given) || Array.isArray(given)) {
      if (given.length !== size) throw new Error(`${name}: expected ${size} numbers, found ${given.length}.`);
      return Float32Array.from(given);
    }
    if (given?.data && given.width && given.height) {
      return this.#digits(given, true)[0]?.pixels ?? new Float32Array(size);
    }
    const numbers = new Float32Array(size);
    for (const [value, probability] of Object.entries(given)) {
      const index = values.indexOf(value);
      if (index < 0) throw unknown(value);
      numbers[index] = probability;
    }
    return numbers;
  }

  /** Puts the numbers of some modalities into memory, as the core's functions take them. */
  #place(byName, take, numbersOf) {
    const pointers = take(4 * this.info.modalities.length);
    const addresses = this.info.modalities.map(() => 0);
    for (const [name, value] of Object.entries(byName)) {
      const modality = this.#modality(name);
      const numbers = numbersOf(modality, value);
      const at = take(4 * modality.size);
      this.#core.floats(at, modality.size).set(numbers);
      addresses[modality.number] = at;
    }
    this.#core.integers(pointers, addresses.length).set(addresses);
    return pointers;
  }

  /** The struct jmvae_condition of src/api/jmvae.h. */
  #condition({given = {}, known = {}, filling = 'automatic', sweeps = 0}, take) {
    const mask = ({name, size}, numbers) => {
      if (numbers?.length !== size) throw new Error(`known.${name}: expected ${size} numbers, found ${numbers?.length}.`);
      return Float32Array.from(numbers, Number);
    };
    if (!Number.isInteger(sweeps)) throw new Error(`sweeps: expected a whole number, found ${sweeps}.`);
    const name = new TextEncoder().encode(`${filling}\0`);
    const fields = [this.#place(given, take, (modality, value) => this.#numbers(modality, value)),
                    this.#place(known, take, mask), take(name.length), sweeps];
    this.#core.bytes.set(name, fields[2]);
    const condition = take(4 * fields.length);
    this.#core.integers(condition, fields.length).set(fields);
    return condition;
  }

  /** The modality that is made: the one that is named, or the first that is not wholly given. */
  #wanted({given = {}, known = {}, modality}) {
    const missing = ({name}) => !(name in given) || name in known;
    return this.#modality(modality ?? this.info.modalities.find(missing)?.name);
  }

  /**
   * Examples of a modality, made from what is given of the others.
   * @param {{given?: Object<string, *>, known?: Object<string, ArrayLike<number|boolean>>, filling?: string,
   *   sweeps?: number, modality?: string, seed?: number, count?: number, spread?: number}} [request]
   *   given: by modality, e.g. {label: 7} or {image: imageData}; known: by modality, 1 for each of its numbers that is
   *   known and 0 where not; filling: what stands in for the rest, "automatic", "zero", "chain", "encoder" or "product";
   *   sweeps: of a chain; modality: the first that is not wholly given unless named; spread: standard deviations that
   *   the noise is multiplied with
   * @returns {{values: Float32Array, width: number, height: number, channels: number}[]} values in 0 ... 1
   */
  generate(request = {}) {
    const {seed = 1, count = 1, spread = 1} = request, wanted = this.#wanted(request);
    const [height, width, channels] = wanted.shape;
    return this.#core.borrow(take => {
      const condition = this.#condition(request, take), out = take(4 * count * wanted.size);
      const {jmvae_complete} = this.#core.exports;
      this.#core.check(jmvae_complete(this.#pointer, condition, wanted.number, spread, seed, 0, count, out));
      return Array.from({length: count}, (_, i) =>
        ({values: this.#core.floats(out + 4 * i * wanted.size, wanted.size).slice(), width, height, channels}));
    });
  }

  /**
   * Why generate() would fail for a request, in one sentence; '' where this model can do it.
   * @returns {string}
   */
  check(request = {}) {
    const wanted = this.#wanted(request), core = this.#core;
    return core.borrow(take => {
      const failed = core.exports.jmvae_check(this.#pointer, this.#condition(request, take), wanted.number) !== 0;
      return failed ? core.text(core.exports.jmvae_error()) : '';
    });
  }

  /**
   * Probabilities of every label modality, for a picture of any size and background.
   * @param {ImageData|{data: Uint8ClampedArray, width: number, height: number}} image RGBA
   * @param {{samples?: number, seed?: number, single?: boolean}} [options] samples: draws of z averaged over; single:
   *   the picture is known to hold one digit
   * @returns {{predictions: ?Object, digits: {box: Object, pixels: Float32Array, predictions: Object}[]}} one entry a
   *   digit found; predictions: those of the first, or null where nothing was found
   */
  infer(image, {samples = 32, seed = 1, single = false} = {}) {
    const picture = this.info.modalities.find(({values}) => values.length === 0).name;
    const digits = this.#digits(image, single).map(digit => (
      {...digit, predictions: this.#predict({[picture]: digit.pixels}, samples, seed)}));
    return {predictions: digits[0]?.predictions ?? null, digits};
  }

  #predict(given, samples, seed) {
    const predictions = {};
    for (const {name, size, values} of this.info.modalities.filter(modality => !(modality.name in given))) {
      predictions[name] = this.#core.borrow(take => {
        const pointers = this.#place(given, take, (modality, value) => this.#numbers(modality, value));
        const out = take(4 * size);
        const {number} = this.#modality(name);
        this.#core.check(this.#core.exports.jmvae_infer(this.#pointer, pointers, number, samples, seed, out));
        const numbers = this.#core.floats(out, size);
        return Object.fromEntries(values.map((value, i) => [value, numbers[i]]));
      });
    }
    return predictions;
  }

  #digits({data, width, height}, single) {
    if (!(width > 0 && height > 0) || data?.length !== width * height * 4) {
      throw new Error(`A picture needs width × height × 4 bytes, found ${data?.length} for ${width} × ${height}.`);
    }
    const core = this.#core;
    return core.borrow(take => {
      const pixels = take(data.length);
      core.bytes.set(data, pixels);
      const found = take(DIGIT_BYTES * (single ? 1 : MOST_DIGITS));
      const count = core.check(single ? core.exports.jmvae_prepare_digit(pixels, width, height, found)
                                      : core.exports.jmvae_find_digits(pixels, width, height, found, MOST_DIGITS));
      return Array.from({length: Math.min(count, MOST_DIGITS)}, (_, i) => {
        const at = found + i * DIGIT_BYTES;
        const [x, y, boxWidth, boxHeight] = core.integers(at, 4);
        return {box: {x, y, width: boxWidth, height: boxHeight}, pixels: core.floats(at + 16, 784).slice()};
      });
    });
  }

  /** Gives the model's memory back; it can't be used afterwards. */
  free() {
    this.#core.exports.jmvae_free(this.#pointer);
    this.#pointer = 0;
  }
}
