// The native command and the browser's core give the same numbers for the committed weights.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {site} from './browser.mjs';

const {load} = await import(pathToFileURL(`${site}/jmvae.js`));
const program = fileURLToPath(new URL('../../build/release/src/cli/jmvae', import.meta.url));
const folder = fileURLToPath(new URL('../../weights', import.meta.url));
const tolerance = 1e-4;

const native = (...args) => JSON.parse(execFileSync(program, args, {encoding: 'utf8', maxBuffer: 1 << 26})).results;

/** The largest difference between two lists of numbers. */
function difference(a, b) {
  assert.equal(a.length, b.length);
  return a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i])), 0);
}

for (const file of readdirSync(folder).filter(name => /^mnist-jmvae.*\.safetensors$/.test(name))) {
  test(`${file}: every pixel and probability within ${tolerance}`, async () => {
    const weights = `${folder}/${file}`, model = await load(readFileSync(weights));
    let largest = 0;
    for (let label = 0; label < 10; ++label) {
      const expected = native('generate', weights, '--given', `label=${label}`, '--count', '8', '--seed', '3', '--json');
      const found = model.generate({given: {label}, count: 8, seed: 3});
      found.forEach(({values}, i) => { largest = Math.max(largest, difference([...values], expected[i].image)); });
    }
    const prior = native('generate', weights, '--modality', 'label', '--count', '32', '--seed', '4', '--json');
    model.generate({modality: 'label', count: 32, seed: 4}).forEach(({values}, i) => {
      largest = Math.max(largest, difference([...values], Object.values(prior[i].label)));
    });
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
