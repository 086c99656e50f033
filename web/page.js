// The article's own part in its figures: the first one, the playground, shares its state with the page's address.

import {goWhere, greet, inPagesLanguage, languageIn} from './language.js';
import './element.js';
import {keepForOffline} from './offline.js';

greet(document.querySelectorAll('.languages a'));

const playground = document.getElementById('playground');
const others = [...document.querySelectorAll('jmvae-demo')].filter(figure => figure !== playground);

/** What follows the # of an address when it is a state, and not the name of a part of the page. */
function stateIn(address) {
  const {hash} = new URL(address);
  return hash === '' || hash.includes('=') ? hash.slice(1) : null;
}

const DARK = '(prefers-color-scheme: dark)';
const sources = [...document.querySelectorAll('jmvae-demo source')].map(source => ({source, media: source.media}));

/** The visitor's choice of a theme holds for the page, all of its figures, and their pictures. */
function followTheme(state) {
  const theme = new URLSearchParams(state).get('theme');
  if (theme === (document.documentElement.dataset.theme ?? null)) return;
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  for (const figure of others) theme ? figure.setAttribute('theme', theme) : figure.removeAttribute('theme');
  // A condition that always holds, or never.
  const isDark = {dark: '(min-width: 0px)', light: '(max-width: 0px)'}[theme] ?? DARK;
  for (const {source, media} of sources) source.media = media.replace(DARK, isDark);
}

let pending = 0;
playground.addEventListener('change', ({detail: {state}}) => {
  if (goWhere(languageIn(state), state)) return;
  followTheme(state);
  // Browsers limit how often an address may change.
  clearTimeout(pending);
  const address = state ? `#${state}` : location.pathname + location.search;
  pending = setTimeout(() => history.replaceState(null, '', address), 200);
});

function follow(address) {
  const state = stateIn(address);
  if (state === null || goWhere(languageIn(state))) return;
  clearTimeout(pending);
  playground.state = inPagesLanguage(state);
  followTheme(state);
}
// Not where the address is by now: a change of the state that is written late may have come between.
window.addEventListener('hashchange', ({newURL}) => follow(newURL));
if (location.hash !== '' || inPagesLanguage('')) follow(location.href);
const language = languageIn(inPagesLanguage(''));
for (const figure of others) if (language) figure.setAttribute('language', language);

// The code for other pages, with the address of this one.
const snippet = document.getElementById('snippet');
snippet.textContent = snippet.textContent.replace(/src="[^"]*"/, `src="${new URL('element.js', import.meta.url)}"`);

playground.addEventListener('ready', keepForOffline, {once: true});

// An equation that is wider than its place is scrolled by keys, too.
for (const part of document.querySelectorAll('.equations')) {
  part.addEventListener('toggle', () => {
    for (const equation of part.querySelectorAll('math')) {
      if (equation.scrollWidth > equation.clientWidth) equation.tabIndex = 0;
    }
  });
}
