// The page's side of the screens: brings pictures and weights to the program, passes on what it says, and keeps the
// canvas from taking keys, scrolls and touches that belong to the page.

import createApp from 'jmvae-app';  // the program, as Emscripten wraps it
import integrity from 'jmvae-integrity';  // the hashes of what is fetched
import {fetchBytes} from './bytes.js';
import {decodePicture, pictureIn} from './pictures.js';

const element = id => document.getElementById(id);
const canvas = element('canvas'), stage = element('stage'), poster = element('poster');
const here = new URL('.', import.meta.url);

let app = null;  // the program, once it runs

const call = (name, result = null, types = [], values = []) => app.ccall(name, result, types, values);

/** Calls a function of the program with bytes that it need not keep. */
function withBytes(bytes, use) {
  const at = app._malloc(bytes.length);
  if (!at) throw new Error(`There is no memory left for ${bytes.length} bytes.`);
  app.HEAPU8.set(bytes, at);
  use(at);
  app._free(at);
}

// ---- When something breaks

/** Covers the stage with a sentence and what can be done; the rest of the page stays as it is. */
function showTrouble(sentence) {
  if (!element('trouble').hidden) return;
  element('trouble-sentence').textContent = sentence;
  element('trouble').hidden = false;
  poster.classList.add('gone');
}

element('trouble-reload').addEventListener('click', () => location.reload());
element('trouble-copy').addEventListener('click', () => {
  const stamp = document.querySelector('.stamp').textContent;
  const sentence = element('trouble-sentence').textContent;
  navigator.clipboard?.writeText([stamp, sentence, location.href, navigator.userAgent].join('\n'));
});

function notify(sentence) { element('notice').textContent = sentence; }

/** Why this browser can't run the program, or ''. */
function missing() {
  // The smallest module with a SIMD instruction: i32.const 0, i8x16.splat, drop.
  const simd = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
                             10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11);
  if (!globalThis.WebAssembly?.validate(simd)) {
    return 'This browser has no WebAssembly SIMD, which the networks compute with. Browsers since 2023 have it.';
  }
  if (!document.createElement('canvas').getContext('webgl2')) {
    return 'This browser has no WebGL 2, which the screens are drawn with, or it is switched off.';
  }
  return '';
}

// ---- What the program asks for

