// Pictures that visitors bring: by the file button, by dropping, by pasting; and files that are no good.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {chunk, png} from '../png.mjs';
import {open, pictureFile, result, screenshot, settled, start} from './browser.mjs';

let session, page, faults, context;
before(async () => {
  session = await start();
  ({page, faults, context} = await open(session));
  await settled(page);
});
after(async () => {
  await context.close();
  await session.stop();
});

const choose = (name, mimeType, buffer) => page.setInputFiles('#file', {name, mimeType, buffer});

/** Hands a file over as a drop or a paste would. */
const hand = (event, name, type, buffer) => page.evaluate(({event, name, type, numbers}) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([Uint8Array.from(numbers)], name, {type}));
  const options = {bubbles: true, cancelable: true};
  if (event === 'paste') document.dispatchEvent(new ClipboardEvent('paste', {...options, clipboardData: transfer}));
  else for (const type of ['dragover', 'drop']) canvas.dispatchEvent(new DragEvent(type, {...options, dataTransfer: transfer}));
}, {event, name, type, numbers: [...buffer]});

const readingOf = name => result(page, shown => shown.settled && shown.read?.picture === name && shown.read.digits.length > 0, `a reading of ${name}`);

for (const [type, name, options] of [
  ['image/png', 'one.png', {}], ['image/jpeg', 'one.jpg', {}], ['image/webp', 'one.webp', {}],
  ['image/png', 'light-on-dark.png', {background: '#123', ink: '#fed'}],
  ['image/png', 'transparent.png', {background: null}],
  ['image/jpeg', 'photo.jpg', {width: 4000, height: 3000, background: '#e8e4d8', ink: '#223'}],
]) {
  test(`reads ${name}`, async () => {
    await choose(name, type, await pictureFile(page, type, options));
    const shown = await readingOf(name);
    assert.equal(shown.read.found, 1);
    assert.equal(shown.read.digits[0].label, 1);
  });
}

test('reads a dropped and a pasted picture', async () => {
  const png = await pictureFile(page, 'image/png');
  await hand('drop', 'dropped.png', 'image/png', png);
  await readingOf('dropped.png');
  await hand('paste', 'pasted.png', 'image/png', png);
  await readingOf('pasted.png');
  await screenshot(page, 'picture', {fullPage: true});
});

/** A white picture of any size, with more chunks. */
const white = (width, height, ...more) => png(width, height, 1, Buffer.alloc(width * height, 255), ...more);

for (const [what, name, bytes, sentence] of [
  ['a text called .png', 'notes.png', Buffer.from('just some words\n'), /not a picture.*found text/],
  ['nothing at all', 'empty.png', Buffer.alloc(0), /empty/],
  ['0 pixels', 'flat.png', white(0, 5), /no pixels.*0 × 5/],
  ['20,000 pixels in width', 'wide.png', white(20000, 2), /too large.*20000 × 2/],
  ['a stump', 'stump.png', white(50, 50).subarray(0, 60), /can't be decoded.*damaged PNG/],
  ['21 MB', 'big.png', Buffer.alloc(21e6, 1), /too large.*21 MB/],
  ['something else', 'program.jpg', Buffer.from('7f454c46000102', 'hex'), /not a picture/],
]) {
  test(`says what is wrong with ${what}, and stays usable`, async () => {
    await choose(name, 'image/png', bytes);
    const shown = await result(page, shown => sentence.test(shown.read?.problem ?? ''), `a sentence about ${name}`);
    assert.match(shown.read.problem, sentence);
    await page.waitForFunction(words => document.getElementById('announcement').textContent === words, shown.read.problem);
    assert.equal(await page.textContent('#notice'), '', 'it is said once');
    await choose(`after-${name}.png`, 'image/png', await pictureFile(page, 'image/png'));
    await readingOf(`after-${name}.png`);
  });
}

test('finds nothing on an empty sheet, in words', async () => {
  await choose('white.png', 'image/png', white(60, 60));
  const shown = await result(page, shown => shown.settled && shown.read?.picture === 'white.png' || shown.read?.problem, 'an answer');
  assert.equal(shown.read.found, 0);
});

test('says that an animated picture is read by its first', async () => {
  const animation = Buffer.alloc(8), frame = Buffer.alloc(26);
  animation.writeUInt32BE(1, 0);  // frames
  frame.writeUInt32BE(60, 4);     // width
  frame.writeUInt32BE(60, 8);     // height
  await choose('moving.png', 'image/png', white(60, 60, chunk('acTL', animation), chunk('fcTL', frame)));
  await page.waitForFunction(() => /animated/.test(document.getElementById('notice').textContent));
  await page.waitForTimeout(1200);
  await page.evaluate(() => { location.hash = 'screen=write'; });
  await page.waitForFunction(() => document.getElementById('notice').textContent === '');
  await page.evaluate(() => { location.hash = ''; });
});

test('did all this without a fault', async () => {
  assert.deepEqual(faults, []);
  assert.deepEqual(await page.evaluate(() => window.policyViolations), []);
});
