// A worker that trains a small model of digits: the core of the native trainer, a few steps at a time, so that it can be
// paused and changed between them.
//
// In:  {do: 'start', preset, seed, settings}, {do: 'change', settings}, {do: 'pause'}, {do: 'resume'}
// Out: {progress, weights} several times a second, {failed: sentence}

import integrity from 'jmvae-integrity';  // the hashes of what is fetched
import {fetchBytes} from './bytes.js';
import {Core} from './core.js';

const SLICE = 40;      // milliseconds of training between two looks at the messages
const INTERVAL = 300;  // milliseconds from one report to the next

const here = new URL('.', import.meta.url);
const fetched = path => fetchBytes(new URL(path, here), {integrity: integrity[path]});

let core = null, digits = null, learner = 0;
let running = false, scheduled = false, reported = 0, turn = 0;

function call(name, ...values) {
  const result = core.exports[`jmvae_learner_${name}`](...values);
  if (result < 0) throw new Error(core.text(core.exports.jmvae_learner_error()));
  return result;
}

/** Runs use(...addresses) with texts and bytes in the program's memory. */
function lend(values, use) {
  return core.borrow(take => use(...values.map(value => {
    const bytes = typeof value === 'string' ? new TextEncoder().encode(`${value}\0`) : value;
    const at = take(bytes.length);
    core.bytes.set(bytes, at);
    return at;
  })));
}

function change(settings) {
  for (const [key, value] of Object.entries(settings)) lend([key, String(value)], (k, v) => call('change', learner, k, v));
}

async function start({preset, seed, settings}) {
  const mine = ++turn;
  running = false;
  [core, digits] = await Promise.all([
    core ?? fetched('jmvae_learner.wasm').then(bytes => Core.start(bytes)),
    digits ?? fetched('data/digits-train.safetensors'),
  ]);
  if (mine !== turn) return;  // started anew meanwhile
  if (learner) core.exports.jmvae_learner_free(learner);
  learner = lend([digits, preset], (at, name) => core.exports.jmvae_learner_start(at, digits.length, name, seed));
  if (!learner) throw new Error(core.text(core.exports.jmvae_learner_error()));
  change(settings);
  running = true;
  report();
  schedule();
}

function report() {
  reported = performance.now();
  const progress = core.text(call('progress', learner));
  const weights = core.borrow(take => {
    const size = take(4);
    const at = call('weights', learner, size);
    if (!at) throw new Error(core.text(core.exports.jmvae_learner_error()));
    return core.bytes.slice(at, at + core.integers(size, 1)[0]);
  });
  postMessage({progress, weights}, [weights.buffer]);
}

function learn() {
  const end = performance.now() + SLICE;
  let made = 1;
  while (made > 0 && performance.now() < end) made = call('learn', learner, 1);
  if (made === 0) running = false;
  if (!running || performance.now() - reported > INTERVAL) report();
}

/** Another slice, once messages had their chance. */
function schedule() {
  if (scheduled || !running) return;
  scheduled = true;
  setTimeout(() => {
    scheduled = false;
    if (!running) return;
    guarded(learn);
    schedule();
  });
}

function failed(error) {
  running = false;
  postMessage({failed: error.message});
}

function guarded(work) {
  try {
    work();
  } catch (error) {
    failed(error);
  }
}

const commands = {
  start,
  change: ({settings}) => { if (learner) guarded(() => change(settings)); },
  pause() { running = false; },
  resume() {
    running = learner !== 0;
    schedule();
  },
};

onmessage = ({data}) => Promise.resolve(commands[data.do](data)).catch(failed);
