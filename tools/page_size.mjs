#!/usr/bin/env node
// page_size.mjs SITE [--check]: writes a brotli file beside each file that gains by it, prints what the first load of the
// page and the first digit take, and with --check fails where these or the Chinese font are over their budgets.

import {readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {brotliCompressSync, constants} from 'node:zlib';
import {parseArguments} from './lib/arguments.mjs';

const LIVE_BUDGET = 900_000;  // bytes until the first digit is read, with the weights for it: what is promised
const BUDGET = 416_000;  // bytes of it that are not weights, with 2 % for what other compilers make
const FONT_BUDGET = 100_000;  // bytes of the Chinese font, which only those fetch who read Chinese
const COMPRESSED = /\.(html|css|js|wasm|svg|ttc|txt|safetensors)$/;
const FIRST_MODEL = 'weights/mnist-jmvae-kl-small.safetensors';
const FIRST_LOAD = new Set([
  'index.html', 'style.css', 'article.css', 'page.js', 'element.js', 'icon.svg', 'text.woff2',
  'figure.html', 'figure.css', 'figure.js', 'jmvae_app.wasm',
]);

const {values: {check}, positionals: [site]} =
  parseArguments(import.meta.url, {least: 1, options: {check: {type: 'boolean'}}});

function compressed(path) {
  const target = `${path}.br`;
  const fresh = statSync(target, {throwIfNoEntry: false})?.mtimeMs > statSync(path).mtimeMs;
  if (!fresh) {
    const bytes = readFileSync(path);
    writeFileSync(target, brotliCompressSync(bytes, {params: {
      // Numbers gain a hundredth by the best, which takes minutes for all weights; those of the first visit are worth it.
      [constants.BROTLI_PARAM_QUALITY]: path.endsWith('.safetensors') && !path.endsWith(FIRST_MODEL) ? 9 : 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    }}));
  }
  return statSync(target).size;
}

const row = (name, bytes, sent) => console.log(`${name.padEnd(40)}${String(bytes).padStart(10)}${String(sent).padStart(10)}`);
const files = readdirSync(site, {recursive: true, withFileTypes: true}).filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(join(site, '/').length))
    .filter(name => !name.endsWith('.br') && !name.startsWith('.')).sort();

let total = 0, font = 0, model = Infinity;
console.log(`${'file'.padEnd(40)}${'bytes'.padStart(10)}${'sent'.padStart(10)}`);
for (const name of files) {
  const path = join(site, name), bytes = statSync(path).size;
  const sent = COMPRESSED.test(name) ? compressed(path) : bytes;
  if (FIRST_LOAD.has(name)) total += sent;
  if (name === 'chinese.ttc') font = sent;
  if (name === FIRST_MODEL) model = sent;
  row(name, bytes, sent);
}
row('first load before weights', '', total);
row('until the first digit is read', '', total + model);
const budgets = [
  ['the first load', total, BUDGET], ['what the first reading needs', total + model, LIVE_BUDGET],
  ['the Chinese font', font, FONT_BUDGET],
];
for (const [what, bytes, budget] of budgets) {
  if (bytes <= budget) continue;
  console.log(`${what} is over its budget of ${budget} bytes`);
  if (check) process.exitCode = 1;
}
