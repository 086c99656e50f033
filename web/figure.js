// One figure: the screens on their canvas, with what is around them. Brings weights to the program and passes on what
// it says. The figure's whole state is in the address, after the #.

import createApp from 'jmvae-app';  // the program, as Emscripten wraps it
import integrity from 'jmvae-integrity';  // the hashes of what was built with it
import {moves} from './animation.js';
import {breath} from './breath.js';
import {takePictures} from './bring.js';
import {fetchBuilt} from './built.js';
import {fetchBytes} from './bytes.js';
import {shareInput} from './canvas.js';
import {answerHost, tell} from './embedding.js';
import {offerAttributes, offerModels, reflect, take} from './form.js';
import {graphicsReady, keepSize, openGraphics} from './graphics.js';
import {languageOf} from './language.js';
import {keepForOffline} from './offline.js';
import {offerActions, tellFocus} from './parts.js';
import {showPlain} from './plain.js';
import {call, result, runs, setProgram, setState, state, withBytes} from './program.js';
import {linkTo, offerSharing} from './share.js';
import {entitle} from './titles.js';
import {orderTrainer, pauseTrainer, stopTrainer} from './training.js';
import {explain, forgetNotice, notify, showTrouble} from './trouble.js';
import {say, speak, translate} from './words.js';

const element = id => document.getElementById(id);
const canvas = element('canvas'), stage = element('stage'), poster = element('poster'), form = element('controls');
const here = new URL('.', import.meta.url);
const inFrame = window.parent !== window;

/** Whether the networks can compute here. */
function computes() {
  // The smallest module with a SIMD instruction: i32.const 0, i8x16.splat, drop.
  const simd = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
                             10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11);
  return globalThis.WebAssembly?.validate(simd) ?? false;
}

// ---- What the program asks for

