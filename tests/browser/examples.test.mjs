// The examples of the headless module, as pages.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {open, screenshot, start} from './browser.mjs';

let session;
before(async () => { session = await start(); });
after(() => session.stop());

test('a face follows the attributes that are chosen', async () => {
  const {page, faults} = await open(session, {document: 'examples/attribute_toy.html', settled: false,
                                              viewport: {width: 390, height: 760}});
  const face = page.getByRole('img');
  const drawn = () => page.evaluate(() => document.querySelector('canvas').toDataURL());
  const named = words => page.waitForFunction(
    words => document.querySelector('canvas').ariaLabel.includes(words), words, {timeout: 20_000});

  await named('Eyeglasses: yes');
  const first = await drawn();
  assert.ok(first.length > 4000, `the canvas is not empty: a picture of ${first.length} characters`);
  assert.match(await face.getAttribute('aria-label'), /Smiling: yes, Eyeglasses: yes, Beard: no, Pink_Hair: yes/);
  await screenshot(page, 'attribute_toy');

  await page.getByRole('combobox', {name: 'Glasses'}).selectOption('no');
  await named('Eyeglasses: no');
  const without = await drawn();
  assert.notDeepEqual(without, first);

  await page.getByRole('combobox', {name: 'Glasses'}).selectOption('free');
  assert.doesNotMatch(await face.getAttribute('aria-label'), /Eyeglasses/);
  await page.getByLabel('Someone else').focus();
  await page.keyboard.press('ArrowRight');
  assert.notDeepEqual(await drawn(), without);

  assert.deepEqual(faults, []);
  assert.deepEqual(await page.evaluate(() => window.policyViolations), []);
});
