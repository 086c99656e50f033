// Figures in other people's pages: another origin, hostile styles and keys, many at once, bad networks.

import assert from 'node:assert/strict';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {serve} from '../../tools/serve.mjs';
import {screenshot, start} from './browser.mjs';

let session, blog;
const folder = mkdtempSync(join(tmpdir(), 'jmvae-blog-'));
before(async () => {
  session = await start();
  blog = await serve(folder);  // another port is another origin
});
after(async () => {
  await session.stop();
  await blog.close();
  rmSync(folder, {recursive: true});
});

/** A test in a page of the blog with this head and body; ours stands for the address of the site. */
function post(name, {head = '', body, root = '', network = async () => {}, ...options}, work) {
  test(name, async () => {
    const ours = session.url;
    writeFileSync(join(folder, 'post.html'), `<!doctype html><html lang="en" ${root}><head><meta charset="utf-8"><title>Post</title>
      ${head.replaceAll('OURS', ours)}</head><body>${body.replaceAll('OURS', ours)}</body></html>`);
    const context = await session.browser.newContext({viewport: {width: 1280, height: 900}, ...options});
    const page = await context.newPage(), exceptions = [];
    page.on('pageerror', error => exceptions.push(error.message));
    // Events and shifts are written down before anything happens.
    await context.addInitScript(() => {
      window.heard = [];
      for (const type of ['ready', 'change', 'result', 'error']) {
        document.addEventListener(type, ({target, detail}) => {
          if (target.localName === 'jmvae-demo') window.heard.push({type, id: target.id, detail});
        }, true);
      }
      window.shifts = 0;
      new PerformanceObserver(list => {
        for (const {hadRecentInput, value} of list.getEntries()) if (!hadRecentInput) window.shifts += value;
      }).observe({type: 'layout-shift', buffered: true});
    });
    await network(page);
    try {
      await page.goto(`${blog.url}post.html`);
      await work(page);
      assert.deepEqual(exceptions, []);
    } finally {
      await context.close();
    }
  });
}

const script = '<script type="module" src="OURSelement.js"></script>';

/** Waits for an event of an element that satisfies the condition, and gives what it said. */
async function heard(page, type, condition = () => true, id = 'demo') {
  let all = [];
  for (const end = Date.now() + 40_000; Date.now() < end; await page.waitForTimeout(100)) {
    all = await page.evaluate(() => window.heard);
    const found = all.find(event => event.type === type && event.id === id && condition(event.detail));
    if (found) return found.detail;
  }
  throw new Error(`no ${type} of ${id}; heard ${JSON.stringify(all.map(({type, id, detail}) => [id, type, detail.state ?? detail.sentence]))}`);
}

/** The frame of an element, in which the figure can be asked. */
async function frameOf(page, id = 'demo') {
  const frame = await page.locator(`#${id} iframe`).elementHandle();
  return frame.contentFrame();
}

/** Presses a part of the screens in the frame of an element. */
async function press(page, part, id = 'demo') {
  const frame = await frameOf(page, id);
  await frame.waitForFunction(part => window.jmvae.result()?.places[part], part);
  const [x, y, width, height] = await frame.evaluate(part => {
    const {left, top} = document.getElementById('canvas').getBoundingClientRect();
    const [x, y, width, height] = window.jmvae.result().places[part];
    return [left + x, top + y, width, height];
  }, part);
  await page.evaluate(({id, y}) => {
    const top = document.getElementById(id).getBoundingClientRect().top + y;
    if (top < 60 || top > innerHeight - 60) scrollBy({top: top - innerHeight / 2, behavior: 'instant'});
  }, {id, y});
  const box = await page.locator(`#${id} iframe`).boundingBox();
  await page.mouse.move(box.x + x + width / 2, box.y + y + height / 2);
  await page.mouse.down();
  await page.waitForTimeout(80);
  await page.mouse.up();
}

const written = label => ({write}) => write?.label === label && write.pictures > 0;

