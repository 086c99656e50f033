// The form, which says and sets the same as the canvas. A field's data-for names the screens, or views of faces, that it
// is for; a field without is for all.

import {result, runs, setState, state} from './program.js';

const form = document.getElementById('controls');

/** The models that this page was built with, and what faces they know. */
export function offerModels() {
  const models = Object.values(result().models);
  form.elements.model.replaceChildren(
      ...models.filter(({data}) => data === 'mnist').map(({key, title}) => new Option(title, key)));
  const named = {celeba: 'photographs', avatars: 'drawings'};
  const faces = [...new Set(models.map(({data}) => data))].filter(data => Object.hasOwn(named, data));
  if (faces.length === 0) form.querySelector('[value=faces]').remove();
  form.elements.data.replaceChildren(...faces.map(data => new Option(named[data], data)));
}

/** Has the fields of attributes propose what goes on from the commas that are there. */
export function offerAttributes(names) {
  const list = document.getElementById('attributes'), field = document.activeElement;
  const written = field?.getAttribute('list') === list.id ? field.value.replace(/[^,]*$/, '') : '';
  const proposed = names.map(name => written + name), now = [...list.children].map(({value}) => value);
  if (proposed.join() !== now.join()) list.replaceChildren(...proposed.map(value => new Option('', value)));
}

let unfinished = null;  // the field of text that somebody is writing in

/** Shows a state in the form. */
export function reflect(text) {
  const values = new URLSearchParams(text);
  for (const field of form.elements) {
    const written = field === unfinished || (field === document.activeElement && field.matches('[type=number]'));
    if (written) continue;  // somebody is writing there
    const initial = (field.querySelector?.('[selected]') ?? field.options?.[0])?.value ?? field.defaultValue;
    field.value = values.get(field.name) ?? initial;
  }
  const {screen, faces} = form.elements, shown = [screen.value, `${screen.value}-${faces.value}`];
  for (const label of form.querySelectorAll('[data-for]')) {
    label.hidden = !label.dataset.for.split(' ').some(view => shown.includes(view));
  }
}

/** Sets the key that a field is named after. */
export function take({target}) {
  if (!runs() || !target.checkValidity()) return;
  const values = new URLSearchParams(state());
  if (target.value) values.set(target.name, target.value);
  else values.delete(target.name);
  setState(decodeURIComponent(values.toString().replaceAll('+', ' ')));
}

// Text is taken when it is finished, everything else at once.
form.addEventListener('input', event => {
  if (event.target.type !== 'text') return take(event);
  unfinished = event.target;
  offerAttributes(result()?.faces?.names ?? []);
});
form.addEventListener('change', event => {
  if (event.target.type !== 'text') return;
  unfinished = null;
  take(event);
});
form.addEventListener('focusout', () => { unfinished = null; });
form.addEventListener('submit', event => event.preventDefault());
