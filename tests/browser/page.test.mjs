// The article in Chromium: its figures, their state in its address, what comes when.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {open, screenshot, start} from './browser.mjs';

let session;
before(async () => { session = await start(); });
after(() => session.stop());

/** A test with a page of its own, which must stay free of faults. */
function page(name, options, body) {
  test(name, async () => {
    const opened = await open(session, {document: 'index.html', settled: false, ...options});
    try {
      await body(opened.page, opened);
      assert.deepEqual(opened.faults, []);
      assert.deepEqual(await opened.page.evaluate(() => window.policyViolations), []);
    } finally {
      await opened.context.close();
    }
  });
}

/** What a figure shows, once it satisfies the condition. */
async function shown(page, condition, figure = '#playground') {
  let result = null;
  for (const end = Date.now() + 30_000; Date.now() < end; await page.waitForTimeout(100)) {
    result = await page.$eval(figure, figure => figure.result);
    if (result && condition(result)) return result;
  }
  throw new Error(`${figure} last said ${JSON.stringify(result)}`);
}

page('has a playground that shares its state with the address', {path: '#screen=write&label=4'}, async page => {
  await shown(page, ({write}) => write?.label === 4 && write.pictures > 0);
  await page.evaluate(() => { location.hash = '#screen=write&label=6'; });
  await shown(page, ({write}) => write?.label === 6);
  const frame = page.frame({url: /figure\.html/});
  await frame.click('.controls summary');
  await frame.selectOption('[name=label]', '2');
  await page.waitForFunction(() => location.hash === '#screen=write&label=2');
  await screenshot(page, 'page', {fullPage: true});
});
