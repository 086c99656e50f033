// What a view is called: in the browser's tab, as the heading and the canvas's name, and where it is embedded.

import {say} from './words.js';

const FACES = {
  slide: 'Faces with one attribute sliding',
  walk: 'A walk between two faces',
  own: 'A face of your own, read and changed',
};

/** By the form's fields. */
const TITLES = {
  read: () => 'A digit, read by a network',
  write: ({source, label}) => source.value === 'prior' ? 'Digits, made up by a network' : `The digit ${label.value}, written by a network`,
  cover: () => 'A covered digit, completed',
  chain: ({label}) => `The digit ${label.value}, sweep by sweep`,
  compare: ({label}) => `The digit ${label.value}, by two models`,
  map: () => 'A map of z',
  learn: () => 'A model that learns',
  faces: ({faces, on}) => FACES[faces.value] ?? (on.value ? `Faces with ${on.value.split(',').join(', ')}` : 'Faces from attributes'),
};

/** The title of what the form says, in the language of the page. A link may ask for a screen that there is not. */
export const titleOf = form => say((TITLES[form.elements.screen.value] ?? TITLES.read)(form.elements));

/** Puts it wherever the page is called by it. */
export function entitle(form) {
  const title = titleOf(form);
  document.title = `${title} · jmvae`;
  document.querySelector('h1').textContent = title;
  document.getElementById('canvas').setAttribute('aria-label', title);
}
