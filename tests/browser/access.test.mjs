// For everyone: axe has nothing to say about the article and the figure, in any mode, and each job can be done by
// keyboard alone, on the canvas as well as in the form, with results that are announced.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';
import {open, result, screenshot, start} from './browser.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const screens = ['screen=read', 'screen=write', 'screen=cover', 'screen=chain', 'screen=compare', 'screen=map', 'screen=learn', 'screen=faces',
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

const looks = ['en', 'zh'].flatMap(locale => ['light', 'dark'].map(colorScheme => ({locale, colorScheme})));
for (const look of looks) {
  test(`axe finds nothing on any screen of the figure, ${Object.values(look)}`, async () => {
    const {page, faults} = await open(session, look);
    await page.evaluate(() => document.querySelectorAll('details').forEach(part => { part.open = true; }));
    for (const screen of screens) {
      await go(page, screen);
      assert.deepEqual(await violations(page), [], screen);
    }
    assert.deepEqual(faults, []);
  });

  test(`axe finds nothing in the article, ${Object.values(look)}`, async () => {
    const {page, faults} = await open(session, {document: '', settled: false, ...look, ...phone});
    await page.waitForFunction(() => document.getElementById('playground').result, null, {timeout: 30_000});
    await page.evaluate(() => document.querySelectorAll('details').forEach(part => { part.open = true; }));
    for (const frame of page.frames()) assert.deepEqual(await violations(frame), [], frame.url());
    assert.deepEqual(faults, []);
  });
}

test('the form is in Chinese, every word of it', async () => {
  const {page} = await open(session, {locale: 'zh-CN'});
  await page.waitForFunction(() => document.documentElement.lang === 'zh-Hans');
  const left = await page.evaluate(() => [...document.querySelectorAll('#controls label, #controls option')]
      .map(part => part.firstChild.data?.trim() ?? '').filter(text => /[a-z]{3}/.test(text)));
  assert.deepEqual(left, ['English']);
});

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
  await page.waitForFunction(name => !document.forms[0].elements[name].closest('label').hidden, name, {timeout: 10_000});
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
  if (await page.evaluate(() => document.activeElement.matches('input'))) {
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
    return;
  }
  const chosen = () => page.evaluate(() => document.activeElement.selectedOptions[0].text);
  for (let attempt = 0; attempt < 3; ++attempt) {
    await page.keyboard.type(text);
    if ((await chosen()).toLowerCase().startsWith(text.toLowerCase())) return;
    // A list takes letters for a new word after a second's pause, which a busy machine makes by itself.
    await page.waitForTimeout(1500);
  }
  throw new Error(`the field ${name} has ${await chosen()} chosen after typing ${text}`);
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
   shows: ({state}) => /walk-to=5/.test(state), says: '50 % of the way'},
  {name: 'slides an attribute', fields: [['screen', 'draw and'], ['data', 'drawings'], ['faces', 'with one'], ['slide', 'Eyeglasses']],
   shows: ({state}) => /slide=Eyeglasses/.test(state), says: '[Gg]lasses: .* 50 %'},
  {name: 'looks at the map', fields: [['screen', 'look'], ['map-x', '0.5'], ['map-y', '1']],
   shows: ({state}) => /map-x=0.5&map-y=1/.test(state), says: 'an? '},
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

