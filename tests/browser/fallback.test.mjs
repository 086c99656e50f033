// What there is where a browser lacks something: WebGL 2, SIMD, scripts.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {screenshot, start} from './browser.mjs';

let session;
before(async () => { session = await start(); });
after(() => session.stop());

/** Opens a document in a browser that a script has taken something from. */
async function poorer(document, take, options = {}) {
  const page = await (await session.browser.newContext({viewport: {width: 1000, height: 900}, ...options})).newPage();
  await page.addInitScript(take);
  await page.goto(session.url + document);
  return page;
}

function withoutWebgl2() {
  const get = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function(type, ...rest) {
    return type === 'webgl2' ? null : get.call(this, type, ...rest);
  };
}

/** How dark the middle of each written picture is, 0 ... 255. */
const ink = page => page.$$eval('#plain-written canvas', canvases => canvases.map(canvas => {
  const {data} = canvas.getContext('2d').getImageData(8, 4, 12, 20);
  return data.reduce((sum, value) => sum + 255 - value, 0) / data.length;
}));

test('writes and reads digits without WebGL 2, and says why', async () => {
  const page = await poorer('figure.html#label=3&example=2', withoutWebgl2);
  await page.waitForSelector('#plain:not([hidden])');
  assert.match(await page.textContent('#plain'), /no WebGL 2/);
  assert.equal(await page.getAttribute('#plain-labels [aria-pressed=true]', 'value'), '3');
  for (const part of ['#poster', '#canvas', '.below']) assert.equal(await page.isVisible(part), false, part);
  const threes = await ink(page);
  assert.equal(threes.length, 8);
  assert.ok(threes.every(darkness => darkness > 20), threes.join());
  assert.match(await page.textContent('#plain-reading'), /^Read as 2: \d+ %/);
  await page.click('#plain-labels [value="8"]');
  assert.notDeepEqual(await ink(page), threes);

  await page.click('#plain-clear');
  const {x, y, width, height} = await page.locator('#plain-sheet').boundingBox();
  await page.mouse.move(x + 0.52 * width, y + 0.2 * height);
  await page.mouse.down();
  await page.mouse.move(x + 0.48 * width, y + 0.8 * height, {steps: 8});
  await page.mouse.up();
  assert.match(await page.textContent('#plain-reading'), /^Read as 1/);
  await screenshot(page, 'without-webgl', {fullPage: true});
});

test('shows the figures without WebGL 2 in the article too', async () => {
  const page = await poorer('index.html', withoutWebgl2);
  const frame = await (await page.waitForSelector('#playground iframe')).contentFrame();
  await frame.waitForSelector('#plain:not([hidden])');
  await page.waitForFunction(() =>
    document.querySelector('#playground').shadowRoot.elementFromPoint(innerWidth / 2, innerHeight - 60)?.localName === 'iframe');
});

test('says what is missing without SIMD', async () => {
  const page = await poorer('figure.html', () => { WebAssembly.validate = () => false; });
  await page.waitForSelector('#trouble:not([hidden])');
  assert.match(await page.textContent('#trouble-sentence'), /no WebAssembly SIMD.*Browsers since 2023/);
});

test('shows pictures and a sentence where scripts are blocked', async () => {
  const page = await poorer('index.html', () => {}, {javaScriptEnabled: false});
  const sentence = page.locator('.still');
  assert.ok((await sentence.boundingBox()).height > 10);
  const {width, height} = await page.locator('#playground img').boundingBox();
  assert.ok(width > 900 && height > 400, `${width} × ${height}`);
  await screenshot(page, 'without-scripts');
});
