// After a first visit the page is there without a network, and a new build takes the place of the old one.

import assert from 'node:assert/strict';
import {createHash} from 'node:crypto';
import {cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {serve} from '../../tools/serve.mjs';
import {firstFrame, open, result, site, start} from './browser.mjs';

let session, folder, server;
const weights = 'weights/mnist-jmvae-kl-small.safetensors';

/** Puts the site as it was built into the folder, with the weights that are tried. */
function fill() {
  const leftOut = /weights\/(?!mnist-jmvae(-kl|-h)?-small)|\.br$/;
  cpSync(site, folder, {recursive: true, filter: path => !leftOut.test(path)});
}

before(async () => {
  session = await start();
  folder = mkdtempSync(join(tmpdir(), 'jmvae-site-'));
  fill();
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
  const {page, context, faults} = await open({...session, url: server.url}, {path: '#screen=write', serviceWorkers: 'allow'});
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

  // A new build: another page, other weights.
  newBuild();
  server = await serve(folder, port);
  await page.reload();
  await firstFrame(page);
  const has = (name, hash, at = page) => async () => (await keptIn(at)).includes(`${name}?${encodeURIComponent(hash)}`);
  const {old, changed} = built;
  await until(has('figure.html', changed['figure.html']), 'the new page');

  // What is open, and was of the old build, goes on with what it had, and says so where it can't.
  await page.evaluate(() => { location.hash = 'screen=write&model=jmvae'; });
  await result(page, ({settled, write}) => settled && write?.pictures > 0, 'the old weights of the old page');
  assert.equal(await page.isVisible('#renewed'), false);
  await page.evaluate(() => { location.hash = 'screen=write&model=jmvae-h'; });
  await page.waitForSelector('#renewed:not([hidden])');
  const {models} = await page.evaluate(() => window.jmvae.result());
  assert.match(models['mnist-jmvae-h-small'].sentence, /^This page was renewed; reload it\.$/);

  // Under the eyes of a test the browser may keep the old worker as long as a page of it is open.
  assert.equal(await page.textContent('#renewed button'), 'Reload');
  await page.close();
  const next = await context.newPage();
  await until(async () => {
    await next.goto('about:blank');  // or the same address would not load again
    await next.goto(`${server.url}figure.html#screen=write&model=jmvae-h`);
    return next.evaluate(() => document.documentElement.dataset.build === 'new');
  }, 'the new page');
  await firstFrame(next);
  await result(next, ({settled, write}) => settled && write?.pictures > 0, 'the new weights of the new page');
  for (const name of Object.keys(changed)) {
    await until(async () => !await has(name, old[name], next)(), `the end of the old ${name}`);
  }
  const same = kept => kept.filter(name => !Object.keys(changed).some(other => name.startsWith(`${other}?`)));
  for (const name of same(first)) assert.ok((await keptIn(next)).includes(name), `${name} stays`);
});

const built = {old: {}, changed: {}};  // hashes by name

/** Changes the page and all weights, and the hashes in what was built with them. */
function newBuild() {
  const hash = bytes => `sha256-${createHash('sha256').update(bytes).digest('base64')}`;
  const read = name => readFileSync(join(folder, name));
  const renewed = new Map();
  function change(name, bytes) {
    built.old[name] = hash(read(name));
    built.changed[name] = hash(bytes);
    renewed.set(built.old[name], built.changed[name]);
    writeFileSync(join(folder, name), bytes);
  }
  const withNewHashes = text => [...renewed].reduce((text, [old, changed]) => text.replaceAll(old, changed), text);
  change('figure.html', Buffer.from(String(read('figure.html')).replace('<html ', '<html data-build="new" ')));
  for (const file of readdirSync(join(folder, 'weights'))) {
    const bytes = read(`weights/${file}`);
    bytes[bytes.length - 2] ^= 1;  // the last digit of a number
    change(`weights/${file}`, bytes);
  }
  change('figure.js', Buffer.from(withNewHashes(String(read('figure.js')))));
  writeFileSync(join(folder, 'service_worker.js'), withNewHashes(String(read('service_worker.js'))));
}

test('what is not as the build has it is not kept', async () => {
  fill();
  writeFileSync(join(folder, 'figure.js'), readFileSync(join(folder, 'figure.js')) + '\n// changed on its way');
  const {page} = await open({...session, url: server.url}, {serviceWorkers: 'allow'});
  await result(page, ({settled}) => settled);
  for (const name of ['figure.html', 'page.js', 'style.css', 'text.woff2', 'jmvae_app.wasm']) await until(isKept(page, name), name);
  assert.ok(!await isKept(page, 'figure.js')());
});

test('the article with its figures is there without a network', async () => {
  fill();
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
