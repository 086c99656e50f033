#!/usr/bin/env node
// make_posters.mjs [PAGE] [--only ID,...] [--pictures]: pictures of the figures of a page of the built site, index.html
// unless named, for the time until they come to life, and how high each of them is at which width. --only makes those of
// some figures, --pictures leaves the heights as they are. Writes web/posters/<language>/.

import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {parseArguments} from './lib/arguments.mjs';

const NARROWEST = 320, WIDEST = 1200, STEP = 20;  // pixels; figures are no wider than the last
const TOLERANCE = 2;                              // pixels that a height may be off
const SIZES = {phone: {width: 390, deviceScaleFactor: 1.15}, desktop: {width: WIDEST, deviceScaleFactor: 1}};
const QUALITY = 0.55;

const height = page => page.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));

/** The height once it stays the same. */
async function restingHeight(page) {
  for (let last = -1, now = await height(page); ; last = now, now = await height(page)) {
    if (now === last) return now;
    await page.evaluate(() => new Promise(done => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
  }
}

/** Straight pieces [{from, height, slope}] through heights by width. */
function pieces(heights) {
  const found = [];
  for (let i = 0; i < heights.length;) {
    const [from, first] = heights[i];
    let end = i + 1, slope = 0;
    for (let j = heights.length - 1; j > i; --j) {
      const [to, last] = heights[j], rise = (last - first) / (to - from);
      const fits = ([width, height]) => Math.abs(first + rise * (width - from) - height) <= TOLERANCE;
      if (!heights.slice(i, j + 1).every(fits)) continue;
      [end, slope] = [j + 1, rise];
      break;
    }
    found.push({from, height: first, slope});
    i = end;
  }
  return found;
}

function rules(id, found) {
  return found.map(({from, height, slope}, i) => {
    const rise = from < WIDEST && slope !== 0 ? ` + ${slope.toFixed(3)} * (100cqw - ${from}px)` : '';
    const rule = `#${id} { --jmvae-height: calc(${height}px${rise}); }`;
    return i === 0 ? rule : `@container article (min-width: ${from}px) { ${rule} }`;
  }).join('\n');
}

/** A screenshot as WebP. */
async function webp(page, png) {
  const numbers = await page.evaluate(async ({numbers, quality}) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(numbers)]));
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d').drawImage(image, 0, 0);
    return [...new Uint8Array(await (await canvas.convertToBlob({type: 'image/webp', quality})).arrayBuffer())];
  }, {numbers: [...png], quality: QUALITY});
  return Buffer.from(numbers);
}

/** How high a figure is at which width, as rules. */
async function measured({id, state}, figurePage) {
  const page = await figurePage(state, {viewport: {width: NARROWEST, height: 900}});
  const heights = [];
  for (let width = NARROWEST; width <= WIDEST; width += STEP) {
    await page.setViewportSize({width, height: 900});
    await page.waitForTimeout(60);
    heights.push([width, await restingHeight(page)]);
  }
  await page.close();
  // Wider figures are as high as the widest.
  return rules(id, [...pieces(heights.slice(0, -1)), {from: WIDEST, height: heights.at(-1)[1], slope: 0}]);
}

/** Pictures of a figure of each size, light and dark. */
async function photographed({id, state}, figurePage, folder) {
  const sizes = [];
  for (const [size, {width, deviceScaleFactor}] of Object.entries(SIZES)) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await figurePage(state, {viewport: {width, height: 900}, deviceScaleFactor, colorScheme});
      await page.setViewportSize({width, height: await restingHeight(page)});
      await page.waitForTimeout(300);
      const file = await webp(page, await page.screenshot());
      writeFileSync(new URL(`${id}-${size}-${colorScheme}.webp`, folder), file);
      sizes.push(`${size} ${colorScheme} ${file.length}`);
      await page.close();
    }
  }
  console.log(`${id}: ${sizes.join(', ')} bytes`);
}

const {values, positionals: [name = 'index.html']} =
  parseArguments(import.meta.url, {most: 1, options: {pictures: {type: 'boolean'}, only: {type: 'string'}}});
const {firstResult, start} = await import('../tests/browser/browser.mjs');  // help needs no browser
const session = await start();
try {
  const figurePage = async (state, options) => {
    const page = await session.browser.newPage(options);
    await page.goto(`${session.url}figure.html#${state}`, {referer: session.url});  // as in the article
    await firstResult(page);
    return page;
  };
  const article = await session.browser.newPage();
  await article.goto(session.url + name);
  await article.waitForFunction(() => customElements.get('jmvae-demo'));
  const language = await article.evaluate(() => document.documentElement.lang);
  const figures = await article.$$eval('jmvae-demo', figures => figures.map(({id, state}) => ({id, state})));
  await article.close();
  const folder = new URL(`../web/posters/${language}/`, import.meta.url);
  mkdirSync(folder, {recursive: true});

  const wanted = ({id}) => !values.only || values.only.split(',').includes(id);
  for (const figure of figures.filter(wanted)) await photographed(figure, figurePage, folder);
  if (!values.pictures) {
    const file = new URL('posters.css', folder);
    const before = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const style = [`/* Made by tools/make_posters.mjs: how high the figures of ${name} are at which width. */`];
    for (const figure of figures) {
      const kept = before.filter(rule => rule.includes(`#${figure.id} {`));
      style.push(...wanted(figure) ? [await measured(figure, figurePage)] : kept);
    }
    writeFileSync(file, `${style.join('\n')}\n`);
  }
} finally {
  await session.stop();
}
