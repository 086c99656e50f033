// What the browser tests share: Debian's Chromium on the built site, and a page that is watched for faults.

import {mkdirSync, realpathSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';
import {serve} from '../../tools/serve.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const site = process.env.JMVAE_SITE ?? `${root}build/web/site`;
const PATIENCE = 120_000;  // milliseconds; only what never comes takes them, however slow the machine
const screenshots = `${root}build/screenshots`;
mkdirSync(screenshots, {recursive: true});

/** Serves the site and starts the browser; nothing outside of this machine is reachable for it. */
export async function start() {
  const server = await serve(realpathSync(site));
  const browser = await chromium.launch({
    executablePath: process.env.JMVAE_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
           '--disable-component-update', '--disable-sync', '--use-gl=angle', '--use-angle=swiftshader',
           '--enable-unsafe-swiftshader', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'],
  });
  return {
    url: server.url,
    browser,
    async stop() {
      await browser.close();
      await server.close();
    },
  };
}

/**
 * Opens a page, that of one figure, and waits for its first frame; with no document, an empty page. faults collects whatever a
 * healthy page doesn't do.
 */
export async function open({browser, url}, {document = 'figure.html', path = '', settled = true, ...options} = {}) {
  // A service worker would fetch past the obstacles that tests put in the way.
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, serviceWorkers: 'block', ...options});
  const page = await context.newPage();
  const faults = [];
  page.on('console', message => {
    if (message.text().startsWith('Service Worker registration blocked')) return;
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', error => faults.push(`exception: ${error.message}`));
  await page.addInitScript(() => {
    window.policyViolations = [];
    document.addEventListener('securitypolicyviolation', event => window.policyViolations.push(event.violatedDirective));
  });
  if (document !== null) await page.goto(url + document + path);
  if (settled) await firstFrame(page);
  return {page, context, faults};
}

export async function firstFrame(page) {
  await page.waitForFunction(() => performance.getEntriesByName('jmvae-first-frame').length > 0, null, {timeout: PATIENCE});
}

/** Waits until a figure has everything that it shows at first. */
export async function firstResult(page) {
  await page.waitForFunction(() => performance.getEntriesByName('jmvae-ready').length > 0, null, {timeout: PATIENCE});
  await settled(page);
}

/** What the screens show, once it satisfies the condition. */
export async function result(page, condition = () => true, what = 'the expected result') {
  let shown = null;
  for (const end = Date.now() + PATIENCE; Date.now() < end; await page.waitForTimeout(100)) {
    shown = await page.evaluate(() => window.jmvae.result());
    if (shown && condition(shown)) return shown;
  }
  const short = (key, value) => Array.isArray(value) && value.length > 12 ? `${value.length} values` : value;
  throw new Error(`${what} did not come; last shown: ${JSON.stringify(shown, short)}`);
}

/** The middle of a part of the screens, in the viewport; the page is scrolled so that it is visible. */
export async function middle(page, name) {
  const {places} = await result(page, shown => shown.places[name], `the part "${name}"`);
  const [x, y, width, height] = places[name];
  return visible(page, x + width / 2, y + height / 2);
}

/** A point of the canvas, in the viewport. */
export async function visible(page, x, y) {
  const top = await page.evaluate(at => {
    const box = document.getElementById('canvas').getBoundingClientRect();
    const wanted = box.top + at;
    if (wanted < 60 || wanted > innerHeight - 60) scrollBy({top: wanted - innerHeight / 2, behavior: 'instant'});
    return document.getElementById('canvas').getBoundingClientRect();
  }, y);
  return {x: top.left + x, y: top.top + y};
}

export async function click(page, name) {
  const {x, y} = await middle(page, name);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.waitForTimeout(80);
  await page.mouse.up();
  return settled(page);
}

/** Waits until nothing moves any more. */
export const settled = page => result(page, shown => shown.settled, 'a settled page');

/** Draws a line through points given in parts, 0 ... 1, of the drawing sheet or another part of the screens. */
export async function stroke(page, points, part = 'pad') {
  const {places} = await result(page, shown => shown.places[part], `the part "${part}"`);
  const [left, top, width, height] = places[part];
  for (const y of [top, top + height, top + height / 2]) await visible(page, left, y);  // later points must not scroll
  const at = [];
  for (const [x, y] of points) at.push(await visible(page, left + x * width, top + y * height));
  await page.mouse.move(at[0].x, at[0].y);
  await page.mouse.down();
  for (const {x, y} of at.slice(1)) await page.mouse.move(x, y, {steps: 6});
  await page.mouse.up();
}

/** A seven, as one would write it. */
export const seven = [[0.28, 0.25], [0.5, 0.24], [0.72, 0.23], [0.6, 0.45], [0.5, 0.65], [0.43, 0.82]];

export const screenshot = (page, name, options = {}) => page.screenshot({path: `${screenshots}/${name}.png`, ...options});

/** The bytes of a picture file, drawn by the page itself: a digit one in dark strokes on a light sheet. */
export async function pictureFile(page, type, {width = 300, height = 200, background = '#fff', ink = '#111'} = {}) {
  const numbers = await page.evaluate(async ({type, width, height, background, ink}) => {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (background) {
      context.fillStyle = background;
      context.fillRect(0, 0, width, height);
    }
    context.strokeStyle = ink;
    context.lineWidth = height / 12;
    context.lineCap = 'round';
    context.beginPath();
    context.moveTo(width * 0.52, height * 0.2);
    context.lineTo(width * 0.48, height * 0.8);
    context.stroke();
    return [...new Uint8Array(await (await canvas.convertToBlob({type})).arrayBuffer())];
  }, {type, width, height, background, ink});
  return Buffer.from(numbers);
}
