// jmvae without a page: the models as an ES module, for pages, workers and node. Its types are in jmvae.d.ts.
//
//   import {load} from './jmvae.js';
//   const model = await load('weights/mnist-jmvae-kl-small.safetensors');
//   const [seven] = model.generate({given: {label: 7}});   // {values: Float32Array(784), width: 28, height: 28}
//   const {predictions} = model.infer(imageData);          // {label: {'0': 0.01, ... '7': 0.93, ...}}
//   model.free();
//
//   const faces = await load('weights/avatars-jmvae-kl.safetensors');
//   faces.generate({given: {attributes: {Smiling: 1, Eyeglasses: 0}}});   // attributes not named are free
//   faces.edit(imageData, {Smiling: 1});                                  // that face, smiling

import published from 'jmvae-integrity';  // the hashes of what is built beside this file
import {checked, fetchBytes} from './bytes.js';
import {Core} from './core.js';

const cores = new Map();  // one instance of the program for each address it came from
const DIGIT_BYTES = (4 + 784) * 4;  // struct jmvae_digit of src/api/jmvae.h
const MOST_DIGITS = 64;
const AT_ONCE = 64;  // examples that are made in one go, which memory has to be there for

/** "sha256-..." of each file that was built beside this one, by its name: jmvae_core.wasm, weights/... */
export const integrity = published;

const absolute = address => new URL(address, globalThis.location?.href ?? import.meta.url);

/** The hash of a file if it is one of those beside this one. */
function publishedIntegrity({href}) {
  const name = Object.keys(published).find(name => new URL(name, import.meta.url).href === href);
  return published[name];
}

async function weightsFrom(source, options) {
  if (options.signal?.aborted) throw options.signal.reason;
  const bytes = source instanceof ArrayBuffer ? new Uint8Array(source)
              : ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : null;
  if (bytes) return checked(bytes, 'What was given', options.integrity);
  const url = absolute(source);
  return fetchBytes(url, {...options, dense: true, integrity: options.integrity ?? publishedIntegrity(url)});
}

function coreFrom({wasmUrl, fetch}) {
  const url = wasmUrl ? absolute(wasmUrl) : new URL('./jmvae_core.wasm', import.meta.url);
  if (!cores.has(url.href)) {
    const starting = fetchBytes(url, {fetch, integrity: published['jmvae_core.wasm']}).then(Core.start);
    cores.set(url.href, starting);
    starting.catch(() => cores.delete(url.href));  // a later attempt may fare better
  }
  return cores.get(url.href);
}

/**
 * Loads a model.
 * @param {string|URL|ArrayBuffer|ArrayBufferView} source address or bytes of a .safetensors file
 * @param {{wasmUrl?: string|URL, fetch?: typeof fetch, signal?: AbortSignal, integrity?: string,
 *   onProgress?: (fraction: number) => void}} [options] wasmUrl: where jmvae_core.wasm is, if not beside this file;
 *   integrity: "sha256-..." of the weights, where they are not beside this file; signal: ends it with its reason
 * @returns {Promise<Model>}
 */
export async function load(source, {wasmUrl, ...options} = {}) {
  const [core, weights] = await Promise.all([coreFrom({wasmUrl, ...options}), weightsFrom(source, options)]);
  const pointer = core.borrow(take => {
    const at = take(weights.length);
    core.bytes.set(weights, at);
    return core.exports.jmvae_load(at, weights.length);
  });
  if (!pointer) throw new Error(core.text(core.exports.jmvae_error()));
  return new Model(core, pointer);
}

/**
 * A picture that was made, as RGBA: colours as they are, ink dark on a light sheet. For new ImageData(data, width), and
 * for infer().
 * @returns {{data: Uint8ClampedArray, width: number, height: number}}
 */
export function asImage({values, width, height, channels}) {
  const data = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; ++i) {
    for (let c = 0; c < 3; ++c) data[4 * i + c] = 255 * (channels === 3 ? values[3 * i + c] : 1 - values[i]);
  }
  return {data, width, height};
}

/** What the numbers of a request may be: the least, the most, and whether they are whole. */
const NUMBERS = {
  count: [0, 1_000_000, true],
  samples: [1, 4096, true],
  seed: [0, 2 ** 32 - 1, true],
  spread: [0, 1000, false],
  strength: [-1000, 1000, false],
  sweeps: [0, 10_000, true],
  emphasis: [0, 10, false],
};

