// What a figure gives away: links, code that embeds it, a picture of the view.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {open, result, screenshot, settled, seven, start, stroke} from './browser.mjs';

let session;
before(async () => { session = await start(); });
after(() => session.stop());

/** Opens a figure with the row for sharing unfolded, in a browser that allows or forbids the clipboard. */
async function sharing(path, permissions = ['clipboard-read', 'clipboard-write']) {
  const opened = await open(session, {path, permissions});
  await settled(opened.page);
  await opened.page.click('#share summary');
  return opened;
}

async function copied(page, what) {
  await page.evaluate(() => { document.querySelector('#share output').textContent = ''; });
  await page.click(`[data-copy=${what}]`);
  await page.waitForFunction(() => document.querySelector('#share output').textContent !== '');
  return page.evaluate(() => navigator.clipboard.readText());
}

test('copies a link to the whole page, and code that shows the same view elsewhere', async () => {
  const {page, context, faults} = await sharing('#screen=write&label=3&seed=9&hide-screens=1');
  try {
    assert.equal(await copied(page, 'link'), `${session.url}#screen=write&label=3&seed=9`);
    await page.click('.controls summary');
    const frame = await copied(page, 'frame'), element = await copied(page, 'element');
    for (const code of [frame, element]) assert.match(code, / title="The digit 3, written by a network"/);
    await page.setViewportSize({width: 720, height: 900});
    await page.evaluate(() => document.querySelectorAll('details').forEach(part => { part.open = false; }));
    await settled(page);
    await page.waitForFunction(height => Math.abs(document.body.offsetHeight - height) <= 3, Number(/height="(\d+)"/.exec(frame)[1]));
    await page.setViewportSize({width: 1280, height: 900});

    await page.route('**/post.html', route => route.fulfill({contentType: 'text/html', body: `<!doctype html>${frame}${element}`}));
    await page.goto(`${session.url}post.html`);
    assert.ok((await page.locator('body > iframe').boundingBox()).height > 500);
    const same = ({write, state}) => write?.label === 3 && write.pictures > 0 && state === 'screen=write&label=3&seed=9&hide-screens=1';
    for (const place of ['body > iframe', 'jmvae-demo iframe']) {
      await page.locator(place).scrollIntoViewIfNeeded();
      const inside = await (await page.waitForSelector(place)).contentFrame();
      await inside.waitForFunction(() => window.jmvae?.result());
      await result(inside, same, `the view in ${place}`);
    }
    assert.deepEqual(faults, []);
  } finally {
    await context.close();
  }
});

test('says that a drawing is not in what was copied', async () => {
  const {page, context} = await sharing('#example=-1');
  try {
    await copied(page, 'link');
    assert.equal(await page.textContent('#share output'), 'The link was copied.');
    await stroke(page, seven);
    await result(page, ({holds_own}) => holds_own, 'a drawing');
    await page.click('[data-copy=link]');
    await page.waitForFunction(() => /^The link was copied\. What you drew or brought is not in it\.$/
        .test(document.querySelector('#share output').textContent));
  } finally {
    await context.close();
  }
});

test('shows the text where the clipboard is out of reach', async () => {
  const {page, context} = await sharing('#screen=faces&on=Smiling,Eyeglasses', []);
  try {
    await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
    await page.click('[data-copy=link]');
    await page.waitForSelector('#share textarea:not([hidden])');
    assert.equal(await page.inputValue('#share textarea'), `${session.url}#screen=faces&on=Smiling,Eyeglasses`);
    assert.equal(await page.evaluate(() => getSelection().toString()), `${session.url}#screen=faces&on=Smiling,Eyeglasses`);
    await screenshot(page, 'share');
  } finally {
    await context.close();
  }
});

test('saves the view as a picture of the canvas', async () => {
  const {page, context} = await sharing('#screen=compare&label=5');
  try {
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('[data-save]')]);
    assert.equal(download.suggestedFilename(), 'jmvae.png');
    const bytes = readFileSync(await download.path());
    assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
    const size = await page.evaluate(() => [canvas.width, canvas.height]);
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], size);
    assert.ok(bytes.length > 20_000, `${bytes.length} bytes are more than an empty sheet takes`);
  } finally {
    await context.close();
  }
});

test('hides the row where a lesson does not need it', async () => {
  const {page, context} = await open(session, {path: '#hide-share=1&hide-open=1'});
  try {
    await settled(page);
    assert.equal(await page.isVisible('#share'), false);
    assert.equal(await page.isVisible('#open'), false);
  } finally {
    await context.close();
  }
});
