// What the browser tests share: Debian's Chromium on the built site, and a page that is watched for faults.

import {mkdirSync, realpathSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {chromium} from 'playwright-core';
import {serve} from '../../tools/serve.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
export const site = process.env.JMVAE_SITE ?? `${root}build/web/site`;
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

/** Opens the page and waits for its first frame. faults collects whatever a healthy page doesn't do. */
export async function open({browser, url}, {path = '', settled = true, ...options} = {}) {
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, ...options});
  const page = await context.newPage();
  const faults = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', error => faults.push(`exception: ${error.message}`));
  await page.addInitScript(() => {
    window.policyViolations = [];
    document.addEventListener('securitypolicyviolation', event => window.policyViolations.push(event.violatedDirective));
  });
  await page.goto(url + path);
  if (settled) await firstFrame(page);
  return {page, context, faults};
}

export async function firstFrame(page) {
  await page.waitForFunction(() => performance.getEntriesByName('jmvae-first-frame').length > 0, null, {timeout: 30_000});
}

/** What the screens show, once it satisfies the condition. */
export async function result(page, condition = () => true, what = 'the expected result') {
  let shown = null;
  for (let attempt = 0; attempt < 100; ++attempt) {
    shown = await page.evaluate(() => window.jmvae.result());
    if (shown && condition(shown)) return shown;
    await page.waitForTimeout(100);
  }
  throw new Error(`${what} did not come; last shown: ${JSON.stringify(shown).slice(0, 2000)}`);
}

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
