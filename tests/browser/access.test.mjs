// For everyone: axe has nothing to say about the article and the figure, in any mode, and each job can be done by
// keyboard alone, on the canvas as well as in the form, with results that are announced.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';
import {open, result, screenshot, start} from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = ['screen=read', 'screen=write', 'screen=cover', 'screen=chain', 'screen=compare', 'screen=faces',
                 'screen=faces&faces=slide', 'screen=faces&faces=walk', 'screen=faces&faces=own'];
const phone = {viewport: {width: 390, height: 760}, hasTouch: true, isMobile: true};

let session;
before(async () => { session = await start(); });
after(() => session.stop());

/** What axe finds in a page or one of its frames: the rule, and the part that breaks it. */
async function violations(frame) {
  await frame.evaluate(axe);
  const found = await frame.evaluate(() => axe.run(document, {iframes: false, resultTypes: ['violations']}));
  return found.violations.flatMap(({id, nodes}) => nodes.map(({html, failureSummary}) => `${id}: ${html}: ${failureSummary}`));
}

/** Shows a state and waits until it is all there. */
async function go(page, state) {
  await page.evaluate(state => { location.hash = state; }, state);
  const wanted = new URLSearchParams(state);
  return result(page, shown => shown.settled && shown.screen === wanted.get('screen') &&
                               !Object.values(shown.models).some(({stage}) => stage === 'loading'), state);
}

for (const theme of ['light', 'dark']) {
  test(`axe finds nothing on any screen of the figure, ${theme}`, async () => {
    const {page, faults} = await open(session, {colorScheme: theme});
    await page.evaluate(() => document.querySelectorAll('details').forEach(part => { part.open = true; }));
    for (const screen of screens) {
      await go(page, screen);
      assert.deepEqual(await violations(page), [], screen);
    }
    assert.deepEqual(faults, []);
  });

  test(`axe finds nothing in the article, ${theme}`, async () => {
    const {page, faults} = await open(session, {document: '', settled: false, colorScheme: theme, ...phone});
    await page.waitForFunction(() => document.getElementById('playground').result, null, {timeout: 30_000});
    await page.evaluate(() => document.querySelectorAll('details').forEach(part => { part.open = true; }));
    for (const frame of page.frames()) assert.deepEqual(await violations(frame), [], frame.url());
    assert.deepEqual(faults, []);
  });
}

// ---- By keyboard alone: the form

/** Opens the figure and its form by keys, as somebody would who never saw the canvas. */
async function openForm(page) {
  await page.keyboard.press('Tab');
  for (let i = 0; i < 12; ++i) {
    if (await page.evaluate(() => document.activeElement?.closest('.controls summary') !== null)) break;
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  assert.ok(await page.evaluate(() => document.querySelector('.controls').open), 'the form opened by keys');
}

/** Goes on with Tab to a field of the form; fails where the keys do not lead there. */
async function reachField(page, name) {
  const at = () => page.evaluate(() => document.activeElement?.name ?? '');
  for (const key of ['Tab', 'Shift+Tab']) {
    for (let i = 0; i < 40 && await at() !== name; ++i) {
      await page.keyboard.press(key);
      if (await page.evaluate(() => !document.activeElement?.closest('.controls'))) break;
    }
    if (await at() === name) return;
  }
  throw new Error(`the field ${name} can't be reached by keys`);
}

/** Chooses by its words, or types, what a field should have. */
async function fill(page, name, text) {
  await reachField(page, name);
  const isText = await page.evaluate(() => document.activeElement.matches('input'));
  if (isText) await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
  if (isText) await page.keyboard.press('Enter');
}

const announced = (page, pattern) => page.waitForFunction(
    pattern => new RegExp(pattern).test(document.getElementById('announcement').textContent), pattern, {timeout: 20_000});

const jobs = [
  {name: 'reads a digit', fields: [['example', '3']], shows: ({read}) => read.digits?.[0]?.label === 3, says: '3'},
  {name: 'writes a digit', fields: [['screen', 'write'], ['label', '4'], ['seed', '12']],
   shows: ({state}) => /label=4/.test(state) && /seed=12/.test(state), says: '4'},
  {name: 'completes a covered digit', fields: [['screen', 'complete'], ['cover', 'the left']],
   shows: ({state}) => /cover=left/.test(state), says: 'pixels'},
  {name: 'watches a chain', fields: [['screen', 'watch'], ['label', '2']], shows: ({state}) => /label=2/.test(state), says: 'sweep'},
  {name: 'compares the models', fields: [['screen', 'compare'], ['label', '5']], shows: ({state}) => /label=5/.test(state), says: '5'},
  {name: 'draws faces', fields: [['screen', 'draw and'], ['data', 'drawings'], ['on', 'Eyeglasses,Smiling']],
   shows: ({state}) => /on=Eyeglasses,Smiling/.test(state), says: 'glasses'},
  {name: 'walks between faces', fields: [['screen', 'draw and'], ['data', 'drawings'], ['faces', 'between'], ['walk-to', '5']],
   shows: ({state}) => /walk-to=5/.test(state), says: ''},
];

for (const {name, fields, shows, says} of jobs) {
  test(`by the form and keys alone: ${name}`, async () => {
    const {page, faults} = await open(session);
    await openForm(page);
    for (const [field, text] of fields) await fill(page, field, text);
    await result(page, shown => shown.settled && shows(shown), name);
    await announced(page, says);
    assert.deepEqual(faults, []);
  });
}
