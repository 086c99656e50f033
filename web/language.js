// The language of the page and of its figures: index.html is English, zh.html the same in Chinese.

const CHOICE = 'jmvae-language';  // what a visitor chose by hand, kept by the browser

/** The language that a state's text names, or ''. */
export function languageIn(state) {
  const asked = new URLSearchParams(state).get('language');
  return asked === 'en' || asked === 'zh' ? asked : '';
}

const browsers = () => /^zh\b/.test(navigator.language) ? 'zh' : 'en';

/** The language that a state asks for, or else the browser: 'en' or 'zh'. */
export const languageOf = state => languageIn(state) || browsers();

/** The language of the page that is open. */
const ofPage = () => document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';

function addressIn(language, state) {
  const page = new URL(language === 'zh' ? 'zh.html' : 'index.html', location.href);
  return `${page.pathname}${location.search}${state ? `#${state}` : ''}`;
}

/** Goes on in the other language where that is the one that is asked for; says whether it does. */
export function goWhere(language, state = location.hash.slice(1)) {
  if (!language || language === ofPage()) return false;
  location.replace(addressIn(language, state));
  return true;
}

/** A state with the page's language in it, where that is not what the figures would take by themselves. */
export function inPagesLanguage(state) {
  if (languageIn(state) || browsers() === ofPage()) return state;
  return `${state}${state ? '&' : ''}language=${ofPage()}`;
}

/** What was chosen before, or ''. Browsers may keep nothing. */
function chosen() {
  try {
    return languageIn(`language=${localStorage.getItem(CHOICE)}`);
  } catch {
    return '';
  }
}

/** Greets in the language of the link, of an earlier choice or of the browser, and has the links of the head choose. */
export function greet(links) {
  for (const link of links) {
    const language = link.hreflang.startsWith('zh') ? 'zh' : 'en';
    link.addEventListener('click', event => {
      try {
        localStorage.setItem(CHOICE, language);
      } catch {
        // then it is chosen for this visit alone
      }
      const values = location.hash.includes('=') ? location.hash.slice(1).split('&') : [];
      const state = values.filter(value => !value.startsWith('language=')).join('&');
      link.href = addressIn(language, state);
      // Another tab or window is the browser's to open; here, going back should not lead to where one is led on again.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      goWhere(language, state);
    });
  }
  // Who opens zh.html wants Chinese; index.html is also what a folder's address opens.
  const asked = languageIn(location.hash.slice(1));
  goWhere(asked || (ofPage() === 'en' ? chosen() || browsers() : ''));
}
