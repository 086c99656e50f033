// What the page says when something breaks: over the stage when nothing works any more, below it otherwise.

import {OtherFile} from './bytes.js';
import {copyText} from './copy.js';
import {tell} from './embedding.js';
import {say} from './words.js';

const SAME_MOMENT = 1000;  // milliseconds

const element = id => document.getElementById(id);

/** Covers the stage with a sentence and what can be done; the rest of the page stays as it is. */
export function showTrouble(sentence) {
  if (!element('trouble').hidden) return;
  element('trouble-sentence').textContent = say(sentence);
  element('trouble').hidden = false;
  element('poster').classList.add('gone');
  tell('error', {sentence: say(sentence)});
}

let noticed = 0;  // when

/** Says something below the stage, or '' nothing any more. */
export function notify(sentence) {
  element('notice').textContent = say(sentence);
  noticed = performance.now();
}

/** What was said is of something that is gone, unless it came about just now with what changes. */
export function forgetNotice() {
  if (performance.now() - noticed > SAME_MOMENT) notify('');
}

/** Why something could not be fetched, in words for visitors; where a newer page is there, they are offered it. */
export function explain(error) {
  if (!(error instanceof OtherFile)) return say(error.message);
  element('renewed').hidden = false;
  return say('This page was renewed; reload it.');
}

for (const button of document.querySelectorAll('[data-reload]')) button.addEventListener('click', () => location.reload());
element('trouble-copy').addEventListener('click', () => {
  const stamp = document.querySelector('meta[name=generator]').content;
  const report = [stamp, element('trouble-sentence').textContent, location.href, navigator.userAgent].join('\n');
  copyText(report, say('The report was copied.'), element('trouble'));
});
