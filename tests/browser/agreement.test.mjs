// The native command and the browser's core give the same numbers for the committed weights.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {png} from '../png.mjs';
import {site} from './browser.mjs';

const {load} = await import(pathToFileURL(`${site}/jmvae.js`));
const program = fileURLToPath(new URL('../../build/release/src/cli/jmvae', import.meta.url));
const folder = `${site}/weights`;
const scratch = mkdtempSync(join(tmpdir(), 'jmvae-agreement-'));
after(() => rmSync(scratch, {recursive: true}));
const tolerance = 1e-4;

const native = (...args) => JSON.parse(execFileSync(program, args, {encoding: 'utf8', maxBuffer: 1 << 26})).results;

/** The largest difference between two lists of numbers. */
function difference(a, b) {
  assert.equal(a.length, b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

/** A grey sheet with a slanted stroke, as a PNG file and as a browser would have its pixels. */
function stroke() {
  const width = 70, height = 90, grey = Buffer.alloc(width * height, 240), data = new Uint8ClampedArray(4 * width * height);
  for (let y = 15; y < 75; ++y) grey.fill(30, y * width + 45 - (y >> 2), y * width + 52 - (y >> 2));
  grey.forEach((value, i) => data.set([value, value, value, 255], 4 * i));
  const file = join(scratch, 'stroke.png');
  writeFileSync(file, png(width, height, 1, grey));
  return {file, image: {data, width, height}};
}

for (const file of readdirSync(folder).filter(name => /^mnist-.*\.safetensors$/.test(name))) {
  test(`${file}: every pixel and probability within ${tolerance}`, async () => {
    const weights = `${folder}/${file}`, model = await load(readFileSync(weights));
    const can = (modality, ...given) => model.check({given: Object.fromEntries(given), modality}) === '';
    let largest = 0;
    const {file: picture, image} = stroke();
    if (can('label', ['image', new Float32Array(784)])) {
      const [expected] = native('infer', weights, picture, '--seed', '5', '--json');
      const {predictions} = model.infer(image, {seed: 5});
      largest = difference(Object.values(predictions.label), Object.values(expected.predictions.label));
    }
    for (let label = 0; label < 10 && can('image', ['label', label]); ++label) {
      const expected = native('generate', weights, '--given', `label=${label}`, '--count', '8', '--seed', '3', '--json');
      const found = model.generate({given: {label}, count: 8, seed: 3});
      found.forEach(({values}, i) => { largest = Math.max(largest, difference([...values], expected[i].image)); });
    }
    if (can('label')) {
      const prior = native('generate', weights, '--modality', 'label', '--count', '32', '--seed', '4', '--json');
      model.generate({modality: 'label', count: 32, seed: 4}).forEach(({values}, i) => {
        largest = Math.max(largest, difference([...values], Object.values(prior[i].label)));
      });
    }
    model.free();
    console.log(`# ${file}: largest difference ${largest.toExponential(2)}`);
    assert.ok(largest <= tolerance, `largest difference ${largest}`);
  });
}

for (const file of readdirSync(folder).filter(name => /^(avatars|celeba)-jmvae.*\.safetensors$/.test(name))) {
  test(`${file}: every face from attributes given in part within ${tolerance}`, async () => {
    const weights = `${folder}/${file}`, faces = await load(readFileSync(weights));
    const expected = native('generate', weights, '--given', 'Smiling=1,Eyeglasses=0', '--count', '2', '--seed', '3', '--json');
    const found = faces.generate({given: {attributes: {Smiling: 1, Eyeglasses: 0}}, count: 2, seed: 3});
    const largest = Math.max(...found.map(({values}, i) => difference([...values], expected[i].image)));
    faces.free();
    console.log(`# ${file}: largest difference ${largest.toExponential(2)}`);
    assert.ok(largest <= tolerance, `largest difference ${largest}`);
  });
}
