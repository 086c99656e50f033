// What below the canvas gives a view away: as a link, as code that embeds it, as a picture.

import {animation} from './animation.js';
import {copyText} from './copy.js';
import {say} from './words.js';

/** An address or value as it may stand between quotation marks in HTML. */
const quoted = text => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

const texts = {
  /** To the whole page, where nothing needs to be hidden. */
  link(here, state) {
    const values = state.split('&').filter(value => value && !value.startsWith('hide-'));
    return `${here}${values.length > 0 ? '#' : ''}${values.join('&')}`;
  },

  frame(here, state) {
    const address = new URL('figure.html', here) + (state ? `#${state}` : '');
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    return `<iframe src="${quoted(address)}" title="${quoted(document.title)}" loading="lazy"\n` +
           `  width="100%" height="${height}" style="border:0" allow="clipboard-write"></iframe>\n` +
           `<script async src="${quoted(new URL('embed.js', here).href)}"></script>\n`;
  },

  element(here, state) {
    const attributes = [...new URLSearchParams(state)].map(([key, value]) => ` ${key}="${quoted(value)}"`);
    return `<script type="module" src="${quoted(new URL('element.js', here).href)}"></script>\n` +
           `<jmvae-demo${attributes.join('')}></jmvae-demo>\n`;
  },
};

/** Has the row's buttons work. view() gives the screens as a picture, offerFile() hands a file over. */
export function offerSharing(row, {here, state, view, offerFile}) {
  const answer = row.querySelector('output');
  for (const button of row.querySelectorAll('[data-copy]')) {
    button.addEventListener('click', () => copyText(texts[button.dataset.copy](here, state() ?? ''), button.dataset.copied, row));
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
