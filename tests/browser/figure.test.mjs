// One figure in Chromium: what visitors do with it, read back from what it shows.

import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {click, middle, open, result, screenshot, settled, seven, start, stroke, visible} from './browser.mjs';

let session;
before(async () => { session = await start(); });
after(() => session.stop());

/** A test with a page of its own, which must stay free of faults. */
function page(name, options, body) {
  test(name, async () => {
    const opened = await open(session, options);
    try {
      await body(opened.page, opened);
      assert.deepEqual(opened.faults, []);
      assert.deepEqual(await opened.page.evaluate(() => window.policyViolations), []);
    } finally {
      await opened.context.close();
    }
  });
}

const read = shown => shown.read?.digits?.[0];

page('loads without faults and fills its canvas sharply', {deviceScaleFactor: 2}, async page => {
  await settled(page);
  const size = await page.evaluate(() => [canvas.width, canvas.clientWidth * 2, canvas.height, canvas.clientHeight * 2]);
  assert.ok(Math.abs(size[0] - size[1]) <= 1 && Math.abs(size[2] - size[3]) <= 1, `canvas and screen pixels: ${size}`);
  const time = await page.evaluate(() => performance.getEntriesByName('jmvae-first-frame')[0].startTime);
  console.log(`first frame after ${Math.round(time)} ms`);
  await screenshot(page, 'desktop-light', {fullPage: true});
});

page('reads a digit drawn stroke by stroke, and says so', {path: '#example=-1'}, async page => {
  await stroke(page, seven);
  const shown = await result(page, shown => shown.settled && shown.read.source === 'drawing' && read(shown), 'a reading');
  assert.equal(read(shown).label, 7);
  assert.equal(read(shown).probabilities.length, 10);
  assert.ok(Math.abs(read(shown).probabilities.reduce((sum, p) => sum + p) - 1) < 1e-3);
  await page.waitForFunction(() => /7|seven/i.test(document.getElementById('announcement').textContent));
  await screenshot(page, 'drawn-seven', {fullPage: true});

  await click(page, 'undo');
  assert.equal((await settled(page)).read.source, 'nothing');
});

page('writes the digit whose button is clicked, and keeps it in the address', {path: '#screen=write'}, async page => {
  await settled(page);
  await click(page, 'label-3');
  const shown = await result(page, shown => shown.settled && shown.write.label === 3 && shown.write.pictures > 0, 'written threes');
  assert.ok(shown.write.labels.filter(({label}) => label === 3).length >= 0.8 * shown.write.pictures, 'most read as a 3');
  await page.waitForFunction(() => location.hash.includes('label=3'));
  await screenshot(page, 'write', {fullPage: true});

  await click(page, 'again');
  assert.notEqual((await settled(page)).write.seed, shown.write.seed);
});

page('compares the two models', {path: '#screen=compare&label=5'}, async page => {
  const shown = await result(page, shown => shown.settled && Object.values(shown.compare.models).every(side => side.pictures > 0), 'both models');
  const {'mnist-jmvae-small': plain, 'mnist-jmvae-kl-small': pulled, ...others} = shown.compare.models;
  assert.deepEqual(others, {});
  assert.equal(plain.pictures, pulled.pictures);
  assert.ok(pulled.agreeing - plain.agreeing > pulled.pictures / 2, `${plain.agreeing} and ${pulled.agreeing} read as fives`);
  await screenshot(page, 'compare', {fullPage: true});
});

/** Names of the weights that a page asks for from now on. */
function requests(page) {
  const names = [];
  page.on('request', request => {
    const found = /weights\/(.*)\.safetensors/.exec(request.url());
    if (found) names.push(found[1]);
  });
  return names;
}

