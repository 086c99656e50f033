// What the tests of the jmvae command share: the program, a folder for what it leaves, a small run, and things to give it.
// JMVAE names the program; CTest sets it.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after} from 'node:test';

import {png} from '../png.mjs';
import {writeData} from './mnist_fixture.mjs';

export const program = process.env.JMVAE;

/// A place in the folder of the file that is tested, which goes with its last test.
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'jmvae_command_'));
export const at = (...names) => path.join(scratch, ...names);
after(() => fs.rmSync(scratch, {recursive: true}));

export function jmvae(...args) {
  const result = spawnSync(program, args, {encoding: 'utf8'});
  return {code: result.status, out: result.stdout, err: result.stderr};
}

/// Checks that a call fails with exit code 1 and one sentence that mentions all words.
export function fails(args, ...words) {
  const {code, err} = jmvae(...args);
  assert.equal(code, 1, err);
  const sentence = err.trim().split('\n').at(-1);
  assert.match(sentence, /^jmvae: /);
  for (const word of words) assert.ok(sentence.includes(word), `"${word}" is not in: ${sentence}`);
}

export const data = at('data');

/// The commands that train a small model on it, for so many epochs or for two.
export const trainFor = (epochs, out, ...more) =>
    ['train', '--preset', 'mnist-jmvae-kl-small', '--data', data, '--out', out, '--epochs', String(epochs), ...more];
export const train = (out, ...more) => trainFor(2, out, ...more);
export const checkpoint = (out) => fs.readFileSync(path.join(out, 'checkpoint.safetensors'));

/// The data and a run, which all tests of a file may look at and none may change.
export function makeRun() {
  writeData(data, 300);
  assert.equal(jmvae(...train(at('run'))).code, 0);
}

/// Writes weights again with a changed description.
export function redescribe(from, to, change) {
  const bytes = fs.readFileSync(from), end = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, end)), description = JSON.parse(header.__metadata__.jmvae);
  change(description);
  header.__metadata__.jmvae = JSON.stringify(description);
  const text = Buffer.from(JSON.stringify(header)), padded = Buffer.alloc(8 * Math.ceil(text.length / 8), ' '), size = Buffer.alloc(8);
  text.copy(padded);
  size.writeBigUInt64LE(BigInt(padded.length));
  fs.writeFileSync(to, Buffer.concat([size, padded, bytes.subarray(end)]));
}

/// A grey picture of a thick stroke.
export function writeStroke(file) {
  const pixels = Buffer.alloc(60 * 50, 255);
  for (let y = 10; y < 50; y++) pixels.fill(0, y * 50 + 19, y * 50 + 25);
  fs.writeFileSync(file, png(50, 60, 1, pixels));
}
