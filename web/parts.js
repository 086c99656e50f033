// The parts of the screens for those who don't see them: what keys come to is said, and what only the canvas can do are
// buttons of the form. Parts are known by the names that the program gives them, as in src/app/README.md.

import {result} from './program.js';
import {say} from './words.js';

const canvas = document.getElementById('canvas');
const {elements: fields} = document.getElementById('controls');
const actions = document.getElementById('actions');

// ---- What they are called

/** Buttons, by their names; those of the form in its order. */
const BUTTONS = {
  play: 'Play or pause', step: 'One sweep', learn: 'Start', 'learn-again': 'Start over', again: 'Draw again',
  undo: 'Undo', clear: 'Clear', example: 'Another example', borrow: 'Take a drawn one', chance: 'Surprise me',
  'free-all': 'Leave all free', save: 'Save', release: 'Let go',
};
const OTHERS = {
  pad: 'Sheet to draw on', 'cover-pad': 'Sheet to cover', open: 'Open a picture…', cover: 'Cover', draw: 'Draw a digit',
  prior: 'anything', dismiss: 'OK', 'every-attribute': 'All attributes or fewer', find: 'Find an attribute',
  'map-pictures': 'Pictures under the points', path: 'Path', 'keep-noise': 'Under another digit', beside: 'Models', 'map-beside': 'Maps',
};
const LEARNING = {running: 'Pause', fetching: 'Pause', paused: 'Go on', absent: 'Start'};

/** Those that stand for one of several: what they are of. */
const KINDS = {
  screen: 'Screen', model: 'Model', label: 'Digit', filling: 'What is missing', half: 'Cover', way: 'Filling',
  attribute: 'Attribute', slide: 'Attribute that slides', own: 'Attribute', preset: 'Attributes', data: 'Faces', faces: 'Faces',
  picture: 'Picture', face: 'Face', plain: 'Picture of JMVAE', kl: 'Picture of JMVAE-kl', every: 'Digit', found: 'Digit',
};
const COUNTED = /^(picture|face|plain|kl|found)$/;  // from 0

/** What a part is called and how it is, in the language of the page. */
function wordsOf(name, shown) {
  if (name === 'learn') return say(LEARNING[shown.learn?.stage] ?? 'Start over');
  const single = BUTTONS[name] ?? OTHERS[name];
  if (single) return say(single);
  const field = fields[name];  // a slider has its field's name
  if (field) return `${say(field.ariaLabel ?? fieldWords(field))}, ${field.value}`;
  const [, kind, value] = /^([a-z]+)-(.+)$/.exec(name) ?? [];
  if (!Object.hasOwn(KINDS, kind ?? '')) return name;
  const which = COUNTED.test(kind) ? Number(value) + 1 : say(value.replaceAll('_', ' '));
  const how = stateOf(kind, value, shown);
  return `${say(KINDS[kind])} ${which}${how && `, ${say(how)}`}`;
}

const fieldWords = field => field.closest('label').firstChild.data.trim();

function stateOf(kind, value, shown) {
  const named = field => field.value.split(',').includes(value);
  if (kind === 'attribute') return named(fields.on) ? 'on' : named(fields.off) ? 'off' : 'free';
  const chosen = {screen: () => shown.screen === value.toLowerCase(), label: () => fields.label.value === value,
                  slide: () => fields.slide.value === value}[kind];
  return chosen?.() ? 'chosen' : '';
}

let told = '';

/** Says what the keys are for now, when they have come to another part or it has changed. */
export function tellFocus(shown) {
  const words = shown.focused && wordsOf(shown.focused, shown);
  if (words === told) return;
  told = words;
  document.getElementById('focused').textContent = words;
}

// ---- What they do

const frame = () => new Promise(requestAnimationFrame);

/** Presses a part as a pointer would, which is the program's way of being pressed. */
async function press(name) {
  const place = result()?.places[name];
  if (!place) return;
  const [x, y, width, height] = place, {left, top} = canvas.getBoundingClientRect();
  const at = {clientX: left + x + width / 2, clientY: top + y + height / 2, bubbles: true};
  for (const type of ['mousemove', 'mousedown', 'mouseup', 'mouseleave']) {
    canvas.dispatchEvent(new MouseEvent(type, at));
    for (let drawn = 0; drawn < 2; ++drawn) await frame();
  }
}

/** Has the form offer what the screen that is shown can do. */
export function offerActions(shown) {
  const names = Object.keys(BUTTONS).filter(name => shown.places[name]);
  for (const button of [...actions.children]) if (!names.includes(button.value)) button.remove();
  names.forEach((name, i) => {
    let button = actions.querySelector(`[value=${name}]`);
    if (!button) {
      button = Object.assign(document.createElement('button'), {type: 'button', className: 'quiet', value: name});
      button.addEventListener('click', () => press(name));
      actions.insertBefore(button, actions.children[i] ?? null);
    }
    button.textContent = wordsOf(name, shown);
  });
}
