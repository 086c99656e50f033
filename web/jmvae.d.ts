// The types of jmvae.js: joint multimodal variational autoencoders in pages, workers and node.

/** A picture as browsers have it, four bytes a pixel; an ImageData is one. */
export interface RgbaImage {
  data: Uint8ClampedArray | Uint8Array;
  width: number;
  height: number;
}

/** Part of a picture, in its pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface LoadOptions {
  /** Where jmvae_core.wasm is, if not beside the module. */
  wasmUrl?: string | URL;
  /** To fetch with, for caches or credentials. */
  fetch?: typeof fetch;
  /** Ends the fetching of the weights; load() then fails with its reason. */
  signal?: AbortSignal;
  /** "sha256-..." of the weights, also where they are given as bytes; those beside the module are always checked, and so
   * is the wasm. */
  integrity?: string;
  /** Called with the part of the weights received, 0 ... 1, where the server tells their length. */
  onProgress?: (fraction: number) => void;
}

/** Loads a model from the address or the bytes of a .safetensors file. Fails with one sentence. */
export function load(source: string | URL | ArrayBuffer | ArrayBufferView, options?: LoadOptions): Promise<Model>;

/** "sha256-..." of each file that was built beside the module, by its name: "jmvae_core.wasm", "weights/...". */
export const integrity: Readonly<Record<string, string>>;

/** A picture that was made, as RGBA: colours as they are, ink dark on a light sheet. */
export function asImage(picture: Example): {data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number};

export interface Modality {
  name: string;
  kind: 'picture' | 'label' | 'attributes';
  /** Numbers per example. */
  size: number;
  /** Height, width and channels of a picture; size, 1, 1 of others. */
  shape: [height: number, width: number, channels: number];
  /** Names of a label's values or of attributes, in order; none of a picture. */
  values: string[];
}

export interface ModelInfo {
  /** "jmvae-kl", "jmvae", "jmvae-h", ... */
  kind: string;
  /** Dimensions of z, of all layers together. */
  latentSize: number;
  modalities: Modality[];
  /** What the file says of itself: preset, training, licence, figures. */
  description: Record<string, unknown>;
}

/**
 * What is given of one modality: a value's name or number; {name: probability}, where attributes that are not named are
 * free; the numbers themselves, 0 ... 1; or a picture of any size.
 */
export type Given = string | number | Record<string, number | boolean> | ArrayLike<number> | RgbaImage;

export interface Request {
  /** By modality, e.g. {label: 7}, {attributes: {Smiling: 1, Eyeglasses: 0}} or {image: imageData}. */
  given?: Record<string, Given>;
  /** By modality, for what is given in part: 1 for each of its numbers that is known, 0 where not. */
  known?: Record<string, ArrayLike<number | boolean>>;
  /** Where the face is in a picture that is given; else it is expected in the middle. */
  crop?: Box;
  /** What stands in for the rest. */
  filling?: 'automatic' | 'zero' | 'chain' | 'encoder' | 'product' | 'imputation';
  /** Of a chain. */
  sweeps?: number;
  /** How much more strongly labels and attributes are shown than the model itself shows them, 0 ... 10; 0 by itself. */
  emphasis?: number;
  /** What to make; else the first that is not wholly given. */
  modality?: string;
  /** Which noise; the same gives the same numbers everywhere. */
  seed?: number;
  count?: number;
  /** What the noise of z is multiplied with; 1 is how the model was trained, 0 gives the most usual. */
  spread?: number;
}

/** One example of a modality: pixels or probabilities, 0 ... 1, row by row, channels last. */
export interface Example {
  values: Float32Array;
  width: number;
  height: number;
  channels: number;
}

export interface InferOptions {
  /** Draws of z that are averaged over. */
  samples?: number;
  seed?: number;
  /** The picture is known to hold one digit. */
  single?: boolean;
  /** Where the face is; else it is expected in the middle. */
  crop?: Box;
}

export interface EditOptions {
  /** How far the face is changed beyond what it allows by itself, which is hardly anything. */
  strength?: number;
  /** Of the reading. */
  seed?: number;
  /** Where the face is; else it is expected in the middle. */
  crop?: Box;
}

/** By modality, the probability of each value or attribute. */
export type Predictions = Record<string, Record<string, number>>;

export interface Digit {
  box: Box;
  /** As the model sees it. */
  pixels: Float32Array;
  predictions: Predictions;
}

export interface Face {
  box: Box;
  /** As the model sees it. */
  pixels: Float32Array;
}

export interface Reading {
  /** Of the face, or of the first digit; null where no digit was found. */
  predictions: Predictions | null;
  /** By a model of digits: all that were found, as rows from left to right. */
  digits?: Digit[];
  /** By a model of faces. */
  face?: Face;
}

export interface Model {
  readonly info: ModelInfo;
  /** Examples of a modality, made from what is given of the others. */
  generate(request?: Request): Example[];
  /** Why generate() would fail for a request, in one sentence; '' where this model can do it. */
  check(request?: Request): string;
  /** Probabilities of labels or attributes, for a picture of any size and background. */
  infer(image: RgbaImage, options?: InferOptions): Reading;
  /** A face with some attributes changed, e.g. {Smiling: 1}; what is read of the others stays. */
  edit(image: RgbaImage, attributes: Record<string, number | boolean>, options?: EditOptions): Example;
  /** Gives the model's memory back; it can't be used afterwards. */
  free(): void;
}
