// What a visitor of the article waits for in Chromium, as JSON: a cold cache, the site served by this machine and packed
// with brotli. Five visits, of which the median counts. Then the time that scripts take for a frame while the map is
// dragged over and an attribute slides (drawing itself is left out: here it is done by software), and what is done
// while nothing changes.

import {parseArguments} from '../lib/arguments.mjs';

parseArguments(import.meta.url);
const {open, result, settled, start, visible} = await import('../../tests/browser/browser.mjs');  // help needs no browser

const VISITS = 5;
const median = numbers => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const round = number => Math.round(number * 10) / 10;

const session = await start();

async function visit() {
  const context = await session.browser.newContext({viewport: {width: 1280, height: 900}});
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send('Network.enable');
  let bytes = 0;
  network.on('Network.loadingFinished', ({encodedDataLength}) => { bytes += encodedDataLength; });
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver(list => window.longTasks.push(...list.getEntries().map(({duration}) => duration)))
        .observe({type: 'longtask', buffered: true});
    addEventListener('ready', ({target}) => {  // the reading is drawn; its bars glide for a moment more
      if (target.id === 'playground') window.firstResult ??= performance.now();
    }, {capture: true});
  });
  await page.waitForTimeout(1000);  // the browser's new window is busy with itself
  await page.goto(session.url, {waitUntil: 'commit'});
  await page.waitForFunction(() => window.firstResult, null, {timeout: 60_000});
  const measured = await page.evaluate(async () => {
    const entries = await new Promise(done => {
      new PerformanceObserver(list => done(list.getEntries())).observe({type: 'largest-contentful-paint', buffered: true});
    });
    return {first_picture: entries.find(({url}) => url)?.startTime ?? entries.at(-1).startTime, first_result: window.firstResult,
            longest_task: Math.max(0, ...window.longTasks)};
  });
  const frames = page.frames().slice(1);
  const inner = await Promise.all(frames.map(frame => frame.evaluate(() => Math.max(0, ...window.longTasks))));
  await context.close();
  return {...measured, longest_task: Math.max(measured.longest_task, ...inner), bytes};
}

/** Milliseconds that scripts take for each frame while something is done. */
async function frames(path, act) {
  const {page, context} = await open(session, {path, settled: false});
  await settled(page);
  await page.evaluate(() => {
    window.frameTimes = [];
    const request = window.requestAnimationFrame.bind(window);
    window.requestAnimationFrame = draw => request(time => {
      const begin = performance.now();
      draw(time);
      window.frameTimes.push(performance.now() - begin);
    });
  });
  await act(page);
  const times = await page.evaluate(() => window.frameTimes);
  await context.close();
  times.sort((a, b) => a - b);
  return {frames: times.length, median: round(median(times)), percentile95: round(times[Math.floor(times.length * 0.95)])};
}

async function dragOverMap(page) {
  const {places} = await result(page, shown => shown.map?.maps[0].agreement !== undefined);
  const [left, top, width, height] = places['map-0'];
  const at = await visible(page, left + width / 2, top + height / 2);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  for (let i = 0; i < 90; ++i) {
    await page.mouse.move(at.x + width * 0.3 * Math.cos(i / 8), at.y + height * 0.3 * Math.sin(i / 8));
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
}

async function slideAttribute(page) {
  const {places} = await result(page, shown => shown.places.along);
  const [left, top, width, height] = places.along;
  const at = await visible(page, left + width * 0.2, top + height / 2);
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  for (let i = 0; i < 60; ++i) {
    await page.mouse.move(at.x + width * 0.3 * (1 - Math.cos(i / 6)), at.y);
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
}

/** Share of the main thread that is busy while nothing happens. */
async function idle() {
  const {page, context} = await open(session, {path: '#screen=map'});
  await result(page, shown => shown.map.maps[0].agreement !== undefined && shown.settled);
  await page.waitForTimeout(1500);
  const metrics = await context.newCDPSession(page);
  await metrics.send('Performance.enable');
  const busy = async () => (await metrics.send('Performance.getMetrics')).metrics.find(({name}) => name === 'TaskDuration').value;
  const before = await busy(), seconds = 5;
  await page.waitForTimeout(1000 * seconds);
  const share = (await busy() - before) / seconds;
  await context.close();
  return Math.round(share * 1e4) / 100;
}

const visits = [];
for (let i = 0; i < VISITS; ++i) visits.push(await visit());
const of = name => median(visits.map(one => one[name]));
console.log(JSON.stringify({
  browser: session.browser.version(),
  milliseconds_to_first_picture: round(of('first_picture')),
  milliseconds_to_first_live_result: round(of('first_result')),
  bytes_to_first_live_result: of('bytes'),
  longest_task_milliseconds: round(of('longest_task')),
  script_milliseconds_a_frame: {
    dragging_on_the_map: await frames('#screen=map', dragOverMap),
    sliding_an_attribute: await frames('#screen=faces&data=avatars&faces=slide&slide=Smiling', slideAttribute),
  },
  idle_percent: await idle(),
}, null, 2));
await session.stop();