post('works where styles, keys, policy and direction are against it', {
  root: 'dir="rtl"',
  head: `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src OURS BLOG; frame-src OURS; style-src BLOG">
    <link rel="stylesheet" href="hostile.css"><script src="hostile.js"></script>${script}`.replaceAll('BLOG', "'self'"),
  body: '<p id="text">Some words.</p><jmvae-demo id="demo" screen="write" label="4" hide-screens></jmvae-demo><p>More words.</p>',
  async network(page) {
    writeFileSync(join(folder, 'hostile.css'), `
      * { all: unset !important; box-sizing: content-box !important; font: 40px/3 fantasy !important; color: red !important; }
      jmvae-demo { display: none !important; position: fixed !important; }
      iframe, canvas, button, slot { display: none !important; width: 10px !important; height: 10px !important; }`);
    writeFileSync(join(folder, 'hostile.js'), `
      window.keys = [];
      for (const type of ['keydown', 'keyup', 'wheel', 'click', 'contextmenu', 'touchstart']) {
        window.addEventListener(type, event => {
          if (type.startsWith('key')) window.keys.push(event.key);
          event.preventDefault();
          event.stopImmediatePropagation();
        }, {capture: true, passive: false});
      }`);
  },
}, async page => {
  await heard(page, 'ready');
  await heard(page, 'result', written(4));
  const sizes = await page.evaluate(() => {
    const frame = demo.shadowRoot.querySelector('iframe');
    return {frame: frame.clientWidth, element: demo.clientWidth, width: document.documentElement.scrollWidth};
  });
  assert.equal(sizes.frame, sizes.element);
  assert.ok(sizes.element > 600 && sizes.width <= 1280, JSON.stringify(sizes));

  await press(page, 'label-6');
  await heard(page, 'change', ({state}) => state.includes('label=6'));
  await heard(page, 'result', written(6));
  await page.keyboard.press('8');
  await heard(page, 'result', written(8));
  assert.deepEqual(await page.evaluate(() => window.keys), []);

  const frame = await frameOf(page);
  const inside = await frame.evaluate(() => [getComputedStyle(document.body).fontFamily, getComputedStyle(document.body).direction]);
  assert.match(inside[0], /Garamond/);
  assert.equal(inside[1], 'ltr');
  await screenshot(page, 'hostile');
});

post('says and takes its state', {
  head: script,
  body: '<jmvae-demo id="demo" screen="write" label="4" seed="9" hide-screens spread="0.5"></jmvae-demo>',
}, async page => {
  await heard(page, 'result', written(4));
  const state = () => page.$eval('#demo', demo => demo.state);
  const asked = new URLSearchParams(await state());
  assert.deepEqual(Object.fromEntries(asked), {screen: 'write', label: '4', seed: '9', 'hide-screens': '1', spread: '0.5'});

  await page.$eval('#demo', demo => demo.setAttribute('label', '2'));
  await heard(page, 'result', written(2));
  await page.$eval('#demo', demo => { demo.title = 'Twos'; });
  await page.waitForFunction(() => demo.shadowRoot.querySelector('iframe').title === 'Twos');
  assert.match(await state(), /label=2/);
  await page.$eval('#demo', demo => demo.removeAttribute('hide-screens'));
  await heard(page, 'change', ({state}) => !state.includes('hide-screens'));

  // What was set comes back as it was set, each key of it.
  const everything = 'screen=write&model=jmvae&filling=chain&sweeps=3&samples=64&example=2&cover=upper&source=prior&label=1' +
    '&seed=77&spread=1.25&keep-noise=0&held=3&held-seed=5&data=avatars&face-model=jmvae&on=Smiling&off=Bald&emphasis=1.25&faces=slide' +
    '&kept=2&kept-seed=8&walk-to=4&walk-seed=6&slide=Smiling&along=0.25&strength=1.5&beside=1&every-attribute=1&find=hair' +
    '&every-model=1&map-model=jmvae-2d&map-given=label&map-x=2.5&map-y=1&map-pictures=0&map-beside=1&theme=dark&motion=reduced&language=zh' +
    '&hide-screens=1&hide-models=1&hide-fillings=1&hide-open=1&hide-spread=1&hide-emphasis=1&hide-share=1';
  await page.$eval('#demo', (demo, text) => { demo.state = text; }, everything);
  await heard(page, 'change', ({state}) => state.includes('hide-share'));
  const told = new URLSearchParams(await state()), wanted = new URLSearchParams(everything);
  for (const [key, value] of wanted) assert.equal(told.get(key), value, key);
});

