// Animations of what is shown, as visitors save them.

import assert from 'node:assert/strict';
import {copyFileSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {after, before, test} from 'node:test';
import {open, result, start} from './browser.mjs';

let session;
before(async () => { session = await start(); });
after(() => session.stop());

/** Saves the animation of a state; gives its frames' size and count, and how much the middle differs from the start. */
async function saved(state, name) {
  const {page, faults} = await open(session, {path: `#${state}`});
  const button = page.locator('[data-animate]');
  await page.click('.share summary');
  await button.waitFor({state: 'visible', timeout: 30_000});
  const fetched = () => page.evaluate(() => performance.getEntriesByType('resource').some(({name}) => name.endsWith('/gif.js')));
  assert.equal(await fetched(), false, 'what makes the file is fetched when it is wanted');
  const [download] = await Promise.all([page.waitForEvent('download', {timeout: 60_000}), button.click()]);
  assert.equal(download.suggestedFilename(), 'jmvae.gif');
  assert.ok(await fetched());
  const path = await download.path();
  copyFileSync(path, fileURLToPath(new URL(`../../build/screenshots/${name}.gif`, import.meta.url)));
  const bytes = readFileSync(path);
  await page.waitForFunction(() => /saved/.test(document.querySelector('.share output').textContent));
  const found = await page.evaluate(async numbers => {
    const decoder = new ImageDecoder({data: Uint8Array.from(numbers), type: 'image/gif'});
    await decoder.tracks.ready;
    const {frameCount: count} = decoder.tracks.selectedTrack;
    const pixels = async frameIndex => {
      const {image} = await decoder.decode({frameIndex});
      const context = new OffscreenCanvas(image.displayWidth, image.displayHeight).getContext('2d', {willReadFrequently: true});
      context.drawImage(image, 0, 0);
      return context.getImageData(0, 0, image.displayWidth, image.displayHeight);
    };
    const [first, middle] = [await pixels(0), await pixels(count >> 1)];
    const difference = first.data.reduce((sum, value, i) => sum + Math.abs(value - middle.data[i]), 0) / first.data.length;
    return {count, width: first.width, height: first.height, difference};
  }, [...bytes]);
  assert.deepEqual(faults, []);
  console.log(`${name}: ${bytes.length} bytes, ${found.count} pictures`);
  return found;
}

test('a walk between two faces, there and back', async () => {
  const {difference, ...size} = await saved('screen=faces&data=avatars&faces=walk', 'walk');
  assert.deepEqual(size, {count: 38, width: 192, height: 192});
  assert.ok(difference > 5, `the two faces differ by ${difference}`);
});

test('an attribute that slides, there and back', async () => {
  const {difference, ...size} = await saved('screen=faces&data=avatars&faces=slide&slide=Eyeglasses', 'slide');
  assert.deepEqual(size, {count: 38, width: 192, height: 192});
  assert.ok(difference > 1, `with and without glasses differ by ${difference}`);
});

test('the ten digits, one after the other', async () => {
  const {difference, ...size} = await saved('screen=write', 'digits');
  assert.deepEqual(size, {count: 50, width: 196, height: 196});
  assert.ok(difference > 5, `a zero and a five differ by ${difference}`);
});

test('where nothing moves, no animation is offered', async () => {
  const {page} = await open(session, {path: '#screen=read'});
  await result(page, ({settled}) => settled);
  await page.click('.share summary');
  await page.locator('[data-save]').waitFor({state: 'visible'});
  assert.ok(await page.locator('[data-animate]').isHidden());
});