const host = {
  fetching: {},  // by path, what ends the fetching of a file

  async request_file(path) {
    const ending = host.fetching[path] = new AbortController();
    try {
      const bytes = await fetchBytes(new URL(path, here), {
        signal: ending.signal,
        dense: true,
        integrity: integrity[path],
        onProgress: fraction => call('app_file_progress', null, ['string', 'number'], [path, fraction]),
      });
      withBytes(bytes, at => call('app_file_loaded', null, ['string', 'number', 'number'], [path, at, bytes.length]));
    } catch (error) {
      if (!ending.signal.aborted) call('app_file_failed', null, ['string', 'string'], [path, error.message]);
    }
  },

  cancel_file(path) { host.fetching[path]?.abort(); },

  open_picture() { element('file').click(); },

  /** A field of the page over the one on the canvas, which brings a phone's keyboard. */
  edit_text(key, x, y, width, height) {
    const field = element('typing');
    Object.assign(field.style, {left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px`});
    field.name = key;
    field.value = new URLSearchParams(call('app_state', 'string')).get(key) ?? '';
    field.hidden = false;
    field.focus({preventScroll: true});
  },

  async save_picture(name, image) {
    const picture = new OffscreenCanvas(image.width, image.height);
    picture.getContext('2d').putImageData(image, 0, 0);
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await picture.convertToBlob());
    link.download = `${name}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  },

  announce(sentence) { element('announcement').textContent = sentence; },

  state_changed(state) {
    // Browsers limit how often an address may change.
    clearTimeout(host.pending);
    const address = state ? `#${state}` : location.pathname + location.search;
    host.pending = setTimeout(() => history.replaceState(null, '', address), 200);
    reflect(state);
  },

  frame_drawn(contentHeight) {
    if (contentHeight > 0 && Math.abs(contentHeight - stage.clientHeight) >= 1) {
      stage.style.height = `${Math.ceil(contentHeight)}px`;
    }
    if (!poster.classList.contains('gone')) {
      poster.classList.add('gone');
      performance.mark('jmvae-first-frame');
    }
  },

  failed(sentence) {
    app = null;
    showTrouble(sentence);
  },
};

// ---- The form, which says and sets the same as the canvas

const form = element('controls');

/** The models that this page was built with, and what faces they know. */
function offerModels() {
  const {models} = JSON.parse(call('app_result', 'string'));
  const ofDigits = Object.values(models).filter(({data}) => data === 'mnist');
  form.elements.model.replaceChildren(...ofDigits.map(({key, title}) => new Option(title, key)));
  const faces = [...new Set(Object.values(models).map(({data}) => data))].filter(data => data !== 'mnist');
  if (faces.length === 0) form.querySelector('[value=faces]').remove();
  const named = {celeba: 'photographs', avatars: 'drawings'};
  form.elements.data.replaceChildren(...faces.map(data => new Option(named[data], data)));
}

function reflect(state) {
  const values = new URLSearchParams(state);
  for (const field of form.elements) {
    const initial = (field.querySelector?.('[selected]') ?? field.options?.[0])?.value ?? field.defaultValue;
    field.value = values.get(field.name) ?? initial;
  }
  const theme = values.get('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function take({target}) {
  if (!app || !target.checkValidity()) return;
  const values = new URLSearchParams(call('app_state', 'string'));
  if (target.value) values.set(target.name, target.value);
  else values.delete(target.name);
  call('app_set_state', null, ['string'], [decodeURIComponent(values.toString().replaceAll('+', ' '))]);
}
// Text is taken when it is finished, everything else at once.
form.addEventListener('input', event => { if (event.target.type !== 'text') take(event); });
form.addEventListener('change', event => { if (event.target.type === 'text') take(event); });
element('typing').addEventListener('input', take);
element('typing').addEventListener('blur', ({target}) => { target.hidden = true; });
element('typing').addEventListener('keydown', ({key}) => {
  if (key === 'Enter' || key === 'Escape') canvas.focus({preventScroll: true});
});
form.addEventListener('submit', event => event.preventDefault());

// ---- Pictures that the visitor brings

let brought = 0;

async function bring(file) {
  if (!app || !file) return;
  const turn = ++brought;
  notify('');
  try {
    const {image, notice} = await decodePicture(file);
    if (turn !== brought) return;  // a later one was quicker
    notify(notice);
    withBytes(image.data, at => call('app_picture_given', null, ['number', 'number', 'number', 'string'],
                                     [at, image.width, image.height, file.name ?? '']));
  } catch (error) {
    if (turn !== brought) return;
    notify(error.message);
    call('app_picture_failed', null, ['string'], [error.message]);
  }
}

element('open').addEventListener('click', () => host.open_picture());
element('file').addEventListener('change', ({target}) => {
  bring(target.files[0]);
  target.value = '';  // the same file may be chosen again
});
document.addEventListener('paste', event => {
  const file = pictureIn(event.clipboardData);
  if (!file) return;
  event.preventDefault();
  bring(file);
});
document.addEventListener('dragover', event => {
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();  // or the browser would open the file
  document.body.classList.add('dropping');
});
document.addEventListener('dragleave', event => {
  if (!event.relatedTarget) document.body.classList.remove('dropping');
});
document.addEventListener('drop', event => {
  document.body.classList.remove('dropping');
  if (!event.dataTransfer?.types.includes('Files')) return;
  event.preventDefault();
  bring(pictureIn(event.dataTransfer));
});

// ---- Keys, wheel and touches. These listeners run before SDL's, which would take all of them from the page.

const first = {capture: true};

function belongsToPage({key, ctrlKey, metaKey, altKey}) {
  if (ctrlKey || metaKey || altKey) return key.toLowerCase() !== 'z';  // undoing a stroke is the program's
  return key === 'Tab' || key === 'PageUp' || key === 'PageDown' || /^F\d+$/.test(key);
}

for (const type of ['keydown', 'keyup', 'keypress']) {
  canvas.addEventListener(type, event => {
    if (event.key === 'Escape' && type === 'keyup') canvas.blur();
    if (belongsToPage(event)) event.stopImmediatePropagation();
  }, first);
}

// The canvas shows all of its content, so the wheel is always the page's.
canvas.addEventListener('wheel', event => event.stopImmediatePropagation(), {capture: true, passive: true});

canvas.addEventListener('mousedown', () => {
  stage.classList.add('pressed');  // who presses sees where; the ring is for who comes by keys
  canvas.focus({preventScroll: true});
}, first);
canvas.addEventListener('blur', () => stage.classList.remove('pressed'));

function takesTouch({clientX, clientY}) {
  const box = canvas.getBoundingClientRect();
  return app && call('app_takes_touch', 'number', ['number', 'number'], [clientX - box.left, clientY - box.top]) !== 0;
}

canvas.addEventListener('touchstart', event => {
  if (takesTouch(event.changedTouches[0])) event.preventDefault();  // draw, don't scroll
}, {capture: true, passive: false});
// Once the browser scrolls, what the finger pressed is let go outside of it, and is not clicked.
let scrolling = false;
canvas.addEventListener('pointercancel', event => {
  if (event.pointerType !== 'touch' || !app) return;
  scrolling = true;
  call('app_cancel_pointer');
});
canvas.addEventListener('touchmove', event => {
  if (scrolling) event.stopImmediatePropagation();
}, {capture: true, passive: true});
for (const type of ['touchend', 'touchcancel']) {
  canvas.addEventListener(type, event => {
    if (event.touches.length === 0) scrolling = false;
    if (!event.cancelable) event.preventDefault = () => {};  // SDL would try, and the browser complain
  }, first);
}
canvas.addEventListener('pointermove', event => {
  if (event.pointerType === 'pen') canvas.style.touchAction = takesTouch(event) ? 'none' : '';
});

// ---- Size, preferences, graphics

// SDL looks at the canvas only when the window's size changes.
new ResizeObserver(() => window.dispatchEvent(new Event('resize'))).observe(canvas);

const dark = matchMedia('(prefers-color-scheme: dark)'), still = matchMedia('(prefers-reduced-motion: reduce)');
function tellPreferences() {
  if (!app) return;
  call('app_set_preferences', null, ['number', 'number', 'string'],
       [Number(dark.matches), Number(still.matches), navigator.language]);
}
dark.addEventListener('change', tellPreferences);
still.addEventListener('change', tellPreferences);

function tellState() {
  if (!app) return;
  call('app_set_state', null, ['string'], [decodeURIComponent(location.hash.slice(1))]);
  reflect(call('app_state', 'string'));
}
window.addEventListener('hashchange', tellState);

canvas.addEventListener('webglcontextlost', event => {
  event.preventDefault();  // asks for a new one
  notify('The graphics were interrupted; waiting for them to come back…');
  if (app) call('app_graphics_lost');
});
canvas.addEventListener('webglcontextrestored', () => {
  notify('');
  if (app) call('app_graphics_restored');
});

// ---- Start

window.addEventListener('error', ({error}) => {
  if (error instanceof WebAssembly.RuntimeError) showTrouble(`The program stopped: ${error.message}.`);
});
window.addEventListener('unhandledrejection', ({reason}) => {
  showTrouble(`Something unforeseen happened: ${reason?.message ?? reason}.`);
});

/** For other scripts of the page, and the tests: what is shown now, and the state that a link to it carries. */
window.jmvae = {
  result: () => app && JSON.parse(call('app_result', 'string')),
  state: () => app && call('app_state', 'string'),
};

const reason = missing();
if (reason) {
  showTrouble(reason);
} else {
  try {
    await createApp({
      canvas,
      host,
      wasmBinary: await fetchBytes(new URL('jmvae_app.wasm', here), {
        integrity: integrity['jmvae_app.wasm'],
        onProgress: fraction => { element('progress').textContent = `Getting ready… ${Math.round(100 * fraction)} %`; },
      }),
      preRun: [module => { app = module; }],
      printErr: text => console.warn(text),
      onAbort: what => showTrouble(`The program stopped: ${what}.`),
    });
    offerModels();
    tellPreferences();
    tellState();
  } catch (error) {
    showTrouble(error.message);
  }
}