const host = {
  coming: {},  // by path, a file that is fetched: its bytes, and what ends that

  /** Fetches a file that the program asks for, now or soon. */
  fetch_file(path) {
    const ending = new AbortController();
    const bytes = fetchBuilt(path, {
      signal: ending.signal,
      dense: true,
      onProgress: fraction => call('app_file_progress', null, ['string', 'number'], [path, fraction]),
    });
    bytes.catch(() => {});  // told where the program asks
    return host.coming[path] = {ending, bytes};
  },

  async request_file(path) {
    const {ending, bytes} = host.coming[path] ?? host.fetch_file(path);
    try {
      const file = await bytes;
      await breath();  // the frame that asked for it comes first
      ending.signal.throwIfAborted();
      withBytes(file, at => call('app_file_loaded', null, ['string', 'number', 'number'], [path, at, file.length]));
    } catch (error) {
      if (!ending.signal.aborted) call('app_file_failed', null, ['string', 'string'], [path, explain(error)]);
    }
    if (host.coming[path]?.bytes === bytes) delete host.coming[path];  // another try fetches again
  },

  cancel_file(path) {
    host.coming[path]?.ending.abort();
    delete host.coming[path];
  },

  learn(command) { orderTrainer(JSON.parse(command)); },

  open_picture() { element('file').click(); },

  /** A field of the page over the one on the canvas, which brings a phone's keyboard. */
  edit_text(key, x, y, width, height) {
    const field = element('typing');
    Object.assign(field.style, {left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px`});
    field.name = key;
    field.value = new URLSearchParams(state()).get(key) ?? '';
    field.hidden = false;
    field.focus({preventScroll: true});
  },

  async save_picture(name, image) {
    const picture = new OffscreenCanvas(image.width, image.height);
    picture.getContext('2d').putImageData(image, 0, 0);
    offerFile(await picture.convertToBlob(), name);
  },

  announce(sentence) {
    // Nobody wants to hear every step of a stroke.
    clearTimeout(host.announcing);
    host.announcing = setTimeout(() => { element('announcement').textContent = sentence; }, 700);
  },

  state_changed(text) {
    // Browsers limit how often an address may change.
    clearTimeout(host.pending);
    const address = text ? `#${text}` : location.pathname + location.search;
    host.pending = setTimeout(() => history.replaceState(null, '', address), 200);
    forgetNotice();
    show(text);
    tell('change', {state: text});
  },

  frame_drawn(contentHeight) {
    if (contentHeight === 0) return;  // nothing is shown yet
    if (!ready) tellReady();
    const height = Math.ceil(contentHeight), grows = height > stage.clientHeight;
    if (ready ? height !== stage.clientHeight : grows && !inFrame) stage.style.height = `${height}px`;
    if (!poster.classList.contains('gone')) {
      poster.classList.add('gone');
      performance.mark('jmvae-first-frame');
    }
    // Only now does the canvas hold what was drawn.
    for (const give of host.viewers.splice(0)) canvas.toBlob(give);
    clearTimeout(host.resting);
    host.resting = setTimeout(tellResult, 60);
  },
  viewers: [],  // who wants the next frame as a picture

  failed: stop,
};

/** The program can't go on. */
function stop(sentence) {
  setProgram(null);
  stopTrainer();
  showTrouble(sentence);
}

/** Hands a file to the visitor. */
function offerFile(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `${name}.${blob.type === 'image/gif' ? 'gif' : 'png'}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** The screens as they are, as a picture file. */
const view = () => new Promise(give => {
  host.viewers.push(give);
  tellPreferences();  // which has a frame drawn
});

/** What the page around the canvas has from the state, also while the program is on its way. */
function show(text) {
  reflect(text);
  const values = new URLSearchParams(text), theme = values.get('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  element('share').hidden = values.get('hide-share') === '1';
  element('in-full').hidden = element('share').hidden || document.referrer.startsWith(here);  // who comes from there knows
  element('whole').href = linkTo(here, text);
  element('bring').hidden = values.get('hide-open') === '1';
  entitle(form);
  return speak(languageOf(text), notify).then(() => entitle(form));
}

let ready = false, told = '';

/** What is shown, once all models for it are there; null before. */
function complete() {
  const shown = result();
  return shown && Object.values(shown.models).every(({stage}) => stage !== 'loading') ? shown : null;
}

/** Tells the embedding page that there is something to see. */
function tellReady() {
  const shown = complete();
  if (!shown) return;
  ready = true;
  performance.mark('jmvae-ready');
  tell('ready', {state: shown.state});
}

/** Tells it what is shown, when nothing moves for a moment. */
function tellResult() {
  if (runs()) document.querySelector('[data-animate]').hidden = !moves();  // which its model decides, too
  const shown = complete();
  if (!ready || !shown) return;
  tellFocus(shown);
  offerActions(shown);
  offerAttributes(shown.faces?.names ?? []);
  element('notices').textContent = shown.notices.join(' ');
  const {places, buttons, settled, focused, ...content} = shown, text = JSON.stringify(content);
  if (text === told) return;
  told = text;
  tell('result', {result: content});
}

element('typing').addEventListener('input', take);
element('typing').addEventListener('blur', ({target}) => { target.hidden = true; });
element('typing').addEventListener('keydown', ({key}) => {
  if (key === 'Enter' || key === 'Escape') canvas.focus({preventScroll: true});
});
element('open').addEventListener('click', () => host.open_picture());

// ---- Size, preferences, graphics

/**
 * Makes the canvas as high as there is room in a frame, whose page usually knows how high the figure will be, and so it stays
 * until the first result: a canvas of another height holds up the page while the graphics are made anew.
 */
function fillFrame() {
  const around = document.body.offsetHeight - stage.clientHeight;
  if (inFrame && innerHeight > around) stage.style.height = `${innerHeight - around}px`;
}

const dark = matchMedia('(prefers-color-scheme: dark)'), still = matchMedia('(prefers-reduced-motion: reduce)');
function tellPreferences() {
  call('app_set_preferences', null, ['number', 'number', 'string'],
       [Number(dark.matches), Number(still.matches), navigator.language]);
}
dark.addEventListener('change', tellPreferences);
still.addEventListener('change', tellPreferences);

let wanted = address();  // the state that was asked for last, which the program begins with

function follow(text) {
  wanted = text;
  clearTimeout(host.pending);
  if (runs()) setState(text);
  return show(state() ?? text);
}
function address(url = location.href) {
  const text = new URL(url).hash.slice(1);
  try {
    return decodeURIComponent(text);
  } catch {
    return text;  // the program says what it can't use
  }
}
// Not where the address is by now: a change of the state that is written late may have come between.
window.addEventListener('hashchange', ({newURL}) => follow(address(newURL)));

canvas.addEventListener('webglcontextlost', event => {
  event.preventDefault();  // asks for a new one
  notify('The graphics were interrupted; waiting for them to come back…');
  call('app_graphics_lost');
});
canvas.addEventListener('webglcontextrestored', () => {
  notify('');
  call('app_graphics_restored');
});

// ---- Start

window.addEventListener('error', ({error}) => {
  if (error instanceof WebAssembly.RuntimeError) stop(`The program stopped: ${error.message}.`);
});
// All else that nobody awaits leaves a program that still runs.
window.addEventListener('unhandledrejection', ({reason}) => {
  if (reason instanceof WebAssembly.RuntimeError) stop(`The program stopped: ${reason.message}.`);
});

/** For other scripts of the page, and the tests: what is shown now, and the state that a link to it carries. */
window.jmvae = {result, state};

/** Whether a state shows at once what the model that greets makes of a digit. */
function greets(text) {
  const values = new URLSearchParams(text), value = (key, otherwise) => values.get(key) ?? otherwise;
  return ['read', 'write'].includes(value('screen', 'read')) && value('model', 'jmvae-kl') === 'jmvae-kl';
}

/** The program, fetched and made while the graphics are; it does nothing yet. */
async function makeProgram(signal) {
  // By its plain name, as figure.html has it preloaded.
  const wasmBinary = await fetchBytes(new URL('jmvae_app.wasm', here), {
    name: 'jmvae_app.wasm',
    integrity: integrity['jmvae_app.wasm'],
    signal,
    onProgress: fraction => { element('progress').textContent = say(`Getting ready… ${Math.round(100 * fraction)} %`); },
  });
  if (greets(wanted)) host.fetch_file('weights/mnist-jmvae-kl-small.safetensors');
  return createApp({
    canvas,
    host,
    noInitialRun: true,
    wasmBinary,
    printErr: text => console.warn(text),
    onAbort: what => stop(`The program stopped: ${what}.`),
  });
}

async function start(graphics, made) {
  shareInput(canvas, stage);
  takePictures(element('file'), notify);
  offerSharing(element('share'), {here, state, view, offerFile});
  const program = await made;
  await graphicsReady(graphics);
  if (keepSize(canvas, () => program.callMain([])) !== 0) return;  // host.failed has said why
  setProgram(program);
  offerModels();
  translate();
  tellPreferences();
  follow(wanted);
  do await breath(); while (call('app_prepare', 'number'));
  keepForOffline();
}

answerHost({
  setState: follow,
  pause(on) {
    call('app_pause', null, ['number'], [Number(on)]);
    pauseTrainer(on);
  },
  view,
  report: () => { if (ready) tell('ready', {state: state()}); },
});
await follow(wanted);
fillFrame();
if (!computes()) {
  showTrouble('This browser has no WebAssembly SIMD, which the networks compute with. Browsers since 2023 have it.');
} else {
  try {
    const needless = new AbortController(), made = makeProgram(needless.signal);
    made.catch(() => {});  // told where it is awaited
    const graphics = await openGraphics(canvas);
    if (graphics) {
      if (languageOf(wanted) === 'zh') host.fetch_file('chinese.ttc');  // without it nothing is shown
      await start(graphics, made);
    } else {
      needless.abort();
      await showPlain(here, wanted);
      tell('ready', {state: wanted});
    }
  } catch (error) {
    showTrouble(explain(error));
  }
}
