// <jmvae-demo>: one figure in a page of any origin, as a custom element.
//
//   <script type="module" src="https://example.org/jmvae/element.js"></script>
//   <jmvae-demo screen="write" label="7" hide-screens></jmvae-demo>
//
// Attributes named after a key of the state are that key; one without a value means 1. What stands inside the element, or
// the picture of `poster`, is shown until the figure is there.

import keys from 'jmvae-state-keys';  // of the state, as src/app/state.cpp has them
import {give, show, unwatch, watch} from './live_figures.js';

const KEYS = new Set(keys);
const OWN = new Set(['src', 'poster', 'loading']);
const HTML = /^(accesskey|aria-.+|autofocus|class|data-.+|dir|hidden|id|inert|is|lang|on.+|part|role|slot|style|tabindex|title|translate)$/;
const HIGHEST = 10000;           // pixels that a figure may ask for
const PATIENCE = 8000;           // milliseconds until a frame that loaded has to answer
const PICTURE_PATIENCE = 1000;   // and one that is given up

/** What the element itself says. */
const WORDS = {
  en: {again: 'Try again', failed: 'The demo could not be loaded.'},
  zh: {again: '重试', failed: '演示无法加载。'},
};

const style = new CSSStyleSheet();
style.replaceSync(`
  :host { display: block !important; position: relative !important; }
  :host([hidden]) { display: none !important; }
  .figure { position: relative; isolation: isolate; overflow: hidden; min-height: 12rem; contain: layout paint; }
  .figure > * { display: block; border: 0; margin: 0; padding: 0; }
  iframe { position: absolute; inset: 0; width: 100%; height: 100%; color-scheme: light dark; }
  /* The poster lies over the frame, which browsers draw only where it is visible. */
  slot, .remembered { position: relative; z-index: 1; color-scheme: light dark; background: light-dark(#f7f2e8, #191613); }
  :host([theme="light"]) slot { color-scheme: light; }
  :host([theme="dark"]) slot { color-scheme: dark; }
  .waiting { height: var(--jmvae-height, auto); }
  .waiting > slot { min-height: 100%; }
  .figure:not(.waiting) > :not(iframe, .trouble), .bare > slot { display: none; }
  .bare { height: var(--jmvae-height, 46rem); }
  .remembered { position: absolute; inset: 0 auto auto 0; width: 100%; height: auto; }
  .remembered[hidden] { display: none; }
  .fitted > slot { position: absolute; inset: 0; }
  slot img, ::slotted(*) { display: block; width: 100%; height: auto; }
  .trouble { position: absolute; inset: 0; z-index: 2; display: grid; place-content: center; justify-items: center; gap: 1em;
             padding: 1em; font: 1rem/1.4 system-ui, sans-serif; color: CanvasText; background: Canvas; }
  .trouble[hidden] { display: none; }
  button { min-height: 2.75em; padding: .4em 1.2em; font: inherit; }
`);

const make = (tag, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
};

