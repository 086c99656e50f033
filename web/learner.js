// A worker that trains a small model of digits: the core of the native trainer, a few steps at a time, so that it can be
// paused and changed between them.
//
// In:  {do: 'start', preset, seed, settings, run}, {do: 'change', settings}, {do: 'pause'}, {do: 'resume'}
// Out: {run, progress, weights} several times a second, {run, failure: sentence, isOther}: whether a file is not the expected

import {fetchBuilt} from './built.js';
import {OtherFile} from './bytes.js';
import {Core} from './core.js';

const SLICE = 40;      // milliseconds of training between two looks at the messages
const INTERVAL = 300;  // milliseconds from one report to the next

let files = null;  // the promise of the two, so that starting over while they come does not fetch them again
let core = null, digits = null, learner = 0;
let run = 0;          // the number of the run, which its reports carry
let running = false;  // or to be run, once it is fetched
let wanted = {};       // settings, also while the trainer is still fetched
let scheduled = false, reported = 0;

async function fetchFiles() {
  try {
    return await Promise.all([fetchBuilt('jmvae_learner.wasm').then(bytes => Core.start(bytes)),
                              fetchBuilt('data/digits-train.safetensors')]);
  } catch (error) {
    files = null;  // a later attempt may fare better
    throw error;
  }
}

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

function stop() {
  if (learner) core.exports.jmvae_learner_free(learner);
  learner = 0;
}

function change(settings) {
  wanted = settings;
  if (!learner) return;
  for (const [key, value] of Object.entries(wanted)) lend([key, String(value)], (k, v) => call('change', learner, k, v));
}

async function start({preset, seed, settings, run: mine}) {
  run = mine;
  stop();
  change(settings);
  running = true;  // unless it is paused before it is there
  [core, digits] = await (files ??= fetchFiles());
  if (mine !== run) return;  // started anew meanwhile
  learner = lend([digits, preset], (at, name) => core.exports.jmvae_learner_start(at, digits.length, name, seed));
  if (!learner) throw new Error(core.text(core.exports.jmvae_learner_error()));
  change(wanted);
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
  postMessage({run, progress, weights}, [weights.buffer]);
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
  if (scheduled || !running || !learner) return;
  scheduled = true;
  setTimeout(() => {
    scheduled = false;
    if (!running || !learner) return;
    guarded(learn);
    schedule();
  });
}

function failed(error, failing = run) {
  if (failing === run) running = false;
  postMessage({run: failing, failure: error.message, isOther: error instanceof OtherFile});
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
  change: ({settings}) => guarded(() => change(settings)),
  pause() { running = false; },
  resume() {
    running = true;
    schedule();
  },
};

onmessage = ({data}) => Promise.resolve(commands[data.do](data)).catch(error => failed(error, data.run));
