// English and Chinese: which one is spoken, what is fetched for it, and that it is spoken everywhere.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {click, firstFrame, open, result, screenshot, settled, start} from './browser.mjs';

let session;
before(async () => { session = await start(); });
after(() => session.stop());

const CHINESE = /[\u4e00-\u9fff]/;
const screens = ['read', 'write', 'cover', 'chain', 'compare', 'map', 'learn', 'faces'];

/** What of a site is fetched for a page. */
async function fetchedBy(page) {
  return page.evaluate(() => performance.getEntriesByType('resource').map(({name}) => name.split('/').at(-1)));
}

/** Waits until the form has the buttons that the canvas has, which follow when it has come to rest. */
const formFollowed = page => page.waitForFunction(() => {
  const words = buttons => buttons.map(({textContent, words}) => textContent ?? words).join();
  return words([...document.querySelectorAll('#actions button')]) === words(window.jmvae.result().buttons);
});

/** Texts of the figure's page that have words and no Chinese, but for names. */
const leftInEnglish = page => formFollowed(page).then(() => page.evaluate(() => {
  const names = /^(JMVAE(-kl|-h)?|MVAE|TELBO|CVAE|CMMA|VAE|English|\d+|Smiling,Eyeglasses|Bald|Smiling)?$/;
  const texts = [];
  const walk = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    // Without scripts there is no Chinese; what was announced before stays as it was said.
    const heard = node.nodeType === Node.TEXT_NODE && !node.parentNode.matches('script, noscript, #announcement');
    if (heard) texts.push(node.data);
    for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'data-copied']) texts.push(node.getAttribute?.(name) ?? '');
  }
  return texts.map(text => text.trim()).filter(text => !/[\u4e00-\u9fff]/.test(text) && !names.test(text));
}));