class JmvaeDemo extends HTMLElement {
  #frame = null;
  #life = null;  // of its own for each start, so that one that was given up is not gone on with
  #state = null;  // until it is set, or first asked of the attributes
  #isObserved = false;
  #height = 0;
  #timer = 0;
  #result = null;
  #parts = {};
  #left = null;     // what ends the waiting for a frame's picture
  #answered = null;  // and that for its first answer
  #attributes = new MutationObserver(changes => {
    for (const {attributeName} of changes) this.#follow(attributeName);
  });

  constructor() {
    super();
    const sentence = make('p'), again = make('button', {type: 'button'});
    again.addEventListener('click', () => this.#restart());
    const trouble = make('div', {className: 'trouble', hidden: true}, sentence, again);
    trouble.setAttribute('role', 'alert');
    const remembered = make('canvas', {className: 'remembered', hidden: true});
    const poster = make('slot');
    const figure = make('div', {className: 'figure waiting'}, poster, remembered, trouble);
    this.#parts = {figure, poster, remembered, trouble, sentence, again};
    const root = this.attachShadow({mode: 'open'});
    root.adoptedStyleSheets = [style];
    root.append(figure);
    // What a page set before this script was there hides the property.
    if (Object.hasOwn(this, 'state')) {
      const {state} = this;
      delete this.state;
      this.state = state;
    }
  }

  connectedCallback() {
    if (!this.#isObserved) {
      this.#isObserved = true;
      this.#state ??= this.#written();
      this.#attributes.observe(this, {attributes: true});
    }
    this.#followPoster();
    window.addEventListener('message', this);
    watch(this, this.getAttribute('loading') === 'eager');
  }

  disconnectedCallback() {
    window.removeEventListener('message', this);
    this.#remove();
    unwatch(this);
  }

  /** What a link to the figure as it is now carries. */
  get state() { return this.#state ?? this.#written(); }
  set state(text) {
    this.#state = String(text).replace(/^#/, '');
    this.#send('state', {state: this.#state});
  }

  /** What the figure shows, as it said last; null before. */
  get result() { return this.#result; }

  /** Whether its visitor has given it something that only the figure itself keeps, such as strokes. */
  get holdsOwn() { return this.#frame !== null && Boolean(this.#result?.holds_own); }

  #isKey(name) {
    if (KEYS.has(name)) return true;
    if (!OWN.has(name) && !HTML.test(name)) console.warn(`<jmvae-demo> has no attribute "${name}".`);
    return false;
  }

  /** The state that stands in the attributes. */
  #written() {
    return [...this.attributes].filter(({name}) => this.#isKey(name)).map(({name, value}) => `${name}=${value || 1}`).join('&');
  }

  #follow(name) {
    if (name === 'poster') return this.#followPoster();
    if (name === 'src') return this.#restart();
    if (name === 'title') return this.#entitle();
    if (!this.#isKey(name)) return;
    const values = this.#state.split('&').filter(pair => pair && !pair.startsWith(`${name}=`));
    if (this.hasAttribute(name)) values.push(`${name}=${this.getAttribute(name) || 1}`);
    this.state = values.join('&');
  }

  #followPoster() {
    const address = this.getAttribute('poster');
    this.#parts.poster.replaceChildren(...address ? [make('img', {src: address, alt: ''})] : []);
    this.#parts.figure.classList.toggle('bare', !address && this.children.length === 0);
  }

  #entitle() { if (this.#frame) this.#frame.title = this.title || 'jmvae'; }

  #send(type, content) { this.#frame?.contentWindow?.postMessage({jmvae: 1, type, ...content}, '*'); }

  #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, {detail})); }

  // ---- The frame comes and goes, as live_figures.js decides

  /** Has the figure come to life; the promise ends when it has, or could not. */
  async start() {
    this.#remove();
    const life = this.#life = {};
    await this.#pictured();
    if (this.#life !== life) return;
    const address = new URL(this.getAttribute('src') ?? new URL('figure.html', import.meta.url), document.baseURI);
    const asked = this.#state;
    address.hash = asked.split('&').map(encodeURIComponent).join('&').replaceAll('%3D', '=');
    this.#parts.trouble.hidden = true;
    this.#frame = make('iframe', {allow: 'clipboard-write', src: address.href});
    this.#entitle();
    await new Promise(done => {
      this.#answered = done;
      this.#frame.addEventListener('load', () => {
        if (this.#state !== asked) this.#send('state', {state: this.#state});  // changed while nobody listened yet
        this.#send('report');
        this.#timer = setTimeout(() => this.#fail('failed'), PATIENCE);
      });
      this.#parts.figure.append(this.#frame);
    });
  }

  /** The poster is handed to the screen first, so that the program does not keep it waiting. */
  async #pictured() {
    const image = this.querySelector('img') ?? this.#parts.poster.querySelector('img');
    if (!image) return;
    await image.decode().catch(() => {});  // a broken one keeps nobody waiting
    await new Promise(requestAnimationFrame);
  }

  /** Gives up the frame with its graphics; a picture of it stays. */
  async leave() {
    const picture = await new Promise(done => {
      this.#left = done;
      this.#send('leave');
      setTimeout(done, PICTURE_PATIENCE, null);
    });
    const {figure, remembered} = this.#parts;
    if (picture) {
      const bitmap = await createImageBitmap(picture);
      Object.assign(remembered, {width: bitmap.width, height: bitmap.height, hidden: false});
      remembered.getContext('bitmaprenderer').transferFromImageBitmap(bitmap);
    }
    this.#remove();
  }

  pause() { this.#send('pause'); }
  resume() { this.#send('resume'); }

  #remove() {
    clearTimeout(this.#timer);
    this.#life = null;
    this.#parts.figure.classList.add('waiting');
    this.#frame?.remove();
    this.#frame = null;
    this.#answered?.();
  }

  #restart() {
    if (!this.#frame && this.#parts.trouble.hidden) return;
    this.#remove();
    give(this);
    show(this);
  }

  /** In the language of the figure, or else of the page around it. */
  #say(word) {
    const language = this.getAttribute('language') ?? this.closest('[lang]')?.lang ?? '';
    return WORDS[/^zh\b/.test(language) ? 'zh' : 'en'][word];
  }

  #fail(word) {
    const sentence = this.#say(word);
    this.#parts.sentence.textContent = sentence;
    this.#parts.again.textContent = this.#say('again');
    this.#parts.trouble.hidden = false;
    this.#remove();
    give(this);
    this.#tell('error', {sentence});
  }

  handleEvent({source, data}) {
    if (!this.#frame || source !== this.#frame.contentWindow || data?.jmvae !== 1) return;
    const {figure} = this.#parts;
    switch (data.type) {
      case 'height':
        clearTimeout(this.#timer);
        if (data.height > 0) this.#height = Math.min(data.height, HIGHEST);
        this.#fit();
        break;
      case 'ready':
        if (!figure.classList.contains('waiting')) break;
        figure.classList.remove('waiting');
        this.#fit();
        this.#answered?.();
        this.#tell('ready', {state: this.#state});
        break;
      case 'change':
        this.#state = String(data.state);
        this.#tell('change', {state: this.#state});
        break;
      case 'result':
        this.#result = data.result;
        this.#tell('result', data.result);
        break;
      case 'error':
        figure.classList.remove('waiting');  // it shows the sentence itself
        this.#fit();
        this.#answered?.();
        this.#tell('error', {sentence: String(data.sentence)});
        break;
      case 'picture':
        this.#left?.(data.picture instanceof Blob ? data.picture : null);
        break;
    }
  }

  /** A poster keeps its own height until what it stands for is there. */
  #fit() {
    const {figure} = this.#parts;
    if (figure.matches('.waiting:not(.bare)') || !this.#height) return;
    figure.classList.add('fitted');
    figure.style.height = `${this.#height}px`;
  }
}

if (!customElements.get('jmvae-demo')) customElements.define('jmvae-demo', JmvaeDemo);
