// After a first visit the page is there without a network, and a new build takes the place of the old one.

import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {serve} from '../../tools/serve.mjs';
import {firstFrame, open, result, site, start} from './browser.mjs';

let session, folder, server;
const weights = 'weights/mnist-jmvae-kl-small.safetensors';

before(async () => {
  session = await start();
  folder = mkdtempSync(join(tmpdir(), 'jmvae-site-'));
  const leftOut = /weights\/(?!mnist-jmvae-kl-small|mnist-jmvae-small)|\.br$/;
  cpSync(site, folder, {recursive: true, filter: path => !leftOut.test(path)});
  server = await serve(folder);
});
after(async () => {
  await session.stop();
  await server.close();
  rmSync(folder, {recursive: true});
});

/** The names of what is kept, without their hashes. */
const keptIn = page => page.evaluate(async () => {
  const requests = await (await caches.open('jmvae')).keys();
  return requests.map(({url}) => url.slice(location.origin.length + 1)).sort();
});

async function until(condition, what) {
  for (const end = Date.now() + 20_000; Date.now() < end; await new Promise(done => setTimeout(done, 200))) {
    if (await condition()) return;
  }
  throw new Error(`${what} did not come.`);
}
const isKept = (page, name) => async () => (await keptIn(page)).some(kept => kept.startsWith(`${name}?`));

test('visited once, the page works without a network; a new build replaces the old', async () => {
  const {page, faults} = await open({...session, url: server.url}, {path: '#screen=write', serviceWorkers: 'allow'});
  await result(page, ({write}) => write?.pictures > 0, 'the first digits');
  await until(isKept(page, weights), 'the weights of the first visit');
  const first = await keptIn(page);
  for (const name of ['', 'figure.html', 'figure.js', 'page.js', 'style.css', 'jmvae_app.wasm', 'text.woff2']) {
    assert.ok(first.some(kept => kept.startsWith(`${name}?`)), `${name || 'the article'} is kept`);
  }
  assert.ok(!first.some(kept => kept.startsWith('weights/mnist-jmvae-small')), 'what was not chosen is not kept');

  await page.evaluate(() => { location.hash = 'screen=write&model=jmvae'; });
  await until(isKept(page, 'weights/mnist-jmvae-small.safetensors'), 'the weights that were chosen');
  assert.deepEqual(faults, []);

  // Without a network: no server answers at all.
  const port = Number(new URL(server.url).port);
  await server.close();
  await page.reload();
  await firstFrame(page);
  await result(page, ({write}) => write?.pictures > 0, 'digits without a network');
  await page.evaluate(() => { location.hash = 'screen=write'; });
  await result(page, ({settled}) => settled, 'the other model without a network');

  // A new build: one page changed, the rest is as it was.
  const old = readFileSync(join(folder, 'figure.html'));
  const changed = Buffer.from(String(old).replace('<html ', '<html data-build="new" '));
  const hash = bytes => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
  writeFileSync(join(folder, 'figure.html'), changed);
  const worker = String(readFileSync(join(folder, 'service_worker.js')));
  assert.ok(worker.includes(hash(old)));
  writeFileSync(join(folder, 'service_worker.js'), worker.replace(hash(old), hash(changed)));
  server = await serve(folder, port);
  await page.reload();
  await firstFrame(page);
  await until(async () => {
    const kept = await keptIn(page);
    return kept.some(name => name === `figure.html?${encodeURIComponent(hash(changed))}`) &&
           !kept.some(name => name === `figure.html?${encodeURIComponent(hash(old))}`);
  }, 'the new page in the place of the old');
  const unchanged = kept => kept.filter(name => !name.startsWith('figure.html?'));
  for (const name of unchanged(first)) assert.ok((await keptIn(page)).includes(name), `${name} stays`);
  await page.reload();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.build), 'new');
});

test('what is not as the build has it is not kept', async () => {
  writeFileSync(join(folder, 'figure.js'), readFileSync(join(folder, 'figure.js')) + '\n// changed on its way');
  const {page} = await open({...session, url: server.url}, {serviceWorkers: 'allow'});
  await result(page, ({settled}) => settled);
  for (const name of ['figure.html', 'page.js', 'style.css', 'text.woff2', 'jmvae_app.wasm']) await until(isKept(page, name), name);
  assert.ok(!await isKept(page, 'figure.js')());
});

test('the article with its figures is there without a network', async () => {
  cpSync(join(site, 'figure.js'), join(folder, 'figure.js'));
  const {page, faults} = await open({...session, url: server.url}, {document: '', settled: false, serviceWorkers: 'allow'});
  const ready = () => page.waitForFunction(() => document.getElementById('playground').result, null, {timeout: 30_000});
  await ready();
  await until(isKept(page, weights), 'the weights');
  await until(isKept(page, 'text.woff2'), 'the typeface');
  await server.close();
  await page.reload();
  await ready();
  assert.ok((await page.locator('h1').textContent()).length > 0);
  assert.deepEqual(faults, []);
});