function expectNumbers(numbers) {
  for (const [name, number] of Object.entries(numbers)) {
    const [least, most, whole] = NUMBERS[name];
    if (number >= least && number <= most && (!whole || Number.isInteger(number))) continue;
    throw new Error(`${name}: expected a ${whole ? 'whole ' : ''}number, ${least} ... ${most}, found ${number}.`);
  }
}

class Model {
  #core;
  #pointer;

  constructor(core, pointer) {
    this.#core = core;
    this.#pointer = pointer;
    /** Kind, size of z, modalities in order with their kind, shape and value names, and the file's own description. */
    this.info = this.#describe();
  }

  #describe() {
    const {exports} = this.#core, model = this.#pointer;
    const description = JSON.parse(this.#core.text(exports.jmvae_description(model)));
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
      const {likelihood, shape: {length}} = description.model.modalities[number];
      const kind = length === 3 ? 'picture' : likelihood === 'bernoulli' ? 'attributes' : 'label';
      modalities.push({name: this.#core.text(exports.jmvae_modality_name(model, number)), kind, size, shape, values});
    }
    return {
      kind: this.#core.text(exports.jmvae_kind(model)),
      latentSize: exports.jmvae_latent_size(model),
      modalities,
      description,
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

  /** A modality's numbers, and which of them are known where it is given in part. */
  #evidence(modality, given, crop) {
    const {name, kind, size, values} = modality;
    const named = entries => {
      const numbers = new Float32Array(size), known = new Float32Array(size);
      for (const [value, number] of entries) {
        const index = values.indexOf(value);
        if (index < 0) throw new Error(`"${value}" is not a value of ${name}; expected one of ${values.join(', ')}.`);
        if (!(number >= 0 && number <= 1)) throw new Error(`${name}: expected 0 ... 1 for ${value}, found ${number}.`);
        numbers[index] = number;
        known[index] = 1;
      }
      // Attributes stand each for itself; the probabilities of a label are all told by those that are named.
      return kind === 'attributes' && known.includes(0) ? {numbers, known} : {numbers};
    };
    if (typeof given === 'number' || typeof given === 'string') return named([[String(given), 1]]);
    if (Number.isInteger(given?.length)) {
      if (given.length !== size) throw new Error(`${name}: expected ${size} numbers, found ${given.length}.`);
      const numbers = Float32Array.from(given), wrong = numbers.findIndex(number => !Number.isFinite(number));
      if (wrong >= 0) throw new Error(`${name}: expected numbers, found ${given[wrong]} at ${wrong}.`);
      return {numbers};
    }
    if (given?.data && given.width && given.height) return {numbers: this.#prepared(modality, given, crop)};
    if (given === null || typeof given !== 'object') {
      throw new Error(`${name}: expected a value, numbers by name, numbers or a picture, found ${given}.`);
    }
    return named(Object.entries(given));
  }

  /** What a request gives, in the order of the modalities: numbers, and which are known; null where that is all or none. */
  #evidences({given = {}, known = {}, crop}) {
    const evidences = this.info.modalities.map(() => ({numbers: null, known: null}));
    for (const [name, value] of Object.entries(given)) {
      const modality = this.#modality(name);
      const evidence = this.#evidence(modality, value, crop);
      const nothing = evidence.known && !evidence.known.includes(1) && !(name in known);
      if (!nothing) evidences[modality.number] = {known: null, ...evidence};
    }
    for (const [name, mask] of Object.entries(known)) {
      const {number, size} = this.#modality(name);
      if (mask?.length !== size) throw new Error(`known.${name}: expected ${size} numbers, found ${mask?.length}.`);
      evidences[number].known = Float32Array.from(mask, Number);
    }
    return evidences;
  }

  /** Puts lists of numbers into memory, as the core's functions take them: one pointer a modality, null for none. */
  #place(lists, take) {
    const addresses = lists.map(numbers => {
      if (!numbers) return 0;
      const at = take(4 * numbers.length);
      this.#core.floats(at, numbers.length).set(numbers);
      return at;
    });
    const pointers = take(4 * addresses.length);
    this.#core.integers(pointers, addresses.length).set(addresses);
    return pointers;
  }

  /** The struct jmvae_condition of src/api/jmvae.h. */
  #condition(evidences, {filling = 'automatic', sweeps = 0, emphasis = 0}, take) {
    expectNumbers({sweeps, emphasis});
    const name = new TextEncoder().encode(`${filling}\0`);
    const fields = [this.#place(evidences.map(({numbers}) => numbers), take),
                    this.#place(evidences.map(({known}) => known), take), take(name.length), sweeps];
    this.#core.bytes.set(name, fields[2]);
    const condition = take(4 * (fields.length + 1));
    this.#core.integers(condition, fields.length).set(fields);
    this.#core.floats(condition + 4 * fields.length, 1)[0] = emphasis;
    return condition;
  }

  /** The modality that is made: the one that is named, or the first that is not wholly given. */
  #wanted(evidences, modality) {
    if (modality) return this.#modality(modality);
    const missing = evidences.findIndex(({numbers, known}) => !numbers || known);
    if (missing < 0) throw new Error('Everything is given; name the modality to make.');
    return this.#modality(this.info.modalities[missing].name);
  }