/** Goes to a button of the form by Tab, and presses it. */
async function pressButton(page, words) {
  await page.waitForFunction(words => [...document.querySelectorAll('#actions button')].some(({textContent}) => textContent === words), words);
  for (let i = 0; i < 60; ++i) {
    if (await page.evaluate(words => document.activeElement.closest('#actions') && document.activeElement.textContent === words, words)) {
      return page.keyboard.press('Enter');
    }
    await page.keyboard.press(i < 30 ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`the button ${words} can't be reached by keys`);
}

test('by the form and keys alone: trains a model, holds it, and starts over', async () => {
  const {page, faults} = await open(session);
  await openForm(page);
  await fill(page, 'screen', 'watch a model');
  await pressButton(page, 'Start');
  await result(page, ({learn}) => learn?.stage === 'running', 'a model that learns');
  await pressButton(page, 'Pause');
  await result(page, ({learn}) => learn?.stage === 'paused', 'one that waits');
  await page.waitForFunction(() => document.activeElement.textContent === 'Go on');  // the keys are still there
  await pressButton(page, 'Start over');
  await result(page, ({learn}) => learn?.stage === 'running', 'another one');
  assert.deepEqual(faults, []);
});

test('by the form and keys alone: draws again, takes a face, takes strokes back', async () => {
  const {page} = await open(session);
  await openForm(page);
  await pressButton(page, 'Clear');
  await result(page, ({read}) => read?.strokes === 0, 'an empty sheet');
  await fill(page, 'screen', 'write');
  await pressButton(page, 'Draw again');
  await result(page, ({state}) => /seed=/.test(state), 'another seed');
  await page.evaluate(() => { location.hash = 'screen=faces&data=avatars&faces=own'; });
  await pressButton(page, 'Take a drawn one');
  await result(page, ({faces}) => faces?.own?.picture[0] > 0, 'a face');
});

test('what is mistyped is said, by the field that it was typed in', async () => {
  const {page} = await open(session, {path: '#screen=faces&data=avatars'});
  await openForm(page);
  await fill(page, 'on', 'Eyeglases');
  await page.waitForFunction(() => /no attribute Eyeglases/.test(document.getElementById('notices').textContent));
  assert.equal(await page.getAttribute('[name=on]', 'aria-describedby'), 'notices');
  const proposed = await page.$$eval('#attributes option', options => options.map(({value}) => value));
  assert.ok(proposed.some(value => value.endsWith('Eyeglasses')), proposed.join());
});

test('each field has a name of its own', async () => {
  const {page} = await open(session);
  const names = await page.$$eval('#controls [name]', fields => fields.map(field => field.ariaLabel ?? field.closest('label').firstChild.data.trim()));
  assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), []);
});

