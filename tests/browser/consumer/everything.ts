// Everything that the types offer, used as a program would; only its types are looked at.

import {asImage, integrity, load} from 'jmvae';
import type {Digit, Example, Face, Given, Modality, Model, Predictions, Request} from 'jmvae';

import 'jmvae/element';

const demo = document.createElement('jmvae-demo');
demo.state = 'screen=write&label=7';
demo.addEventListener('error', ({detail: {sentence}}) => console.log(sentence.length, demo.result));
// @ts-expect-error results come from the figure
demo.result = {};

const stop = new AbortController();
const model: Model = await load(new URL('https://example.org/model.safetensors'), {
  wasmUrl: 'jmvae_core.wasm',
  fetch: (input, init) => fetch(input, {...init, credentials: 'include'}),
  signal: stop.signal,
  integrity: integrity['weights/mnist-jmvae-kl-small.safetensors'],
  onProgress: fraction => console.log(fraction.toFixed(2)),
});
const fromBytes: Model = await load(new Uint8Array(8));

const names: string[] = model.info.modalities.map(({name, kind, values}: Modality) => `${name}, ${kind}: ${values.length}`);
console.log(model.info.kind, model.info.latentSize, names, model.info.description['license']);

const label: Given = 7, attributes: Given = {Smiling: 1, Eyeglasses: false};
const request: Request = {
  given: {label, attributes, image: new Float32Array(784)},
  known: {image: Array.from({length: 784}, (_, i) => i < 392)},
  crop: {x: 0, y: 0, width: 64, height: 64},
  filling: 'chain',
  sweeps: 10,
  modality: 'image',
  seed: 1,
  count: 4,
  spread: 0.8,
};
const reason: string = model.check(request);
const examples: Example[] = model.generate(request);
const {data, width} = asImage(examples[0]);
const picture = new ImageData(data, width);

const {predictions, digits = [], face} = model.infer(picture, {samples: 16, seed: 2, single: true, crop: request.crop});
const likely: Predictions | null = predictions;
digits.forEach(({box, pixels, predictions}: Digit) => console.log(box.x, pixels.length, predictions.label['7'] > 0.5));
const seen: Face | undefined = face;
console.log(reason, likely?.attributes.Smiling, seen?.box.width);
fromBytes.free();

// @ts-expect-error fillings are those that there are
model.generate({filling: 'nothing'});
// @ts-expect-error a picture has a width
model.infer({data: new Uint8ClampedArray(4)});
// @ts-expect-error what a model is does not change
model.info = fromBytes.info;
