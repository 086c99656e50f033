// The map of z and the model that learns, in a real browser.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {middle, open, result, screenshot, settled, start, visible} from './browser.mjs';

let surroundings;
before(async () => { surroundings = await start(); });
after(() => surroundings?.stop());

const everyDigit = shown => shown.map?.maps.every(map => map.points === 600 && map.agreement !== undefined);

/** A point of a map, in parts of its square. */
async function onMap(page, x, y, part = 'map-0') {
  const {places} = await result(page, shown => shown.places[part]);
  const [left, top, width, height] = places[part];
  return visible(page, left + x * width, top + y * height);
}

/** Presses a part without waiting for rest, which there is none of while a model learns. */
async function press(page, part) {
  const {x, y} = await middle(page, part);
  await page.mouse.click(x, y, {delay: 80});
}

test('the map decodes wherever one points, and keeps the place that is pressed', async () => {
  const {page, context, faults} = await open(surroundings, {path: '#screen=map'});
  const first = (await result(page, shown => everyDigit(shown) && shown.map.maps[0].labels)).map.maps[0];
  assert.ok(first.agreement > 0.7, `the digits should be parted: ${first.agreement}`);
  await settled(page);

  const left = await onMap(page, 0.12, 0.45);
  await page.mouse.move(left.x, left.y);
  const hovered = (await result(page, shown => shown.map.maps[0].here[0] < -1)).map.maps[0];
  assert.notDeepEqual(hovered.labels, first.labels);
  assert.equal(await page.evaluate(() => window.jmvae.state()), 'screen=map', 'pointing alone should change nothing');

  await page.mouse.down();
  const right = await onMap(page, 0.8, 0.6);
  await page.mouse.move(right.x, right.y, {steps: 8});
  await page.mouse.up();
  const shown = await result(page, ({state}) => /map-x=/.test(state));
  assert.ok(Number(new URLSearchParams(shown.state).get('map-x')) > 1, shown.state);
  assert.deepEqual(faults, []);
  await screenshot(page, 'map');
  await context.close();
});

test('side by side a missing label scatters JMVAE and leaves JMVAE-kl in order', async () => {
  const {page, context, faults} = await open(surroundings, {path: '#screen=map&beside=1&map-given=image'});
  const {map} = await result(page, everyDigit);
  const agreement = Object.fromEntries(map.maps.map(({model, agreement: found}) => [model, found]));
  assert.ok(agreement['mnist-jmvae-2d-small'] < 0.6, JSON.stringify(agreement));
  assert.ok(agreement['mnist-jmvae-kl-2d-small'] > 0.7, JSON.stringify(agreement));
  await settled(page);
  await screenshot(page, 'map-beside', {fullPage: true});
  assert.deepEqual(faults, []);
  await context.close();
});

test('a plane is chosen through a z of many dimensions, and a plane that is none says so', async () => {
  const {page, context, faults} = await open(surroundings, {path: '#screen=map&map-model=jmvae-kl&plane=corners'});
  const {map} = await result(page, everyDigit);
  assert.equal(map.maps[0].model, 'mnist-jmvae-kl-small');
  await page.evaluate(() => { location.hash = '#screen=map&map-model=jmvae-kl&plane=axes&axis-across=3&axis-up=3'; });
  await result(page, shown => /two different axes/.test(shown.map.maps[0].problem));
  assert.deepEqual(faults, []);
  await context.close();
});

test('a model learns before the visitor’s eyes, can be paused, changed and begun again', async () => {
  const {page, context, faults} = await open(surroundings, {path: '#screen=learn'});
  const fetched = [];
  page.on('request', request => { if (/learner\.wasm|digits-train/.test(request.url())) fetched.push(new URL(request.url()).pathname); });
  await page.route('**/data/digits-train*', async route => {
    await new Promise(done => { setTimeout(done, 2000); });
    await route.continue();
  });
  await press(page, 'learn');
  await result(page, ({learn}) => learn.stage === 'fetching');
  await press(page, 'learn-again');  // while they come
  const begun = await result(page, ({learn}) => learn.reports > 3 && learn.agreement !== undefined);
  const useful = await result(page, ({learn}) => learn.agreement > 0.8 && learn.written, 'a map in order');
  assert.ok(useful.learn.terms.objective > begun.learn.terms.objective);
  await screenshot(page, 'learn');

  await press(page, 'learn');
  await result(page, ({learn}) => learn.stage === 'paused');
  await page.waitForTimeout(600);  // a report that was on its way
  const paused = (await result(page)).learn.seen;
  await page.waitForTimeout(1200);
  assert.equal((await result(page)).learn.seen, paused, 'a paused model should not learn');

  await press(page, 'learn');
  await result(page, ({learn}) => learn.stage === 'running' && learn.seen > paused);
  await page.evaluate(() => { location.hash = '#screen=learn&alpha=3'; });
  await result(page, ({state, learn}) => /alpha=3/.test(state) && learn.stage === 'running');
  await press(page, 'learn-again');
  await result(page, ({learn}) => learn.stage === 'running' && learn.seen < paused, 'a fresh start');
  assert.deepEqual(fetched.sort(), ['/data/digits-train.safetensors', '/jmvae_learner.wasm'], 'both are fetched once');
  await page.evaluate(() => { location.hash = '#screen=read'; });
  await result(page, shown => shown.screen === 'read');
  assert.deepEqual(faults, []);
  await context.close();
});

test('on a slow machine, too, the map of a model that learns is drawn', async () => {
  const {page, context, faults} = await open(surroundings, {path: '#screen=learn'});
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', {rate: 8});  // the trainer stays fast
  await press(page, 'learn');
  await result(page, ({learn}) => learn.agreement > 0.5, 'a map');
  assert.deepEqual(faults, []);
  await context.close();
});