post('takes broken states with a notice', {head: script, body: '<jmvae-demo id="demo" screen="writ" label="%&70"></jmvae-demo>'},
  async page => {
    const {notices} = await heard(page, 'result', ({notices}) => notices.length > 0);
    assert.ok(notices.some(notice => /screen should be one of/.test(notice)) && notices.some(notice => /label/.test(notice)));
  });

post('leaves attributes alone that frameworks add, and can be brought twice', {
  head: `${script}<script type="module" src="OURSelement.js?again"></script>`,
  body: '<jmvae-demo id="demo" screen="write" label="4" _ngcontent-abc nonce="x" itemprop="y" key="7" width="9" colour="red"></jmvae-demo>',
}, async page => {
  const {notices, write} = await heard(page, 'result', written(4));
  assert.deepEqual([notices, write.label], [[], 4]);
});

post('keeps its state when it is moved within the page', {
  head: script, body: '<div id="first"><jmvae-demo id="demo" screen="write" label="4"></jmvae-demo></div><div id="second"></div>',
}, async page => {
  await heard(page, 'result', written(4));
  await page.$eval('#demo', demo => demo.setAttribute('label', '6'));
  await heard(page, 'result', written(6));
  await page.evaluate(() => {
    window.heard = [];
    second.append(demo);
  });
  await heard(page, 'ready');
  await heard(page, 'result', written(6));
  assert.equal(await page.$eval('#demo', ({shadowRoot}) => shadowRoot.querySelectorAll('iframe').length), 1);
});

const early = {
  'before the element is in the page': `const demo = document.createElement('jmvae-demo'); demo.id = 'demo';
     demo.state = 'screen=write&label=3'; document.body.append(demo);`,
  'while its frame loads': `const demo = document.createElement('jmvae-demo'); demo.id = 'demo'; demo.setAttribute('screen', 'write');
     document.body.append(demo);
     new MutationObserver(() => demo.setAttribute('label', '3')).observe(demo.shadowRoot, {childList: true, subtree: true});`,
};
for (const [when, code] of Object.entries(early)) {
  post(`takes a state that is given ${when}`, {head: `${script}<script type="module" src="early.js"></script>`, body: '',
    async network() { writeFileSync(join(folder, 'early.js'), code); },
  }, async page => { await heard(page, 'result', written(3)); });
}

post('takes a state that is given before the element is defined', {
  head: script, body: '<jmvae-demo id="demo" screen="write"></jmvae-demo><script src="early.js"></script>',
  async network() { writeFileSync(join(folder, 'early.js'), "demo.state = 'screen=write&label=3';"); },
}, async page => {
  await heard(page, 'result', written(3));
  assert.equal(await page.$eval('#demo', demo => Object.hasOwn(demo, 'state')), false);
});

for (const [what, send] of [
  ['another state', `frame.contentWindow.postMessage({jmvae: 1, type: 'state', state: 'screen=write&label=3&theme=dark'}, '*')`],
  ['another hash', `frame.src = frame.src.replace('label=5', 'label=3&theme=dark')`],
]) {
  post(`takes ${what} while the program is fetched`, {
    body: '<iframe id="frame" src="OURSfigure.html#screen=write&label=5" width="900" height="900"></iframe>',
    async network(page) {
      await page.route('**/jmvae_app.wasm', async route => {
        await new Promise(done => setTimeout(done, 3000));
        await route.continue();
      });
    },
  }, async page => {
    const inside = await (await page.$('#frame')).contentFrame();
    await inside.waitForFunction(() => window.jmvae);
    await page.evaluate(send);
    await inside.waitForFunction(() => document.documentElement.dataset.theme === 'dark', null, {timeout: 2000});
    await inside.waitForFunction(() => window.jmvae.result()?.write?.label === 3 && /label=3/.test(window.jmvae.state()));
  });
}