test('the form has every choice but those that only the canvas needs', async () => {
  const source = readFileSync(new URL('../../src/app/state.cpp', import.meta.url), 'utf8');
  const keys = [...source.matchAll(/\{"([a-z-]+)", &State::/g)].map(([, name]) => name);
  const left = /^(hide-.+|find|every-.+)$/;  // for pages that embed a part; for finding things on the canvas
  const {page} = await open(session);
  const fields = await page.evaluate(() => [...document.forms[0].elements].map(({name}) => name));
  assert.ok(keys.length > 30);
  for (const key of keys) assert.equal(fields.includes(key), !left.test(key), key);
});

test('the fields of the form are the choices of the program, with its defaults', async () => {
  const {page} = await open(session);
  const wrong = await page.evaluate(() => {
    const found = [];
    for (const field of document.forms[0].elements) {
      const standard = field.value, type = field.type === 'text' ? 'change' : 'input';
      for (const choice of field.options ? [...field.options].map(({value}) => value) : standard === '' ? [] : [standard]) {
        field.value = choice;
        field.dispatchEvent(new Event(type, {bubbles: true}));
        const told = new URLSearchParams(window.jmvae.state()).get(field.name), {notices} = window.jmvae.result();
        // A link carries only what differs from the default.
        if (told !== (choice === standard ? null : choice) || notices.length > 0) found.push([field.name, choice, told, notices]);
      }
      field.value = standard;
      field.dispatchEvent(new Event(type, {bubbles: true}));
    }
    return found;
  });
  assert.deepEqual(wrong, []);
});

test('what keys come to on the canvas is said, with how it is', async () => {
  const {page} = await open(session, {path: '#screen=write'});
  await page.focus('#canvas');
  const told = pattern => page.waitForFunction(pattern => new RegExp(pattern).test(document.getElementById('focused').textContent), pattern);
  await reach(page, 'screen-Write');
  await told('^Write, chosen$');
  await reach(page, 'label-4');
  await told('^Digit 4$');
  await press(page, ' ');
  await told('^Digit 4, chosen$');
  await reach(page, 'spread');
  await told('^Spread of z: 1.00$');
});

test('what somebody is writing in the form stays, whatever else changes', async () => {
  const {page} = await open(session, {path: '#screen=faces&data=avatars'});
  await openForm(page);
  await reachField(page, 'on');
  await page.keyboard.type('Eye');
  await page.evaluate(() => { location.hash = 'screen=faces&data=avatars&seed=5&on=Bald'; });
  await result(page, ({state}) => /seed=5/.test(state), 'a change from elsewhere');
  await page.waitForTimeout(300);
  await page.keyboard.type('glasses');
  await page.keyboard.press('Enter');
  const {notices} = await result(page, ({state}) => /on=Eyeglasses/.test(state) && /seed=5/.test(state), 'what was written');
  assert.deepEqual(notices, []);
});

// ---- By keyboard alone: the canvas

const press = (page, key, delay = 250) => page.keyboard.press(key, {delay});  // over a frame of a slow machine

/** Waits until the screens have drawn what came of the last key, which takes them a few frames. */
const drawn = page => page.evaluate(async () => {
  for (let frame = 0; frame < 6; ++frame) await new Promise(done => { requestAnimationFrame(done); });
});

/** Moves the canvas's focus with the arrow keys to a part, always towards it, as somebody would who looks at it. */
async function reach(page, name) {
  for (let i = 0; i < 80; ++i) {
    const {focused, places} = await page.evaluate(() => window.jmvae.result());
    if (focused?.name === name) return;
    assert.ok(places[name], `the part "${name}" is there`);
    const middle = ([x, y, width, height]) => [x + width / 2, y + height / 2];
    const [toX, toY] = middle(places[name]), [x, y] = focused ? middle(places[focused.name]) : [0, 0];
    const [across, down] = [toX - x, toY - y];
    const vertical = !focused || (i % 5 === 4 ? Math.abs(down) <= Math.abs(across) : Math.abs(down) > Math.abs(across));
    await press(page, vertical ? down > 0 ? 'ArrowDown' : 'ArrowUp' : across > 0 ? 'ArrowRight' : 'ArrowLeft', 50);
    await drawn(page);
  }
  throw new Error(`the part "${name}" can't be reached by keys`);
}

const onCanvas = [
  {name: 'reads a digit', state: '', keys: ['3'], shows: ({read}) => read.digits?.[0]?.label === 3},
  {name: 'writes a digit', state: 'screen=write', parts: ['label-4', 'again'], shows: ({write}) => write.label === 4 && write.seed !== 1},
  {name: 'completes a covered digit', state: 'screen=cover', parts: ['half-Left'], shows: ({state}) => /cover=left/.test(state)},
  {name: 'watches a chain', state: 'screen=chain', parts: ['label-2'], shows: ({state}) => /label=2/.test(state)},
  {name: 'compares the models', state: 'screen=compare', parts: ['label-5'], shows: ({state}) => /label=5/.test(state)},
  {name: 'draws faces', state: 'screen=faces&data=avatars', parts: ['attribute-Eyeglasses'],
   shows: ({state}) => /on=Eyeglasses/.test(state)},
  {name: 'goes about the map', state: 'screen=map', parts: ['map-x'], key: '=', shows: ({state}) => /map-x=/.test(state)},
  {name: 'trains a model, and holds it', state: 'screen=learn', parts: ['learn', 'learn'], shows: ({learn}) => learn.stage === 'paused'},
];

for (const {name, state, keys = [], parts = [], key: does = ' ', shows} of onCanvas) {
  test(`on the canvas, by keys alone: ${name}`, async () => {
    const {page, faults} = await open(session, {path: '#screen=compare'});
    // To the canvas by Tab, to the screen and its parts by arrows; Space presses.
    for (let i = 0; i < 6 && await page.evaluate(() => document.activeElement.id !== 'canvas'); ++i) await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
    const screen = new URLSearchParams(state).get('screen') ?? 'read';
    const word = screen[0].toUpperCase() + screen.slice(1);
    await reach(page, `screen-${word}`);
    await press(page, ' ');
    await result(page, shown => shown.screen === screen && shown.settled, word);
    if (/data=/.test(state)) await go(page, state);
    for (const key of keys) await press(page, key);
    for (const part of parts) {
      await reach(page, part);
      await press(page, does);
    }
    await result(page, shown => shown.settled && shows(shown), name);
    await page.keyboard.press('Tab');
    assert.notEqual(await page.evaluate(() => document.activeElement.id), 'canvas', 'Tab leaves the canvas');
    assert.deepEqual(faults, []);
  });
}
