// The page's side of the trainer (learner.js), which runs in a worker of its own.

import {OtherFile} from './bytes.js';
import {call, withBytes} from './program.js';
import {explain} from './trouble.js';
import {say} from './words.js';

const here = new URL('.', import.meta.url);

let worker = null;
let latest = 0;      // the number of the run that was ordered last
let learns = false;  // unless somebody paused it

/** run: that failed, of several; 0 where there is no trainer at all. */
function failed(sentence, run = 0) { call('app_learning_failed', null, ['string', 'number'], [sentence, run]); }

function startWorker() {
  const started = new Worker(new URL('learner.js', here), {type: 'module'});
  started.onmessage = ({data: {failure, isOther, run, progress, weights}}) => {
    if (failure) {
      if (run !== latest) return;  // another one has begun meanwhile
      learns = false;
      return failed(explain(isOther ? new OtherFile(failure) : new Error(failure)), run);
    }
    withBytes(weights, at => call('app_learnt', null, ['number', 'string', 'number', 'number'],
                                  [run, progress, at, weights.length]));
  };
  started.onerror = ({message}) => {
    stopTrainer();
    failed(say(`The trainer could not be started: ${message ?? 'it was blocked'}.`));
  };
  return started;
}

/** Hands an order of the program to the trainer, which is started for the first one. */
export function orderTrainer(order) {
  latest = order.run ?? latest;
  try {
    worker ??= startWorker();
  } catch ({message}) {
    // Frames without an origin may have no workers. The program is told when it has done with ordering.
    setTimeout(failed, 0, say(`The trainer could not be started: ${message}.`));
    return;
  }
  if (order.do !== 'change') learns = order.do !== 'pause';
  worker.postMessage(order);
}

/** Has it wait, or go on, where it learns. */
export function pauseTrainer(on) {
  if (worker && learns) worker.postMessage({do: on ? 'pause' : 'resume'});
}

export function stopTrainer() {
  worker?.terminate();
  worker = null;
  learns = false;
}