post('works in a frame that may run scripts and nothing else', {
  head: `<script>addEventListener('message', ({data}) => { if (data.jmvae) (window.told ??= []).push(data); });</script>`,
  body: '<iframe id="frame" sandbox="allow-scripts" src="OURSfigure.html#screen=write&label=5" width="900" height="900"></iframe>',
}, async page => {
  await page.waitForFunction(() => window.told?.some(({type}) => type === 'ready' || type === 'error'), null, {timeout: 30_000});
  assert.deepEqual(await page.evaluate(() => window.told.filter(({type}) => type === 'error')), []);
});

const twelve = Array.from({length: 12}, (_, i) =>
  `<p>${'Words between figures. '.repeat(60)}</p><jmvae-demo id="d${i}" screen="write" label="${i % 10}" hide-screens hide-share></jmvae-demo>`);

post('has twelve figures in a page, each working as it is scrolled to, and none that moves the page', {head: script, body: twelve.join('')},
  async page => {
    const alive = () => page.$$eval('jmvae-demo', all => all.filter(({shadowRoot}) => shadowRoot.querySelector('iframe')).length);
    await heard(page, 'result', written(0), 'd0');
    await press(page, 'label-9', 'd0');
    await heard(page, 'result', written(9), 'd0');
    assert.ok(await alive() < 6, 'figures far off are not there at first');
    let most = 0;
    for (let i = 1; i < 12; ++i) {
      await page.evaluate(i => document.getElementById(`d${i}`).scrollIntoView({block: 'center', behavior: 'instant'}), i);
      await heard(page, 'result', written(i % 10), `d${i}`);
      await press(page, `label-${(i + 1) % 10}`, `d${i}`);
      await heard(page, 'result', written((i + 1) % 10), `d${i}`);
      most = Math.max(most, await alive());
    }
    assert.ok(most <= 8, `${most} figures alive at once`);
    assert.equal(await page.$eval('#d0', ({shadowRoot}) => shadowRoot.querySelector('iframe')), null, 'the first was given up');

    // Back at the first: it is as high as before and comes back with what was chosen.
    const height = await page.$eval('#d0', demo => demo.offsetHeight);
    await page.evaluate(() => { window.shifts = 0; window.heard = []; scrollTo({top: 0, behavior: 'instant'}); });
    await heard(page, 'result', written(9), 'd0');
    assert.equal(await page.$eval('#d0', demo => demo.offsetHeight), height);
    assert.ok(await page.evaluate(() => window.shifts) < 0.01, 'nothing moved');
  });

post('keeps a figure with a visitor\'s strokes while there are others to give up', {
  head: script, body: ['<jmvae-demo id="own" screen="read" hide-screens hide-share></jmvae-demo>', ...twelve.slice(0, 9)].join(''),
}, async page => {
  const alive = id => page.$eval(`#${id}`, ({shadowRoot}) => shadowRoot.querySelector('iframe') !== null);
  await heard(page, 'result', ({holds_own}) => !holds_own, 'own');
  await press(page, 'pad', 'own');
  await heard(page, 'result', ({holds_own}) => holds_own, 'own');
  for (let i = 0; i < 9; ++i) {
    await page.evaluate(i => document.getElementById(`d${i}`).scrollIntoView({block: 'center', behavior: 'instant'}), i);
    await heard(page, 'result', written(i % 10), `d${i}`);
  }
  assert.ok(await alive('own'), 'the strokes are there');
  assert.equal(await alive('d0'), false, 'one without, and nearer, was given up');
});