page('fetches a model when it is chosen, and not before', {}, async page => {
  const asked = requests(page);
  const before = await settled(page);
  const stages = Object.values(before.models).map(({stage}) => stage);
  assert.equal(stages.filter(stage => stage === 'absent').length, stages.length - 1);
  assert.equal(before.models['mnist-jmvae-kl-small'].stage, 'ready');
  await click(page, 'model-JMVAE');
  await result(page, shown => shown.models['mnist-jmvae-small'].stage === 'ready', 'JMVAE');
  assert.deepEqual(asked.filter(name => name !== 'mnist-jmvae-kl-small'), ['mnist-jmvae-small']);
  await page.waitForFunction(() => location.hash.includes('model=jmvae'));
});

page('fetches the model that greets while the program starts, once', {}, async page => {
  await settled(page);
  const [asked, first] = await page.evaluate(() => {
    const weights = performance.getEntriesByType('resource').filter(({name}) => name.includes('mnist-jmvae-kl-small'));
    return [weights.map(({startTime}) => startTime), performance.getEntriesByName('jmvae-first-frame')[0].startTime];
  });
  assert.equal(asked.length, 1);
  assert.ok(asked[0] < first);
});

page('does not fetch it for screens without it', {path: '#screen=map'}, async page => {
  await settled(page);
  const names = await page.evaluate(() => performance.getEntriesByType('resource').map(({name}) => name));
  assert.ok(names.some(name => name.includes('mnist-jmvae-kl-2d-small')) && !names.some(name => name.includes('mnist-jmvae-kl-small')));
});

page('offers each model of digits in the form', {}, async page => {
  const shown = await settled(page);
  const options = await page.$$eval('[name=model] option', options => options.map(({value}) => value));
  const ofDigits = Object.values(shown.models).filter(({data}) => data === 'mnist');
  assert.deepEqual(options, ofDigits.map(({key}) => key));
});

page('writes otherwise with another filling, and offers only those that the model has', {path: '#screen=write&label=4'}, async page => {
  const own = await settled(page);
  assert.ok(own.places['filling-encoder']);
  await click(page, 'filling-zeros');
  const zeros = await settled(page);
  assert.notDeepEqual(zeros.write.ink, own.write.ink);
  assert.ok(zeros.state.includes('filling=zero'));
  await click(page, 'filling-chain');
  const chain = await result(page, shown => shown.settled && shown.places.sweeps && shown.write.pictures > 0, 'a chain');
  assert.notDeepEqual(chain.write.ink, zeros.write.ink);
  await click(page, 'model-JMVAE');
  const plain = await result(page, shown => shown.settled && shown.model === 'mnist-jmvae-small' && shown.write.pictures > 0);
  assert.ok(plain.places['filling-zeros'] && plain.places['filling-chain'] && !plain.places['filling-encoder']);
  await page.selectOption('[name=filling]', 'automatic', {force: true});
  await result(page, shown => !shown.state.includes('filling'));
});

page('says in a sentence what a model can\'t do', {path: '#screen=write&model=jmvae&filling=encoder'}, async page => {
  const shown = await result(page, shown => shown.settled && shown.write.problem, 'a sentence');
  assert.match(shown.write.problem, /a jmvae has no encoder for a single modality/);
  assert.equal(shown.write.pictures, 0);
  await page.waitForFunction(() => /no encoder/.test(document.getElementById('announcement').textContent));
  await page.evaluate(() => { location.hash = '#screen=read&model=jmvae&filling=product'; });
  await result(page, shown => /no encoder/.test(shown.read?.problem), 'the sentence on reading');
  await screenshot(page, 'unable', {fullPage: true});
});

