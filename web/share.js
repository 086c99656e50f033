// What below the canvas gives a view away: as a link, as code that embeds it, as a picture.

import {animation} from './animation.js';
import {copyText} from './copy.js';
import {heightInColumn} from './height.js';
import {result} from './program.js';
import {titleOf} from './titles.js';
import {say} from './words.js';

const form = document.getElementById('controls');

/** An address or value as it may stand between quotation marks in HTML. */
const quoted = text => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The address of the whole page, where nothing needs to be hidden. */
export function linkTo(here, state) {
  const values = state.split('&').filter(value => value && !value.startsWith('hide-'));
  return `${here}${values.length > 0 ? '#' : ''}${values.join('&')}`;
}

const texts = {
  link: linkTo,

  async frame(here, state, view) {
    const address = new URL('figure.html', here) + (state ? `#${state}` : '');
    return `<iframe src="${quoted(address)}" title="${quoted(titleOf(form))}" loading="lazy"\n` +
           `  width="100%" height="${await heightInColumn(view)}" style="border:0" allow="clipboard-write"></iframe>\n` +
           `<script async src="${quoted(new URL('embed.js', here).href)}"></script>\n`;
  },

  element(here, state) {
    const values = [...new URLSearchParams(state), ['title', titleOf(form)]];
    const attributes = values.map(([key, value]) => ` ${key}="${quoted(value)}"`);
    return `<script type="module" src="${quoted(new URL('element.js', here).href)}"></script>\n` +
           `<jmvae-demo${attributes.join('')}></jmvae-demo>\n`;
  },
};

/** What is said when it was copied; a link does not carry what was drawn or brought. */
function copied(button) {
  const lacks = result()?.holds_own ? ` ${say('What you drew or brought is not in it.')}` : '';
  return button.dataset.copied + lacks;
}

/** Has the row's buttons work. view() gives the screens as a picture, offerFile() hands a file over. */
export function offerSharing(row, {here, state, view, offerFile}) {
  const answer = row.querySelector('output');
  for (const button of row.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', async () => {
      copyText(await texts[button.dataset.copy](here, state() ?? '', view), copied(button), row);
    });
  }
  row.querySelector('[data-save]').addEventListener('click', async () => {
    offerFile(await view(), 'jmvae');
    answer.textContent = say('The picture was saved.');
  });
  const animate = row.querySelector('[data-animate]');
  animate.addEventListener('click', async () => {
    animate.disabled = true;
    try {
      const file = await animation(part => {
        answer.textContent = say(`Making the animation… ${Math.round(100 * part)} %`);
      });
      offerFile(file, 'jmvae');
      answer.textContent = say('The animation was saved.');
    } catch (error) {
      answer.textContent = say(error.message);
    }
    animate.disabled = false;
  });
}
