// The digits that the page shows on its map and learns from: a few of each label, in a file small enough to fetch.
//
//   digits_sample.mjs [FOLDER OF MNIST] [FOLDER TO WRITE TO]      (default: data/mnist data)
//
// Writes digits-train.safetensors and digits-test.safetensors: "image" U8 [n, 784], "label" U8 [n], the first of each
// label in MNIST's order, in sixteen shades of grey, which the eye can't tell from 256 and which pack to half the size.

import {existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {parseArguments} from './lib/arguments.mjs';

const LABELS = 10, PIXELS = 784, SHADES = 16;
const parts = [{name: 'train', prefix: 'train', each: 300}, {name: 'test', prefix: 't10k', each: 60}];

const [source = 'data/mnist', target = 'data'] = parseArguments(import.meta.url, {most: 2}).positionals;

function readIdx(name) {
  const path = join(source, name);
  if (existsSync(path)) return readFileSync(path);
  if (existsSync(`${path}.gz`)) return gunzipSync(readFileSync(`${path}.gz`));
  console.error(`${path} is missing: expected a folder with the four files of MNIST (tools/get_mnist brings them).`);
  process.exit(1);
}

/** Positions of the first `each` examples of each label, in the order of the file. */
function firstOfEach(labels, each) {
  const found = new Array(LABELS).fill(0);
  return [...labels.keys()].filter(i => found[labels[i]]++ < each);
}

function safetensors(tensors, metadata) {
  const header = {__metadata__: metadata};
  let end = 0;
  for (const [name, {shape, bytes}] of Object.entries(tensors)) {
    header[name] = {dtype: 'U8', shape, data_offsets: [end, end + bytes.length]};
    end += bytes.length;
  }
  let text = JSON.stringify(header);
  text = text.padEnd(Math.ceil(text.length / 8) * 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, Buffer.from(text), ...Object.values(tensors).map(({bytes}) => bytes)]);
}

mkdirSync(target, {recursive: true});
for (const {name, prefix, each} of parts) {
  const images = readIdx(`${prefix}-images-idx3-ubyte`).subarray(16);
  const labels = readIdx(`${prefix}-labels-idx1-ubyte`).subarray(8);
  const chosen = firstOfEach(labels, each);
  if (chosen.length !== LABELS * each || images.length !== labels.length * PIXELS) {
    console.error(`${source}: the ${name} part is not MNIST's: ${images.length} pixels and ${labels.length} labels.`);
    process.exit(1);
  }
  const image = Buffer.concat(chosen.map(i => images.subarray(i * PIXELS, (i + 1) * PIXELS)));
  const step = 255 / (SHADES - 1);
  for (let i = 0; i < image.length; ++i) image[i] = Math.round(Math.round(image[i] / step) * step);
  const bytes = safetensors({image: {shape: [chosen.length, PIXELS], bytes: image},
                             label: {shape: [chosen.length], bytes: Buffer.from(chosen.map(i => labels[i]))}},
                            {data: `the first ${each} digits of each label of MNIST's ${name} part`,
                             licence: 'CC BY-SA 3.0, Y. LeCun, C. Cortes and C. J. C. Burges'});
  const path = join(target, `digits-${name}.safetensors`);
  writeFileSync(`${path}.tmp`, bytes);
  renameSync(`${path}.tmp`, path);
  console.log(`${path}: ${chosen.length} digits`);
}