page('lets a chain grow sweep by sweep, from the same noise in each model', {path: '#screen=chain&label=3&sweeps=6'}, async page => {
  const steps = shown => Object.values(shown.chain.models).map(side => side.steps);
  const early = await result(page, shown => shown.chain && Math.min(...steps(shown)) >= 2, 'a chain on its way');
  const all = await result(page, shown => shown.settled && Math.min(...steps(shown)) === 7, 'six sweeps');
  for (const [name, side] of Object.entries(all.chain.models)) {
    const begun = early.chain.models[name].ink;
    assert.deepEqual(side.ink.slice(0, begun.length), begun, `${name} goes on where it was`);
    assert.equal(side.read.length, 7);
    assert.notEqual(side.ink[0], side.ink[6]);
  }
  await click(page, 'step');
  const more = await result(page, shown => Math.min(...steps(shown)) === 8, 'one more sweep');
  assert.ok(more.state.includes('sweeps=7'));
  assert.equal(more.chain.playing, false);
  await screenshot(page, 'chain', {fullPage: true});
});

const completed = shown => shown.settled && Object.values(shown.cover?.ways ?? {}).some(way => way.pictures.length > 0);

page('completes what is covered, and keeps what can be seen', {path: '#screen=cover&example=3&cover=none'}, async page => {
  assert.equal((await settled(page)).cover.covered, 0);
  await stroke(page, [[0.3, 0.7], [0.5, 0.7], [0.7, 0.75]], 'cover-pad');
  const {cover} = await result(page, shown => completed(shown) && shown.cover.covered > 30, 'completions');
  const {pixels, known, ways} = cover;
  assert.equal(known.filter(flag => flag === 0).length, cover.covered);
  for (const filling of ['zero', 'chain']) {
    ways[filling].pictures.forEach((value, i) => {
      if (known[i % 784] === 1) assert.ok(Math.abs(value - pixels[i % 784]) < 1e-6, `${filling}: pixel ${i % 784} stays`);
    });
    assert.ok(ways[filling].pictures.some((value, i) => known[i % 784] === 0 && value > 0.2), `${filling} draws what is covered`);
    assert.ok(Math.abs(ways[filling].probabilities.reduce((sum, p) => sum + p) - 1) < 1e-3);
  }
  assert.notDeepEqual(ways.zero.pictures, ways.chain.pictures);
  assert.match(ways.encoder.problem, /never saw a part/);
  await screenshot(page, 'cover', {fullPage: true});

  await click(page, 'way-Zeros');
  assert.equal((await settled(page)).cover.chosen, 'Zeros');
  await click(page, 'half-Upper');
  const half = await result(page, shown => completed(shown) && shown.cover.covered === 392, 'the upper half covered');
  assert.ok(half.state.includes('cover=upper'));
});

page('says when everything is covered', {path: '#screen=cover&cover=upper'}, async page => {
  await settled(page);
  for (let y = 0.45; y < 1; y += 0.08) await stroke(page, [[0, y], [1, y]], 'cover-pad');
  const shown = await result(page, shown => shown.settled && shown.cover.covered === 784, 'everything covered');
  assert.match(shown.cover.obstacle, /^Everything is covered/);
});

/** Strokes over the sheet to cover, from left to right at these heights, all in one task, as after a long frame. */
async function strokesTogether(page, heights, stageGrows = 1) {
  const {places} = await result(page, shown => shown.settled && shown.cover.covered === 392, 'the upper half covered');
  const [left, top, width, height] = places['cover-pad'];
  const corner = await visible(page, left, top);
  await page.evaluate(({corner, width, height, heights, stageGrows}) => {
    const canvas = document.getElementById('canvas'), stage = document.getElementById('stage');
    const send = (type, x, y) => canvas.dispatchEvent(new MouseEvent(type, {
      bubbles: true, button: 0, buttons: type === 'mouseup' ? 0 : 1,
      clientX: corner.x + x * width, clientY: corner.y + y * height}));
    stage.style.height = `${stage.clientHeight * stageGrows}px`;
    for (const y of heights) {
      send('mousemove', 0.1, y);
      send('mousedown', 0.1, y);
      send('mousemove', 0.9, y);
      send('mouseup', 0.9, y);
    }
  }, {corner, width, height, heights, stageGrows});
  return (await settled(page)).cover;
}

const upperCovered = {reducedMotion: 'reduce', path: '#screen=cover&cover=upper'};

