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
  await page.evaluate(() => {  // an earlier change is written late
    location.hash = '#screen=write&label=8';
    history.replaceState(null, '', '#screen=write&label=2');
  });
  await shown(page, ({write}) => write?.label === 8);
  await screenshot(page, 'page', {fullPage: true});
});

test('a figure gets its canvas in the size that it keeps', async () => {
  const {page, context} = await open(session, {document: 'index.html', settled: false});
  await page.addInitScript(() => {
    window.heights = [];  // of the canvas, each time that it is made anew
    const {get, set} = Object.getOwnPropertyDescriptor(HTMLCanvasElement.prototype, 'height');
    Object.defineProperty(HTMLCanvasElement.prototype, 'height', {
      get,
      set(height) {
        if (this.id === 'canvas' && height !== this.height) window.heights.push(height);
        set.call(this, height);
      },
    });
  });
  await page.reload();
  await shown(page, ({read}) => read.digits.length > 0);
  const {heights, height} = await page.frame({url: /figure\.html/}).evaluate(() => (
      {heights: window.heights, height: document.getElementById('canvas').clientHeight}));
  assert.deepEqual(heights, [height]);
  await context.close();
});

page('follows the figure\'s theme as a whole', {path: '#theme=dark', colorScheme: 'light'}, async page => {
  await shown(page, () => true);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor), 'rgb(25, 22, 19)');
  assert.equal(await page.getAttribute('#compare', 'theme'), 'dark');
  const posters = 'jmvae-demo:not(#playground) img';
  const pictured = theme => page.waitForFunction(([posters, theme]) => {
    const images = [...document.querySelectorAll(posters)];
    return images.length > 0 && images.every(({currentSrc}) => currentSrc.includes(`-${theme}.`));
  }, [posters, theme]);
  await page.$$eval(posters, images => { for (const image of images) image.loading = 'eager'; });
  await pictured('dark');
  await page.evaluate(() => { location.hash = 'theme=light'; });
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
  await pictured('light');
  const names = await page.$$eval('jmvae-demo', figures => figures.map(({id}) => id));
  assert.equal(new Set(names).size, names.length);
});

page('has a picture of each figure in the article', {}, async page => {
  const pictures = await page.$$eval('jmvae-demo picture', pictures => pictures.flatMap(picture =>
    [picture.querySelector('img').src, ...[...picture.querySelectorAll('source')].map(({srcset}) => srcset)]));
  assert.equal(pictures.length, 4 * await page.locator('jmvae-demo').count());
  for (const address of pictures) assert.ok((await page.request.get(new URL(address, page.url()).href)).ok(), address);
});

for (const [size, viewport] of Object.entries({phone: {width: 390, height: 844}, desktop: {width: 1440, height: 900}})) {
  page(`shows a picture at once on a ${size}, and comes alive without moving`, {document: null, viewport, settled: false}, async (page, {context}) => {
    const protocol = await context.newCDPSession(page);
    await protocol.send('Network.enable');
    const addresses = new Map(), sent = new Map();
    protocol.on('Network.requestWillBeSent', ({requestId, request}) => addresses.set(requestId, new URL(request.url).pathname));
    protocol.on('Network.loadingFinished', ({requestId, encodedDataLength}) => sent.set(addresses.get(requestId), encodedDataLength));
    await page.addInitScript(() => {
      window.shifts = [];
      new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(({value}) => value)))
          .observe({type: 'layout-shift', buffered: true});
      window.blocked = [];
      new PerformanceObserver(list => window.blocked.push(...list.getEntries().map(({duration}) => Math.round(duration))))
          .observe({type: 'longtask', buffered: true});
      if (!location.pathname.endsWith('figure.html')) return;
      const reading = setInterval(() => {
        if (!window.jmvae?.result()?.read?.digits.length) return;
        clearInterval(reading);
        performance.mark('first-reading');
      }, 20);
    });
    await page.goto(`${session.url}index.html`, {waitUntil: 'commit'});
    await page.waitForFunction(() => document.querySelector('#playground img')?.complete &&
                                     performance.getEntriesByName('first-contentful-paint').length > 0);
    // What the figure fetches comes after its picture; other pictures wait until they are near the screen.
    const first = [...sent].filter(([address]) => /^\/(index\.html|[^/]*)$|playground|posters\.css/.test(address ?? '-'))
        .filter(([address]) => !/figure|wasm|worker/.test(address));
    const bytes = first.reduce((sum, [, size]) => sum + size, 0);
    assert.ok(bytes > 20_000 && bytes <= 60_000, `${bytes} bytes until the first picture: ${first.join(' ')}`);
    const time = await page.evaluate(() => Math.max(performance.getEntriesByName('first-contentful-paint')[0].startTime,
      performance.getEntriesByType('resource').find(({name}) => name.includes('posters/en/playground')).responseEnd));
    await shown(page, ({read}) => read?.digits?.length > 0);
    const live = await page.evaluate(() => {
      const figure = document.querySelector('#playground').shadowRoot.querySelector('iframe').contentWindow.performance;
      return figure.timeOrigin - performance.timeOrigin + figure.getEntriesByName('first-reading')[0].startTime;
    });
    await page.waitForTimeout(1000);
    const shift = await page.evaluate(() => window.shifts.reduce((sum, value) => sum + value, 0));
    assert.ok(shift < 0.01, `layout shift ${shift}`);
    const blocked = await page.evaluate(() => window.blocked);
    console.log(`# ${size}: ${bytes} bytes and ${Math.round(time)} ms to the first picture, ${Math.round(live)} ms to the first ` +
                `reading, layout shift ${shift.toFixed(4)}, blocked for ${blocked.join(', ') || 0} ms`);
    await screenshot(page, `alive-${size}`);
  });
}

for (const [width, height] of [[360, 740], [768, 1024], [1440, 900]]) {
  for (const colorScheme of ['light', 'dark']) {
    page(`fits ${width} pixels, ${colorScheme}`, {viewport: {width, height}, colorScheme}, async page => {
      for (const id of await page.$$eval('jmvae-demo', figures => figures.map(({id}) => id))) {
        await page.evaluate(id => document.getElementById(id).scrollIntoView({block: 'start', behavior: 'instant'}), id);
        await shown(page, () => true, `#${id}`);
        await page.waitForTimeout(300);
        await screenshot(page, `article-${width}-${colorScheme}-${id}`);
      }
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out sideways');
    });
  }
}
