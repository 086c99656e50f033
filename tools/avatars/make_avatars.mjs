// tools/make_avatars [OPTIONS]: draws avatars, 64 x 64, with attributes taken from the parts that were drawn, as a data set in
// CelebA's layout: free to publish, and made in a minute. The drawings are "Personas" by Draftbit (CC BY 4.0) through
// DiceBear; the data set's README says so. The same seed gives the same avatars; where they are there already, they stay.
//   --count N      how many (default 20000); 90 % to train on, 2.5 % for validation, 7.5 % for tests
//   --out FOLDER   where to; whole or not at all (default data/avatars of this tree)
//   --seed N       of the choice of parts (default 1)
//   --threads N    default: all processors

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {isMainThread, parentPort, Worker, workerData} from 'node:worker_threads';

import {parseArguments} from '../lib/arguments.mjs';

const nameOf = (index) => `${String(index + 1).padStart(6, '0')}.png`;

/// What draws needs packages, which help and wrong usage do not wait for.
const drawing = () => import('./avatar.mjs');

/// Draws first ... end - 1 into a folder; the lines of the list of attributes go to the main thread.
async function drawPart({folder, seed, first, end}) {
  const {drawAvatar} = await drawing();
  let lines = [];
  for (let index = first; index < end; ++index) {
    const {png, attributes} = drawAvatar(seed, index);
    fs.writeFileSync(path.join(folder, nameOf(index)), png);
    lines.push(`${nameOf(index)} ${Object.values(attributes).map((has) => (has ? ' 1' : '-1')).join(' ')}\n`);
    if (lines.length === 100 || index + 1 === end) {
      parentPort.postMessage(lines);
      lines = [];
    }
  }
}

/// Draws all avatars into a folder; resolves to the lines of the list of attributes in order.
function drawAll(folder, count, seed, threads) {
  let drawn = 0;
  const parts = Array.from({length: threads}, (_, t) => new Promise((resolve, reject) => {
    const first = Math.floor((t * count) / threads), end = Math.floor(((t + 1) * count) / threads);
    const worker = new Worker(new URL(import.meta.url), {workerData: {folder, seed, first, end}});
    const lines = [];
    worker.on('message', (more) => {
      lines.push(...more);
      drawn += more.length;
      if (process.stderr.isTTY) process.stderr.write(`\r${drawn} of ${count} avatars`);
    });
    worker.on('error', reject);
    worker.on('exit', () => resolve(lines));
  }));
  return Promise.all(parts).then((lines) => lines.flat());
}

const commandOf = (count, seed) => `tools/make_avatars --count ${count} --seed ${seed}`;

const card = (count, size, seed) => `# Avatars

${count} pictures of ${size} x ${size} with attributes, in the layout of CelebA: \`img_align_celeba/\`, \`list_attr_celeba.txt\` (1 where an
avatar has it, else -1) and \`list_eval_partition.txt\` (0 train, 1 validation, 2 test). Drawn by
\`${commandOf(count, seed)}\` of jmvae; the attributes are those of the parts drawn.

**Drawings**: "Personas" by Draftbit (https://personas.draftbit.com/), licensed CC BY 4.0
(https://creativecommons.org/licenses/by/4.0/), combined at random by DiceBear (@dicebear/core and @dicebear/personas 9, code MIT),
with other colours and a closer view, rasterised by resvg (@resvg/resvg-js, MPL 2.0). Whoever passes these pictures on, or what was
made of them, names Draftbit and the licence.
`;

/// Whether these avatars are in a folder: its README has the command, and it was made whole.
function isThere(folder, count, seed) {
  const readme = path.join(folder, 'README.md');
  return fs.existsSync(readme) && fs.readFileSync(readme, 'utf8').includes(`\`${commandOf(count, seed)}\``);
}

async function main() {
  const text = {type: 'string'};
  const {values, refuse, numberOf} = parseArguments(import.meta.url, {
    name: 'tools/make_avatars', options: {count: text, out: text, seed: text, threads: text, check: {type: 'boolean'}}});
  const count = numberOf('count') ?? 20000, seed = numberOf('seed', 0) ?? 1;
  const threads = Math.min(count, numberOf('threads') ?? os.availableParallelism?.() ?? os.cpus().length);
  const out = path.resolve(values.out ?? fileURLToPath(new URL('../../data/avatars', import.meta.url)));
  const done = isThere(out, count, seed);
  if (!done && fs.existsSync(out)) refuse(`${out} holds something else; take it away or name another place with --out`);

  if (values.check) return;  // tools/make_avatars asks before it installs anything
  if (done) return void console.log(`${count} avatars are in ${out} already.`);

  const {drawAvatar, size} = await drawing();
  // Beside its place first, which it takes in one step.
  const scratch = `${out}.${process.pid}.tmp`;
  const clean = () => fs.existsSync(scratch) && fs.rmSync(scratch, {recursive: true});
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) process.on(signal, () => (clean(), process.exit(code)));
  const pictures = path.join(scratch, 'img_align_celeba');
  try {
    fs.mkdirSync(pictures, {recursive: true});
    const lines = await drawAll(pictures, count, seed, threads);
    const names = Object.keys(drawAvatar(seed, 0).attributes);
    fs.writeFileSync(path.join(scratch, 'list_attr_celeba.txt'), `${count}\n${names.join(' ')}\n${lines.join('')}`);
    const part = (index) => (index < 0.9 * count ? 0 : index < 0.925 * count ? 1 : 2);
    fs.writeFileSync(path.join(scratch, 'list_eval_partition.txt'),
                     lines.map((_, index) => `${nameOf(index)} ${part(index)}\n`).join(''));
    fs.writeFileSync(path.join(scratch, 'README.md'), card(count, size, seed));
    fs.renameSync(scratch, out);
  } catch (error) {
    clean();
    process.stderr.write(`tools/make_avatars: ${out}: ${error.message}\n`);
    process.exit(1);
  }
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  console.log(`${count} avatars are in ${out}.`);
}

if (isMainThread) await main();
else await drawPart(workerData);