page('takes every stroke of those that came together', upperCovered, async page => {
  // All but the last wipe what is covered, so nothing else asks for frames.
  const {covered} = await strokesTogether(page, [...Array(12).fill(0.1), 0.75]);
  assert.ok(covered > 392);
});

page('takes a stroke where it is while the canvas gets another height', upperCovered, async page => {
  const {known} = await strokesTogether(page, [0.75], 1.5);
  const touched = known.flatMap((flag, i) => flag === 0 && i >= 392 ? [Math.floor(i / 28)] : []);
  assert.deepEqual([Math.min(...touched), Math.max(...touched)], [19, 23]);
});

page('follows the address, and says what it can\'t use', {path: '#screen=write&label=4&spread=9'}, async page => {
  const shown = await settled(page);
  assert.equal(shown.write.label, 4);
  assert.equal(shown.write.spread, 1);
  assert.equal(shown.notices.length, 1);
  await page.evaluate(() => { location.hash = '#screen=read'; });
  await result(page, shown => shown.screen === 'read');
});

page('follows the address even where an earlier change is written into it late', {path: '#screen=write'}, async page => {
  await settled(page);
  await page.evaluate(() => {
    location.hash = '#screen=cover';
    history.replaceState(null, '', '#screen=write');
  });
  await result(page, shown => shown.screen === 'cover');
  await page.waitForFunction(() => location.hash === '#screen=cover');
});

page('is dark where the system is', {colorScheme: 'dark', path: '#screen=write&label=8'}, async page => {
  await settled(page);
  const shade = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(shade, 'rgb(25, 22, 19)');
  await screenshot(page, 'desktop-dark', {fullPage: true});
});

page('works from the form alone', {}, async page => {
  await settled(page);
  await page.click('.controls summary');
  await page.selectOption('[name=screen]', 'write');
  await page.selectOption('[name=label]', '6');
  const shown = await result(page, shown => shown.screen === 'write' && shown.write.label === 6);
  assert.equal(shown.write.label, 6);
});

page('lets keys through: Tab leaves the canvas, arrows stay', {}, async page => {
  await settled(page);
  await page.focus('#canvas');
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'open');
  await page.focus('#canvas');
  await page.keyboard.press('Escape');
  assert.notEqual(await page.evaluate(() => document.activeElement.id), 'canvas');
});

page('scrolls with the wheel over the canvas, before and after a click', {viewport: {width: 1280, height: 600}}, async page => {
  await settled(page);
  const box = await page.locator('#canvas').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  await page.mouse.wheel(0, 150);
  await page.waitForFunction(() => scrollY >= 100);
  await page.evaluate(() => scrollTo({top: 0, behavior: 'instant'}));
  await page.mouse.down();
  await page.mouse.up();
  await page.mouse.wheel(0, 150);
  await page.waitForFunction(() => scrollY >= 100);
});

page('rests when nothing happens', {}, async page => {
  await settled(page);
  await page.waitForTimeout(1500);
  const frames = await page.evaluate(() => new Promise(done => {
    let drawn = 0;
    const draw = WebGL2RenderingContext.prototype.drawElements;
    WebGL2RenderingContext.prototype.drawElements = function(...values) { ++drawn; return draw.apply(this, values); };
    setTimeout(() => done(drawn), 1500);
  }));
  assert.equal(frames, 0);
});

page('goes on when a promise that nobody awaits fails, and stops where the program did', {}, async (page, {faults}) => {
  await settled(page);
  await page.evaluate(() => { Promise.reject(new Error('of something beside')); });
  await page.waitForTimeout(200);
  assert.equal(await page.isVisible('#trouble'), false);
  await page.evaluate(() => {
    navigator.clipboard.writeText = async text => { window.report = text; };
    Promise.reject(new WebAssembly.RuntimeError('unreachable'));
  });
  await page.waitForSelector('#trouble:not([hidden])');
  assert.match(await page.textContent('#trouble-sentence'), /The program stopped: unreachable/);
  await page.click('#trouble-copy');
  await page.waitForFunction(() => document.querySelector('#trouble output').textContent === 'The report was copied.');
  assert.match(await page.evaluate(() => window.report), /unreachable/);
  await page.evaluate(() => { location.hash = 'screen=write'; });  // which nobody answers any more
  await page.waitForTimeout(200);
  assert.deepEqual(faults.splice(0), ['exception: of something beside', 'exception: unreachable']);
});

