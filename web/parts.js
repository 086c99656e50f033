// The parts of the screens for those who don't see them: what keys come to is said, and the canvas's buttons are buttons of
// the form, too. What parts are called, and how they are, the program says (src/app/README.md).

import {call} from './program.js';

const told = document.getElementById('focused');
const actions = document.getElementById('actions');

/** Says what the keys are for now, when they have come to another part or it has changed. */
export function tellFocus({focused}) {
  const words = focused?.words ?? '';
  if (told.textContent !== words) told.textContent = words;
}

/** Has the form offer what the screen that is shown can do. */
export function offerActions({buttons}) {
  const offered = new Map([...actions.children].map(button => [button.value, button]));
  const wanted = buttons.map(({name, words}) => {
    const button = offered.get(name) ?? Object.assign(document.createElement('button'), {
      type: 'button', className: 'quiet', value: name, onclick: () => call('app_press', null, ['string'], [name]),
    });
    if (button.textContent !== words) button.textContent = words;
    return button;
  });
  for (const button of offered.values()) if (!wanted.includes(button)) button.remove();
  wanted.forEach((button, i) => {
    if (button !== actions.children[i]) actions.insertBefore(button, actions.children[i] ?? null);
  });
}