post('draws nothing while nothing happens, out of sight, or in a hidden tab', {
  head: script,
  body: `<jmvae-demo id="demo" screen="chain" label="3" sweeps="50" hide-screens></jmvae-demo><p style="height: 6000px"></p>`,
}, async page => {
  await heard(page, 'ready');
  const frame = await frameOf(page);
  await frame.evaluate(() => {
    window.drawn = 0;
    const draw = WebGL2RenderingContext.prototype.drawElements;
    WebGL2RenderingContext.prototype.drawElements = function(...values) { ++window.drawn; return draw.apply(this, values); };
  });
  const drawnIn = async time => {
    await page.waitForTimeout(300);
    const before = await frame.evaluate(() => window.drawn);
    await page.waitForTimeout(time);
    return await frame.evaluate(() => window.drawn) - before;
  };
  assert.ok(await drawnIn(1000) > 0, 'the chain is on its way');
  const hide = hidden => page.evaluate(hidden => {
    Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await hide(true);
  assert.equal(await drawnIn(1000), 0, 'in a hidden tab');
  await hide(false);
  assert.ok(await drawnIn(1000) > 0, 'and it goes on');
  await page.evaluate(() => scrollTo({top: 5000, behavior: 'instant'}));
  assert.equal(await drawnIn(1000), 0, 'out of sight');
  await page.evaluate(() => scrollTo({top: 0, behavior: 'instant'}));
  await heard(page, 'result', ({chain}) => Object.values(chain.models).every(({steps}) => steps === 51));
  await page.waitForTimeout(1500);
  assert.equal(await drawnIn(1500), 0, 'at rest');
});

post('says when it can\'t be loaded, and tries again', {
  head: script,
  body: '<jmvae-demo id="demo" screen="write" label="4"></jmvae-demo>',
  async network(page) { await page.route('**/figure.js', route => route.abort()); },
}, async page => {
  const {sentence} = await heard(page, 'error');
  assert.match(sentence, /could not be loaded/);
  await page.unroute('**/figure.js');
  await page.locator('#demo').getByRole('button', {name: 'Try again'}).click();
  await heard(page, 'result', written(4));
});

post('says what could not be fetched', {
  head: script,
  body: '<jmvae-demo id="demo" screen="write" label="4"></jmvae-demo>',
  async network(page) { await page.route('**/jmvae_app.wasm', route => route.fulfill({status: 503})); },
}, async page => {
  assert.match((await heard(page, 'error')).sentence, /jmvae_app\.wasm could not be fetched: the server answered 503/);
});

const dot = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" width="12" height="9"/>'.replaceAll('"', '&quot;').replaceAll('<', '&lt;');

post('shows its poster over a slow network', {
  head: script,
  body: `<jmvae-demo id="demo" screen="write" label="4" poster="${dot}"></jmvae-demo>`,
  async network(page) {
    await page.route('**/jmvae_app.wasm', async route => {
      await new Promise(done => setTimeout(done, 3000));
      await route.continue();
    });
  },
}, async page => {
  await page.locator('#demo iframe').waitFor({state: 'attached'});
  const onTop = () => page.$eval('#demo', ({shadowRoot}) => shadowRoot.elementFromPoint(innerWidth / 2, 200).localName);
  assert.equal(await onTop(), 'img');
  const [width, height] = await page.$eval('#demo', demo => [demo.offsetWidth, demo.offsetHeight]);
  assert.equal(height, Math.round(width * 0.75));
  await heard(page, 'result', written(4));
  assert.equal(await onTop(), 'iframe');
});

post('gives plain frames their height', {
  head: '<script async src="OURSembed.js"></script>',
  body: '<iframe id="frame" src="OURSfigure.html#screen=compare&hide-share=1" width="100%" height="200"></iframe>',
}, async page => {
  await page.waitForFunction(() => frame.offsetHeight > 400, null, {timeout: 30_000});
  const inside = await (await page.$('#frame')).contentFrame();
  await inside.waitForFunction(() => performance.getEntriesByName('jmvae-ready').length > 0, null, {timeout: 30_000});
  await page.waitForFunction(wanted => frame.offsetHeight >= wanted, await inside.evaluate(() => document.body.offsetHeight));
  assert.ok(await inside.evaluate(() => document.documentElement.scrollHeight <= innerHeight), 'nothing to scroll');
});