page('comes back after the graphics were lost', {path: '#screen=write&label=2'}, async page => {
  await settled(page);
  await page.evaluate(() => new Promise(done => {
    const context = canvas.getContext('webgl2');
    const extension = context.getExtension('WEBGL_lose_context');
    canvas.addEventListener('webglcontextrestored', () => setTimeout(done, 500), {once: true});
    canvas.addEventListener('webglcontextlost', () => setTimeout(() => extension.restoreContext(), 100), {once: true});
    extension.loseContext();
  }));
  await settled(page);
  await screenshot(page, 'restored');
  assert.equal(await page.textContent('#notice'), '');
});

const phone = {viewport: {width: 390, height: 844}, deviceScaleFactor: 3, hasTouch: true, isMobile: true};

/** Puts a finger down, moves it through the points, and lifts it. */
async function swipe(page, context, points) {
  const session = await context.newCDPSession(page);
  const send = (type, point) => session.send('Input.dispatchTouchEvent', {type, touchPoints: point ? [point] : []});
  await send('touchStart', points[0]);
  for (const point of points.slice(1)) {
    await page.waitForTimeout(30);
    await send('touchMove', point);
  }
  await send('touchEnd');
}

page('fits a phone: a finger draws on the sheet, and scrolls elsewhere', {...phone, path: '#example=-1'}, async (page, {context}) => {
  await settled(page);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out sideways');
  await screenshot(page, 'phone', {fullPage: true});

  const {places} = await settled(page);
  const [left, top, width, height] = places.pad;
  await visible(page, left + width / 2, top + height / 2);
  const points = [];
  for (const [x, y] of seven) points.push(await page.evaluate(([x, y]) => {
    const box = canvas.getBoundingClientRect();
    return {x: box.left + x, y: box.top + y};
  }, [left + x * width, top + y * height]));
  const before = await page.evaluate(() => scrollY);
  await swipe(page, context, points);
  const shown = await result(page, shown => shown.settled && read(shown), 'a reading');
  assert.equal(shown.read.strokes, 1);
  assert.equal(read(shown).label, 7);
  assert.equal(await page.evaluate(() => scrollY), before);
  await screenshot(page, 'phone-drawn', {fullPage: true});

  const at = await middle(page, 'undo');
  await page.touchscreen.tap(at.x, at.y);
  assert.equal((await result(page, shown => shown.read.strokes === 0)).read.strokes, 0);
});

for (const screen of ['write', 'cover', 'chain', 'compare']) {
  page(`fits a phone on the screen ${screen}`, {...phone, path: `#screen=${screen}&sweeps=4`}, async page => {
    const {places} = await settled(page);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out sideways');
    for (const [name, [x, , width]] of Object.entries(places)) assert.ok(x >= 0 && x + width <= 390, `${name} is on the screen`);
    await screenshot(page, `phone-${screen}`, {fullPage: true});
  });
}

page('scrolls by a swipe that begins on a button, without pressing it', {...phone, path: '#screen=write'}, async (page, {context}) => {
  const shown = await settled(page);
  const at = await middle(page, shown.write.label === 9 ? 'label-8' : 'label-9');
  const before = await page.evaluate(() => scrollY);
  await swipe(page, context, Array.from({length: 12}, (_, i) => ({x: at.x, y: at.y - 20 * i})));
  await page.waitForFunction(before => scrollY > before + 60, before);
  assert.equal((await settled(page)).write.label, shown.write.label);
});