  /**
   * Examples of a modality, made from what is given of the others.
   * @param {import('./jmvae.d.ts').Request} [request]
   * @returns {{values: Float32Array, width: number, height: number, channels: number}[]} values in 0 ... 1
   */
  generate(request = {}) {
    const {modality, seed = 1, count = 1, spread = 1} = request;
    expectNumbers({seed, count, spread});
    const evidences = this.#evidences(request), wanted = this.#wanted(evidences, modality);
    const model = this.#pointer, core = this.#core, {exports} = core;
    const [height, width, channels] = wanted.shape;
    return core.borrow(take => {
      const condition = this.#condition(evidences, request, take), out = take(4 * AT_ONCE * wanted.size), made = [];
      while (made.length < count) {
        const part = Math.min(count - made.length, AT_ONCE), first = made.length;
        core.check(exports.jmvae_complete(model, condition, wanted.number, spread, seed, first, part, out));
        for (let i = 0; i < part; ++i) {
          made.push({values: core.floats(out + 4 * i * wanted.size, wanted.size).slice(), width, height, channels});
        }
      }
      return made;
    });
  }

  /**
   * Why generate() would fail for a request, in one sentence; '' where this model can do it.
   * @returns {string}
   */
  check(request = {}) {
    const {seed = 1, count = 1, spread = 1} = request, core = this.#core;
    try {
      expectNumbers({seed, count, spread});
      const evidences = this.#evidences(request), wanted = this.#wanted(evidences, request.modality);
      core.borrow(take => {
        const condition = this.#condition(evidences, request, take);
        core.check(core.exports.jmvae_check(this.#pointer, condition, wanted.number));
      });
      return '';
    } catch (error) {
      if (error.name !== 'Error') throw error;  // it has not to do with the request
      return error.message;
    }
  }

  /**
   * Probabilities of labels or attributes, for a picture of any size and background.
   * @param {ImageData|{data: Uint8ClampedArray, width: number, height: number}} image RGBA
   * @param {{samples?: number, seed?: number, single?: boolean, crop?: Object}} [options] samples: draws of z averaged
   *   over; single: the picture is known to hold one digit; crop: where the face is, {x, y, width, height} in pixels
   * @returns {Object} {predictions, digits} of digits, one entry a digit found, predictions being those of the first, or
   *   null where nothing was found; {predictions, face} of a face; each with its box and its pixels as the model sees them
   */
  infer(image, {samples = 32, seed = 1, single = false, crop} = {}) {
    expectNumbers({samples, seed});
    const picture = this.info.modalities.find(({kind}) => kind === 'picture');
    if (picture.shape[2] === 3) {
      const box = crop ?? this.#usualCrop(image), pixels = this.#face(picture, image, box);
      return {predictions: this.#predict(picture.name, pixels, samples, seed), face: {box, pixels}};
    }
    const digits = this.#digits(image, single).map(digit => (
      {...digit, predictions: this.#predict(picture.name, digit.pixels, samples, seed)}));
    return {predictions: digits[0]?.predictions ?? null, digits};
  }

  /**
   * A face with some attributes changed: what is read of the others stays. Attributes that the face has already as they are
   * asked for change nothing.
   * @param {ImageData|{data: Uint8ClampedArray, width: number, height: number}} image RGBA
   * @param {Object} attributes by name, e.g. {Smiling: 1, Eyeglasses: 0}
   * @param {{strength?: number, seed?: number, crop?: Object}} [options] strength: how far beyond what the face itself
   *   allows, which is hardly anything; seed: of the reading
   * @returns {{values: Float32Array, width: number, height: number, channels: number}}
   */
  edit(image, attributes, {strength = 1, seed = 1, crop} = {}) {
    expectNumbers({strength});
    const {info} = this, modality = info.modalities.findIndex(({kind}) => kind === 'attributes');
    if (modality < 0) throw new Error('This model has no attributes that could be changed.');
    const {name, values, size} = info.modalities[modality];
    const picture = this.#modality(info.modalities.find(({kind}) => kind === 'picture').name);
    const {numbers: asked, known = new Float32Array(size).fill(1)} = this.#evidence(this.#modality(name), attributes);
    const {predictions, face} = this.infer(image, {seed, crop});
    const read = Float32Array.from(values, value => predictions[name][value] >= 0.5);
    const differs = known.map((isKnown, i) => isKnown && asked[i] !== read[i]);
    const evidences = (numbers, known, pixels = null) => info.modalities.map((_, i) => (
      i === modality ? {numbers, known} : {numbers: i === picture.number ? pixels : null, known: null}));
    const together = read.map((value, i) => differs[i] ? asked[i] : value);
    const [height, width, channels] = picture.shape, core = this.#core, {exports} = core;
    return core.borrow(take => {
      const place = evidences => this.#condition(evidences, {}, take);
      const z = take(4 * info.latentSize), out = take(4 * picture.size);
      core.check(exports.jmvae_draw(this.#pointer, place(evidences(together, null, face.pixels)), 0, seed, 0, 1, z));
      if (differs.includes(1)) {
        const from = place(evidences(read, differs)), to = place(evidences(asked, differs));
        core.check(exports.jmvae_move(this.#pointer, from, to, strength, 1, z));
      }
      core.check(exports.jmvae_decode(this.#pointer, picture.number, z, 1, out));
      return {values: core.floats(out, picture.size).slice(), width, height, channels};
    });
  }

  #predict(picture, pixels, samples, seed) {
    const predictions = {}, numbers = this.info.modalities.map(({name}) => name === picture ? pixels : null);
    for (const {name, size, values} of this.info.modalities.filter(({name}) => name !== picture)) {
      predictions[name] = this.#core.borrow(take => {
        const given = this.#place(numbers, take), out = take(4 * size), {number} = this.#modality(name);
        this.#core.check(this.#core.exports.jmvae_infer(this.#pointer, given, number, samples, seed, out));
        const probabilities = this.#core.floats(out, size);
        return Object.fromEntries(values.map((value, i) => [value, probabilities[i]]));
      });
    }
    return predictions;
  }

  // ---- Pictures of any size, as the models see them

  #prepared(modality, image, crop) {
    return modality.shape[2] === 3 ? this.#face(modality, image, crop ?? this.#usualCrop(image))
                                   : this.#digits(image, true)[0]?.pixels ?? new Float32Array(modality.size);
  }

  #pixels({data, width, height}, take) {
    if (!(width > 0 && height > 0) || data?.length !== width * height * 4) {
      throw new Error(`A picture needs width × height × 4 bytes, found ${data?.length} for ${width} × ${height}.`);
    }
    const pixels = take(data.length);
    this.#core.bytes.set(data, pixels);
    return pixels;
  }

  #digits(image, single) {
    const core = this.#core, {width, height} = image;
    return core.borrow(take => {
      const pixels = this.#pixels(image, take), found = take(DIGIT_BYTES * (single ? 1 : MOST_DIGITS));
      const count = core.check(single ? core.exports.jmvae_prepare_digit(pixels, width, height, found)
                                      : core.exports.jmvae_find_digits(pixels, width, height, found, MOST_DIGITS));
      return Array.from({length: Math.min(count, MOST_DIGITS)}, (_, i) => {
        const at = found + i * DIGIT_BYTES;
        const [x, y, boxWidth, boxHeight] = core.integers(at, 4);
        return {box: {x, y, width: boxWidth, height: boxHeight}, pixels: core.floats(at + 16, 784).slice()};
      });
    });
  }

  /** Where a face is expected. */
  #usualCrop({width, height}) {
    return this.#core.borrow(take => {
      const at = take(4 * 8);
      this.#core.exports.jmvae_default_crop(width, height, at);
      const [x, y, boxWidth, boxHeight] = this.#core.doubles(at, 4);
      return {x, y, width: boxWidth, height: boxHeight};
    });
  }

  #face({size, shape: [side]}, image, {x, y, width, height}) {
    const core = this.#core;
    return core.borrow(take => {
      const pixels = this.#pixels(image, take), box = take(4 * 8), face = take(4 * size);
      core.doubles(box, 4).set([x, y, width, height]);
      core.check(core.exports.jmvae_prepare_face(pixels, image.width, image.height, box, side, face));
      return core.floats(face, size).slice();
    });
  }

  /** Gives the model's memory back; it can't be used afterwards. */
  free() {
    this.#core.exports.jmvae_free(this.#pointer);
    this.#pointer = 0;
  }
}
