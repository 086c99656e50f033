// What the page says around the canvas, in the language that is chosen. The English stands in the page and the scripts;
// what it is in Chinese is the table of chinese.js, which is fetched when it is wanted. What the canvas says is another
// table, that of src/app/words.inc.

const ATTRIBUTES = ['aria-label', 'placeholder', 'title', 'alt', 'data-copied'];
const here = new URL('.', import.meta.url);

let table = null, patterns = [];  // Chinese by English; those with values in them, as [expression, Chinese]
const english = new WeakMap();    // of each text or attribute that was put into Chinese, by its node

/** A sentence in the language of the page, also one with values in it; one that is in no table stays as it is. */
export function say(sentence) {
  if (spoken !== 'zh' || !table) return sentence;
  if (Object.hasOwn(table, sentence)) return table[sentence];
  for (const [expression, chinese] of patterns) {
    const found = sentence.match(expression);
    if (found) return chinese.replace(/\{(\d)\}/g, (_, place) => say(found[Number(place) + 1]));
  }
  return sentence;
}

async function fetchTable() {
  const {default: words} = await import(new URL('chinese.js', here));
  const literal = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  patterns = Object.entries(words).filter(([key]) => key.includes('{0}')).map(([key, chinese]) =>
    [new RegExp(`^${key.split(/\{\d\}/).map(literal).join('(.+)')}$`), chinese]);
  table = words;
}

/** Puts a part of a node, 'data' or the name of an attribute, into the language of the page. */
function put(node, part, text, set) {
  const known = english.get(node) ?? english.set(node, {}).get(node);
  // What a script has written since is English again.
  if (!known[part] || known[part].said !== text) known[part] = {english: text};
  const sentence = known[part].english.replace(/\s+/g, ' ').trim();
  const said = say(sentence) === sentence ? known[part].english : say(sentence);
  known[part].said = said;
  if (said !== text) set(said);
}

let asked = 'en', spoken = 'en';

/**
 * Puts the page into a language, unless it is in it. What scripts write later they say(). Where the words do not come, it
 * stays as it is, and notify() is told.
 */
export async function speak(language, notify) {
  if (language === asked) return;
  asked = language;
  try {
    if (language === 'zh' && !table) await fetchTable();
  } catch {
    notify('中文词句没有取得，请重新加载页面。The Chinese words did not come; reload the page.');
    return;
  }
  if (language !== asked) return;  // another one was asked for meanwhile
  spoken = language;
  document.documentElement.lang = spoken === 'zh' ? 'zh-Hans' : 'en';
  translate();
}

/** Puts what stands in the page by now into its language. */
export function translate() {
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.trim() && node.parentNode.localName !== 'script') put(node, 'data', node.data, text => { node.data = text; });
      continue;
    }
    for (const name of ATTRIBUTES) {
      if (node.hasAttribute(name)) put(node, name, node.getAttribute(name), text => node.setAttribute(name, text));
    }
  }
}