test('an English visitor gets English, and nothing of the Chinese', async () => {
  const {page, context, faults} = await open(session, {locale: 'en-GB'});
  assert.equal((await settled(page)).language, 'en');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.deepEqual((await fetchedBy(page)).filter(name => name.startsWith('chinese')), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a Chinese browser is greeted in Chinese, and nothing else is shown first', async () => {
  const {page, context, faults} = await open(session, {locale: 'zh-CN', settled: false});
  await page.evaluate(() => {
    window.languages = [];
    const look = () => {
      const shown = window.jmvae?.result();
      if (performance.getEntriesByName('jmvae-first-frame').length > 0 && shown) window.languages.push(shown.language);
      requestAnimationFrame(look);
    };
    look();
  });
  await firstFrame(page);
  const shown = await settled(page);
  assert.equal(shown.language, 'zh');
  assert.match(shown.read.digits[0].headline, /看起来是 5/);
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-Hans');
  assert.deepEqual([...new Set(await page.evaluate(() => window.languages))], ['zh']);
  assert.deepEqual(await leftInEnglish(page), []);
  assert.deepEqual(faults, []);
  await context.close();
});

test('the link overrules the browser', async () => {
  for (const [locale, language] of [['zh-CN', 'en'], ['en-GB', 'zh']]) {
    const {page, context} = await open(session, {locale, path: `#language=${language}`});
    const shown = await settled(page);
    assert.equal(shown.language, language);
    assert.match(shown.state, new RegExp(`language=${language}`));
    await context.close();
  }
});

test('the language changes at once and back, and names of parts do not change with it', async () => {
  const {page, context, faults} = await open(session, {locale: 'en-GB', path: '#screen=write'});
  const before = await settled(page);
  // What is announced comes later, and is not said again in another language.
  await page.$eval('#announcement', announcement => { announcement.hidden = true; });
  const shown = () => formFollowed(page).then(() => page.evaluate(() => document.body.innerText));
  const words = await shown();
  const choose = async language => {
    await page.evaluate(value => {
      const field = document.querySelector('#controls [name=language]');
      field.value = value;
      field.dispatchEvent(new Event('input', {bubbles: true}));
    }, language);
    await result(page, shown => shown.language === language, language);
    return settled(page);
  };
  const chinese = await choose('zh');
  assert.deepEqual(Object.keys(chinese.places).sort(), Object.keys(before.places).sort());
  assert.deepEqual(chinese.write, before.write);
  assert.deepEqual(await leftInEnglish(page), []);
  await choose('en');
  assert.equal(await shown(), words);
  assert.deepEqual(faults, []);
  await context.close();
});

test('what is announced, and what of a link can not be used, is said in Chinese', async () => {
  const {page, context} = await open(session, {locale: 'zh-CN', path: '#screen=write&label=12&model=cvae'});
  const shown = await settled(page);
  assert.equal(shown.notices.length, 1);
  assert.match(shown.notices[0], CHINESE);
  await click(page, 'screen-Read');
  await page.waitForFunction(() => /只生成图像，不生成标签/.test(document.getElementById('announcement').textContent));
  assert.match((await result(page)).read.problem, /cvae 只生成图像，不生成标签。/);
  await context.close();
});

test('where the letters do not come the screens stay English and say so', async () => {
  const {page, context} = await open(session, {locale: 'zh-CN', settled: false});
  await page.route('**/chinese.ttc*', route => route.abort());
  await page.reload();
  await firstFrame(page);
  const shown = await settled(page);
  assert.equal(shown.language, 'en');
  assert.match(shown.notices.join(), /There is no Chinese/);
  await context.close();
});

test('where the words of the page do not come it stays English, says so, and works', async () => {
  const {page, context} = await open(session, {locale: 'zh-CN', settled: false});
  await page.route('**/chinese.js', route => route.abort());
  await page.reload();
  await firstFrame(page);
  await settled(page);
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.match(await page.textContent('#notice'), /没有取得/);
  assert.equal(await page.isVisible('#trouble'), false);
  await context.close();

  const later = await open(session, {locale: 'en-GB'});
  await later.page.route('**/chinese.js', route => route.abort());
  await later.page.evaluate(() => { location.hash = 'language=zh'; });
  await later.page.waitForFunction(() => /没有取得/.test(document.getElementById('notice').textContent));
  assert.equal(await later.page.isVisible('#trouble'), false);
  await later.context.close();
});

test('the title follows the language and the state', async () => {
  const {page, context} = await open(session, {path: '#language=zh&screen=write&label=3'});
  const titled = text => page.waitForFunction(text => document.title === `${text} · jmvae` &&
    [document.querySelector('h1').textContent, canvas.getAttribute('aria-label')].every(words => words === text), text);
  await titled('网络生成的数字 3');
  await page.evaluate(() => { location.hash = 'language=en&screen=map'; });
  await titled('A map of z');
  await context.close();
});

test('a link to the other language is a link: with Ctrl it opens another tab, with the state', async () => {
  const {page, context} = await open(session, {document: 'index.html', path: '#screen=write&label=2', locale: 'en-GB', settled: false});
  await page.waitForFunction(() => document.getElementById('playground').result);
  const [other] = await Promise.all([context.waitForEvent('page'), page.click('.languages a[hreflang=zh-Hans]', {modifiers: ['Control']})]);
  await other.waitForURL('**/zh.html#screen=write&label=2');
  assert.match(page.url(), /index\.html/);
  await context.close();
});

const figures = page => page.$$eval('jmvae-demo', all => all.map(({id}) => id));

/** What the figures of a page that came to life speak. */
async function spokenBy(page) {
  const spoken = [];
  for (const frame of page.frames().slice(1)) {
    await firstFrame(frame);
    await frame.waitForFunction(() => window.jmvae?.result()?.read || window.jmvae?.result()?.write, null, {timeout: 30_000});
    spoken.push(await frame.evaluate(() => window.jmvae.result().language));
  }
  return spoken;
}

test('the article is the same in both languages, and each knows of the other', async () => {
  const english = await open(session, {document: 'index.html', locale: 'en-GB', settled: false});
  const chinese = await open(session, {document: 'zh.html', locale: 'en-GB', settled: false});
  assert.deepEqual(await figures(chinese.page), await figures(english.page));
  assert.equal(await chinese.page.locator('math').count(), await english.page.locator('math').count());
  assert.equal(await chinese.page.getAttribute('html', 'lang'), 'zh-Hans');
  for (const {page} of [english, chinese]) {
    const alternates = await page.$$eval('link[hreflang]', links => links.map(({hreflang}) => hreflang));
    assert.deepEqual(alternates.sort(), ['en', 'zh-Hans']);
    assert.equal(await page.locator('.languages a').count(), 2);
    const current = await page.locator('.languages [aria-current=page]').textContent();
    assert.equal(current, page === chinese.page ? '中文' : 'English');
  }
  const texts = await chinese.page.$$eval('h1, h2, p:not(.name, .stamp), figcaption, summary', all => all.map(({textContent}) => textContent));
  assert.deepEqual(texts.filter(text => text && !CHINESE.test(text)), []);
  await english.context.close();
  await chinese.context.close();
});

test('the figures of the Chinese article speak Chinese in an English browser', async () => {
  const {page, context, faults} = await open(session, {document: 'zh.html', locale: 'en-GB', settled: false});
  await page.waitForFunction(() => document.getElementById('playground').result);
  assert.deepEqual([...new Set(await spokenBy(page))], ['zh']);
  assert.deepEqual(faults, []);
  await context.close();
});

test('a Chinese browser is led to the Chinese article with the state of the link, unless English was chosen', async () => {
  const {page, context, faults} = await open(session, {document: 'index.html', path: '#screen=write&label=2', locale: 'zh-CN', settled: false});
  await page.waitForURL('**/zh.html#*');
  assert.match(page.url(), /screen=write&label=2/);
  await page.click('.languages a[hreflang=en]');
  await page.waitForURL('**/index.html#*');
  await page.goto(`${session.url}index.html`);
  await page.waitForFunction(() => document.getElementById('playground').result);
  assert.match(page.url(), /index\.html/);
  assert.deepEqual([...new Set(await spokenBy(page))], ['en']);
  await page.goto(`${session.url}zh.html`);
  await page.waitForFunction(() => document.getElementById('playground').result);
  assert.match(page.url(), /zh\.html/);
  assert.deepEqual(faults, []);
  await context.close();
});

test('the language of a link leads to the article in it', async () => {
  const {page, context} = await open(session, {document: 'index.html', path: '#language=zh&label=3', locale: 'en-GB', settled: false});
  await page.waitForURL('**/zh.html#language=zh&label=3');
  await page.evaluate(() => { location.hash = 'language=en'; });
  await page.waitForURL('**/index.html#language=en');
  await context.close();
});

for (const width of [360, 768, 1440]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`every screen in Chinese, ${width} wide, ${colorScheme}`, async () => {
      for (const screen of screens) {
        const path = `#screen=${screen}&language=zh`;
        const {page, context, faults} = await open(session, {path, viewport: {width, height: 900}, colorScheme});
        const shown = await settled(page);
        assert.deepEqual([shown.screen, shown.language], [screen, 'zh']);
        assert.deepEqual(await leftInEnglish(page), []);
        assert.deepEqual(faults, []);
        await screenshot(page, `zh-${screen}-${width}-${colorScheme}`, {fullPage: true});
        await context.close();
      }
    });
  }
}

for (const width of [360, 768, 1440]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`the article in Chinese, ${width} wide, ${colorScheme}`, async () => {
      const {page, context, faults} =
        await open(session, {document: 'zh.html', viewport: {width, height: 900}, colorScheme, locale: 'zh-CN', settled: false});
      await page.waitForFunction(() => document.getElementById('playground').result);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      await screenshot(page, `zh-article-${width}-${colorScheme}`, {fullPage: true});
      assert.deepEqual(faults, []);
      await context.close();
    });
  }
}
