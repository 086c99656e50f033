// Texts for the visitor's clipboard.

import {say} from './words.js';

/** Copies a text and says so in the part's output; where the page may not, shows it there, selected. */
export async function copyText(text, done, part) {
  const answer = part.querySelector('output'), shown = part.querySelector('textarea');
  shown.hidden = true;
  try {
    await navigator.clipboard.writeText(text);
    answer.textContent = done;
  } catch {
    // The page that embeds the figure need not allow it.
    shown.value = text;
    shown.hidden = false;
    shown.select();
    answer.textContent = say('This page may not copy by itself; the text is selected below.');
  }
}
