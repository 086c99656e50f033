// What search engines, cards and audits look at, and how the pages fit screens and fingers.

import assert from 'node:assert/strict';
import {readdirSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {open, screenshot, settled, site, start} from './browser.mjs';

const sizes = {phone: {viewport: {width: 360, height: 740}, hasTouch: true, isMobile: true},
               tablet: {viewport: {width: 768, height: 1024}, hasTouch: true}, desktop: {viewport: {width: 1440, height: 900}}};
const articles = readdirSync(site).filter(name => name === 'index.html' || name === 'zh.html');
const locales = {'index.html': 'en', 'zh.html': 'zh-CN'};

let session;
before(async () => { session = await start(); });
after(() => session.stop());

async function openArticle(name, options) {
  const opened = await open(session, {document: name, settled: false, locale: locales[name], ...options});
  await opened.page.waitForFunction(() => document.getElementById('playground').result, null, {timeout: 30_000});
  return opened;
}

/** What a finger can press, and how large it is; links within a line of text are as large as the line. */
const targets = frame => frame.evaluate(() => [...document.querySelectorAll('a, button, summary, select, input, textarea')]
    .filter(part => part.checkVisibility() && !part.matches('.skip') && !part.closest('p a, li a'))
    .map(part => ({name: part.outerHTML.slice(0, 80), box: part.getBoundingClientRect()}))
    .filter(({box}) => box.width < 44 || box.height < 44)
    .map(({name, box}) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`));

for (const name of [...articles, 'figure.html']) {
  test(`${name} says what it is`, async () => {
    const {page, faults} = await open(session, {document: name, settled: false, locale: locales[name] ?? 'en'});
    const {title, description, language, viewport, headings, nameless, plain} = await page.evaluate(() => ({
      title: document.title,
      description: document.querySelector('meta[name=description]').content,
      language: document.documentElement.lang,
      viewport: document.querySelector('meta[name=viewport]').content,
      headings: [...document.querySelectorAll('h1, h2, h3')].map(({localName}) => Number(localName[1])),
      nameless: [...document.querySelectorAll('a, button')].filter(part => !(part.ariaLabel ?? part.textContent).trim()).length,
      plain: [...document.images].filter(image => !image.hasAttribute('alt')).length,
    }));
    assert.ok(title.length >= 8 && title.length <= 70, title);
    assert.ok(description.length >= 30 && description.length <= 200, description);
    assert.match(language, name === 'zh.html' ? /^zh/ : /^en/);
    assert.equal(viewport, 'width=device-width, initial-scale=1');
    assert.equal(headings.filter(level => level === 1).length, 1);
    headings.slice(1).forEach((level, i) => assert.ok(level <= headings[i] + 1, `heading ${i + 2} of level ${level}`));
    assert.deepEqual([nameless, plain], [0, 0], 'links, buttons and pictures have words');
    assert.deepEqual(faults, []);
  });
}

for (const name of articles) {
  test(`${name} leads to the terms of what others made`, async () => {
    const {page} = await open(session, {document: name, settled: false, locale: locales[name]});
    await page.click('footer a');
    assert.match(await page.textContent('body'), /Eigen .*MPL-2\.0[^]*SIL Open Font License/);
  });

  for (const [size, options] of Object.entries(sizes)) {
    test(`${name} fits a ${size}`, async () => {
      const {page, faults} = await openArticle(name, options);
      const {wide, width} = await page.evaluate(() => ({wide: document.documentElement.scrollWidth, width: innerWidth}));
      assert.ok(wide <= width, `${wide} pixels in ${width}`);
      if (size === 'phone') {
        for (const frame of page.frames()) {
          await frame.evaluate(() => document.querySelectorAll('details').forEach(part => { part.open = true; }));
          assert.deepEqual(await targets(frame), [], frame.url());
        }
      }
      await screenshot(page, `${name.replace('.html', '')}-${size}`);
      assert.deepEqual(faults, []);
    });
  }
}

for (const width of [320, 360]) {
  for (const locale of ['en', 'zh-CN']) {
    test(`the form fits ${width} pixels in ${locale}`, async () => {
      for (const screen of ['read', 'write', 'map', 'faces', 'faces&faces=walk']) {
        const viewport = {width, height: 740};
        const {page, context} = await open(session, {path: `#screen=${screen}`, locale, viewport, hasTouch: true, isMobile: true});
        await page.evaluate(() => document.querySelectorAll('details').forEach(part => { part.open = true; }));
        await settled(page);
        const wide = await page.evaluate(() => [...document.querySelectorAll('.below *')]
            .filter(part => part.checkVisibility() && part.getBoundingClientRect().right > document.documentElement.clientWidth)
            .map(part => part.outerHTML.slice(0, 80)));
        assert.deepEqual(wide, [], screen);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), screen);
        await screenshot(page, `form-${width}-${locale}-${screen.replace(/\W/g, '-')}`, {fullPage: true});
        await context.close();
      }
    });
  }
}

test('a link to the page has a card and an oEmbed document', async () => {
  const {page} = await open(session, {document: 'index.html', settled: false});
  const meta = await page.evaluate(() => Object.fromEntries([...document.querySelectorAll('meta[property], meta[name]')]
      .map(part => [part.getAttribute('property') ?? part.name, part.content])));
  for (const key of ['og:title', 'og:description', 'og:type', 'og:image:alt', 'twitter:card']) assert.ok(meta[key], key);
  const card = await page.evaluate(async address => {
    const {width, height} = await createImageBitmap(await (await fetch(address)).blob());
    return [width, height];
  }, meta['og:image']);
  assert.deepEqual(card.map(String), [meta['og:image:width'], meta['og:image:height']]);

  const oembed = await page.evaluate(async () =>
    (await fetch(document.querySelector('link[type="application/json+oembed"]').href)).json());
  assert.deepEqual([oembed.version, oembed.type], ['1.0', 'rich']);
  for (const key of ['html', 'width', 'height', 'title', 'thumbnail_url']) assert.ok(oembed[key], key);
  const frame = await page.evaluate(async html => {
    const frame = new DOMParser().parseFromString(html, 'text/html').querySelector('iframe');
    return [(await fetch(frame.getAttribute('src'))).status, frame.title];
  }, oembed.html);
  assert.equal(frame[0], 200);
  assert.ok(frame[1]);
});
