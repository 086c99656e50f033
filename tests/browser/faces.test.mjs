// The screen of faces, with models of avatars: what visitors do with it, read back from what it shows.

import assert from 'node:assert/strict';
import {existsSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {click, middle, open, result, screenshot, settled, site, start, stroke} from './browser.mjs';

const skip = existsSync(`${site}/weights/avatars-jmvae-kl.safetensors`) ? false : 'the site has no model of avatars';

let session;
before(async () => { if (!skip) session = await start(); });
after(() => session?.stop());

/** A test with a page of its own, which must stay free of faults and ask nobody else for anything. */
function page(name, options, body) {
  test(name, {skip}, async () => {
    const opened = await open(session, {...options, settled: false, path: ''});
    const strangers = [];
    opened.page.on('request', request => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(session.url)) strangers.push(request.url());
    });
    try {
      await opened.page.goto(`${session.url}figure.html${options.path ?? ''}`);
      await body(opened.page, opened);
      assert.deepEqual(opened.faults, []);
      assert.deepEqual(strangers, []);
      assert.deepEqual(await opened.page.evaluate(() => window.policyViolations), []);
    } finally {
      await opened.context.close();
    }
  });
}

const faces = '#screen=faces&data=avatars';
const photographs = '#screen=faces&data=celeba';
const whole = shown => shown.settled && shown.faces?.count > 0 && shown.faces.drawn === shown.faces.count;
const drawn = (page, condition = () => true, what = 'faces') =>
  result(page, shown => whole(shown) && condition(shown.faces), what);
const mean = numbers => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const probability = ({faces}, name) => mean(faces.attributes.map(own => own[faces.names.indexOf(name)]));

/** Faces drawn one by one or together differ in the last digits. */
const same = (colours, others) =>
  colours.flat().every((value, i) => Math.abs(value - others.flat()[i]) < 1e-4) && colours.length === others.length;

/** The bytes of a face that the page draws by itself, as no data set has it. */
async function facePicture(page, {width = 300, height = 360} = {}) {
  const numbers = await page.evaluate(async ({width, height}) => {
    const canvas = new OffscreenCanvas(width, height), context = canvas.getContext('2d');
    const disc = (colour, x, y, radius) => {
      context.fillStyle = colour;
      context.beginPath();
      context.arc(x * width, y * height, radius * width, 0, 7);
      context.fill();
    };
    context.fillStyle = '#b6cbd9';
    context.fillRect(0, 0, width, height);
    disc('#d0512f', 0.5, 0.42, 0.32);
    disc('#eebfa6', 0.5, 0.5, 0.28);
    disc('#1c1030', 0.4, 0.47, 0.035);
    disc('#1c1030', 0.6, 0.47, 0.035);
    disc('#ffffff', 0.5, 0.62, 0.06);
    return [...new Uint8Array(await (await canvas.convertToBlob({type: 'image/png'})).arrayBuffer())];
  }, {width, height});
  return {name: 'somebody.png', mimeType: 'image/png', buffer: Buffer.from(numbers)};
}

page('fetches a model of faces when the screen is opened, and not before', {}, async page => {
  const asked = [];
  page.on('request', request => { if (request.url().includes('.safetensors')) asked.push(request.url()); });
  await settled(page);
  assert.ok(asked.every(url => url.includes('mnist')), asked.join());
  await page.evaluate(faces => { location.hash = faces; }, faces);
  const shown = await drawn(page);
  assert.equal(shown.models['avatars-jmvae-kl'].stage, 'ready');
  assert.equal(asked.filter(url => url.includes('avatars')).length, 1);
});

page('draws faces that follow each attribute at once', {path: faces}, async page => {
  const free = await drawn(page);
  assert.equal(free.faces.count, 16);
  await click(page, 'attribute-Eyeglasses');
  const on = await drawn(page, ({on}) => on.join() === 'Eyeglasses', 'faces with glasses');
  assert.ok(!same(on.faces.colours, free.faces.colours));
  assert.ok(probability(on, 'Eyeglasses') > probability(free, 'Eyeglasses'));
  await page.waitForFunction(() => /glasses/i.test(document.getElementById('announcement').textContent));
  await click(page, 'attribute-Eyeglasses');
  const off = await drawn(page, ({off}) => off.join() === 'Eyeglasses', 'faces without glasses');
  assert.ok(probability(off, 'Eyeglasses') < probability(on, 'Eyeglasses'));
  await click(page, 'attribute-Eyeglasses');
  const again = await drawn(page, ({on, off}) => on.length + off.length === 0, 'free again');
  assert.ok(same(again.faces.colours, free.faces.colours));
  await screenshot(page, 'faces', {fullPage: true});
  console.log(`sixteen faces in ${Math.round(1000 * again.faces.seconds)} ms`);
});

// Drawings differ in the attributes that are drawn for them, too.
page('draws others from other noise, and of photographs none that differ without spread', {path: `${photographs}&on=Smiling`}, async page => {
  const before = await drawn(page);
  await click(page, 'again');
  const after = await drawn(page, ({colours}) => colours[0][0] !== before.faces.colours[0][0], 'other faces');
  assert.notEqual(after.state, before.state);
  await page.evaluate(photographs => { location.hash = `${photographs}&on=Smiling&spread=0`; }, photographs);
  const still = await drawn(page, ({colours}) => Math.abs(colours[0][0] - colours[1][0]) < 1e-4, 'the same face');
  for (const colours of still.faces.colours) assert.ok(same(colours, still.faces.colours[0]));
});

page('keeps a face while attributes and noise change', {path: faces}, async page => {
  const free = await drawn(page);
  await click(page, 'face-2');
  const kept = await result(page, shown => whole(shown) && shown.faces.kept?.length === 1, 'a kept face');
  assert.ok(same(kept.faces.kept[0], free.faces.colours[2]));
  await click(page, 'again');
  const others = await drawn(page, ({colours}) => colours[2][0] !== free.faces.colours[2][0], 'others');
  assert.ok(same(others.faces.kept, kept.faces.kept));
  await click(page, 'attribute-Sunglasses');
  const changed = await result(page, shown => whole(shown) && shown.faces.on.length === 1, 'with sunglasses');
  assert.ok(!same(changed.faces.kept, kept.faces.kept));
  await screenshot(page, 'faces-kept', {fullPage: true});
  await click(page, 'release');
  assert.equal((await settled(page)).faces.kept, null);
});

page('finds attributes, shows all of them, and sets several together', {path: faces}, async page => {
  await drawn(page);
  const attributes = async () =>
    Object.keys((await settled(page)).places).filter(name => name.startsWith('attribute-')).length;
  const first = await attributes();
  await click(page, 'every-attribute');
  const all = await attributes();
  assert.ok(first < all && all === (await settled(page)).faces.names.length);
  await click(page, 'find');
  await page.fill('#typing', 'hair red');
  await result(page, shown => shown.places['attribute-Red_Hair'] && !shown.places['attribute-Smiling'], 'red hair alone');
  await page.press('#typing', 'Enter');
  assert.equal(await page.isVisible('#typing'), false);
  await click(page, 'find-nothing');
  assert.equal(await attributes(), all);
  await click(page, 'preset-Smiling, glasses');
  assert.deepEqual((await drawn(page, ({on}) => on.length === 2, 'a preset')).faces.on, ['Smiling', 'Eyeglasses']);
  await click(page, 'chance');
  await drawn(page, ({on, off}) => on.length + off.length > 0 && on.join() !== 'Smiling,Eyeglasses', 'a surprise');
  await click(page, 'free-all');
  await drawn(page, ({on, off}) => on.length + off.length === 0, 'all free');
});

page('slides an attribute and walks between faces', {path: `${faces}&faces=slide&slide=Eyeglasses&along=0`}, async page => {
  const strip = await result(page, shown => shown.settled && shown.faces.strip.length === 21, 'a slide');
  assert.ok(!same(strip.faces.strip[0], strip.faces.strip[6]));
  assert.ok(same(strip.faces.between[0], strip.faces.strip[0]));
  await click(page, 'step-6');
  const end = await result(page, shown => shown.settled && shown.state.includes('along=1'), 'the end');
  assert.ok(same(end.faces.between[0], strip.faces.strip[6]));
  await screenshot(page, 'faces-slide', {fullPage: true});
  await click(page, 'faces-Walk');
  const walk = await result(page, shown => shown.settled && shown.faces.strip.length === 7, 'a walk');
  await click(page, 'to-3');
  const other = await result(page, shown => shown.settled && shown.state.includes('walk-to=3'), 'another end');
  assert.ok(same(other.faces.strip[0], walk.faces.strip[0]));
  assert.ok(!same(other.faces.strip[6], walk.faces.strip[6]));
  await screenshot(page, 'faces-walk', {fullPage: true});
});

page('reads a face that is brought, and changes it', {path: `${faces}&faces=own`}, async page => {
  await result(page, shown => shown.settled && shown.places.borrow, 'an invitation');
  await page.setInputFiles('#file', await facePicture(page));
  const read = await result(page, shown => shown.settled && shown.faces.own.attributes.length > 0, 'a reading');
  const {attributes, crop} = read.faces.own;
  assert.equal(attributes.length, read.faces.names.length);
  assert.ok(attributes.every(p => p >= 0 && p <= 1) && Math.max(...attributes) > 0.5);
  assert.deepEqual(crop, [0, 30, 300]);
  await page.waitForFunction(() => /^The face was read/.test(document.getElementById('announcement').textContent));
  await click(page, 'own-Sunglasses');
  const changed = await result(page, ({settled, state, faces: {own}}) =>
    settled && state.includes('Sunglasses') && own.changed !== read.faces.own.changed, 'a change');
  assert.equal(changed.faces.own.decoded, read.faces.own.decoded);
  await screenshot(page, 'faces-own', {fullPage: true});

  await click(page, 'crop-closer');
  const closer = await result(page, shown => shown.settled && shown.faces.own.crop[2] < 300, 'a closer crop');
  assert.notDeepEqual(closer.faces.own.attributes, attributes);
  await stroke(page, [[0.5, 0.5], [0.52, 0.5], [0.4, 0.4]], 'crop');
  await result(page, shown => shown.settled && shown.faces.own.crop[1] < closer.faces.own.crop[1], 'a moved crop');
  const end = await page.evaluate(() => location.hash);
  assert.ok(!/somebody|crop/.test(end), 'a picture is not in the link');
});

page('says what is wrong with a picture, on the screen of faces', {path: `${faces}&faces=own`}, async page => {
  await result(page, shown => shown.settled && shown.places.borrow, 'an invitation');
  await page.setInputFiles('#file', {name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not a picture')});
  const shown = await result(page, shown => shown.faces?.own.problem, 'a sentence');
  assert.match(shown.faces.own.problem, /notes\.txt is not a picture/);
  await page.setInputFiles('#file', await facePicture(page, {width: 8, height: 8}));
  await result(page, shown => /at least 16/.test(shown.faces.own.problem), 'a sentence about the size');
});

page('takes a face that the model drew', {path: `${faces}&kept=1`}, async page => {
  await drawn(page);
  await click(page, 'change');
  const shown = await result(page, shown => shown.settled && shown.faces.own.attributes.length > 0, 'a reading');
  assert.equal(shown.faces.view, 'own');
});

page('carries everything in the link, and leaves out what it can\'t use', {
  path: `${faces}&on=Smiling,Eyeglases&off=Bald&seed=7&spread=0.5&kept=3&kept-seed=9`,
}, async page => {
  const shown = await drawn(page);
  assert.equal(shown.notices.length, 1);
  assert.match(shown.notices[0], /no attribute Eyeglases.*Eyeglasses/);
  assert.deepEqual([shown.faces.on, shown.faces.off], [['Smiling'], ['Bald']]);
  await page.waitForFunction(() => !location.hash.includes('Eyeglases'));
  await page.reload();
  const again = await drawn(page);
  assert.deepEqual(again.notices, []);
  assert.ok(same(again.faces.colours, shown.faces.colours) && same(again.faces.kept, shown.faces.kept));
});

page('is used by keys alone', {path: faces}, async page => {
  const {places} = await drawn(page);
  await page.focus('canvas');
  await page.keyboard.press('ArrowDown');
  for (let i = 0; i < 12; ++i) {
    await page.keyboard.press('ArrowDown');
    await page.waitForTimeout(60);
  }
  await page.keyboard.press(' ');
  await result(page, shown => whole(shown) && (shown.state !== 'screen=faces&data=avatars'), 'something chosen by keys');
  for (const [name, [, , width, height]] of Object.entries(places)) assert.ok(width > 0 && height >= 32, name);
});

page('is used with a finger on a phone', {
  path: faces, viewport: {width: 390, height: 844}, deviceScaleFactor: 2, hasTouch: true, isMobile: true,
}, async page => {
  const {places, faces} = await drawn(page);
  assert.equal(faces.count, 8);
  for (const [name, [x, , width, height]] of Object.entries(places)) {
    assert.ok(height >= 44 && width >= 44 && x >= 0 && x + width <= 390.5, `${name}: ${width} x ${height} at ${x}`);
  }
  const {x, y} = await middle(page, 'attribute-Smiling');
  await page.touchscreen.tap(x, y);
  await drawn(page, ({on}) => on.join() === 'Smiling', 'a tapped attribute');
  await screenshot(page, 'faces-phone', {fullPage: true});
});

page('follows the form', {path: faces}, async page => {
  await drawn(page);
  await page.click('.controls summary');
  await page.fill('[name=on]', 'Beard');
  await page.press('[name=on]', 'Enter');
  await drawn(page, ({on}) => on.join() === 'Beard', 'a beard by the form');
  await click(page, 'attribute-Wearing_Hat');
  await page.waitForFunction(() => document.querySelector('[name=on]').value === 'Beard,Wearing_Hat');
});

page('rests when another view is chosen before all faces of the first are drawn', {path: faces}, async page => {
  await drawn(page);
  const cpu = await page.context().newCDPSession(page);
  const slower = rate => cpu.send('Emulation.setCPUThrottlingRate', {rate});  // or a fast machine draws all in two frames
  for (const [state, next] of [['faces=many', 'faces=slide'], ['faces=walk', 'faces=slide'], ['faces=many&on=Smiling', 'faces=own']]) {
    await slower(10);
    const before = await page.evaluate(async ([state, next]) => {
      const go = end => new Promise(changed => {
        addEventListener('hashchange', changed, {once: true});
        location.hash = `screen=faces&data=avatars&seed=7&${end}`;
      });
      await go(state);
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      const {settled} = window.jmvae.result();
      await go(next);
      return settled;
    }, [state, next]);
    await slower(1);
    assert.equal(before, false, `${state} was not all drawn yet`);
    await result(page, shown => shown.settled && shown.state.includes(next), `rest, from ${state} to ${next}`);
  }
});

test('stops fetching when asked to, and fetches again', {skip}, async () => {
  const opened = await open(session, {path: '', settled: true});
  const {page} = opened;
  try {
    let release;
    const held = new Promise(resolve => { release = resolve; });
    await page.route('**/avatars-jmvae-kl.safetensors*', async route => {
      await held;
      await route.continue().catch(() => {});
    });
    await page.evaluate(faces => { location.hash = faces; }, faces);
    await result(page, shown => shown.places['stop-avatars-jmvae-kl'], 'a way to stop');
    await click(page, 'stop-avatars-jmvae-kl');
    await result(page, shown => shown.models['avatars-jmvae-kl'].stage === 'stopped', 'a stop');
    release();
    await click(page, 'retry-avatars-jmvae-kl');
    await drawn(page);
    assert.deepEqual(opened.faults, []);
  } finally {
    await opened.context.close();
  }
});

for (const data of ['celeba', 'avatars']) {
  page(`shows models of ${data} side by side, from the same attributes and noise`, {path: `#screen=faces&data=${data}&beside=1&on=Smiling`}, async page => {
    const shown = await result(page, shown => shown.settled && shown.faces, 'columns');
    const columns = Object.values(shown.faces.beside);
    assert.deepEqual(Object.keys(shown.faces.beside).sort(), ['jmvae', 'jmvae-h', 'jmvae-kl'].map(kind => `${data}-${kind}`));
    for (const colours of columns) assert.equal(colours.length, 6);
    columns.forEach((one, i) => columns.slice(0, i).forEach(other => assert.ok(!same(one, other), 'the models draw different faces')));
    await screenshot(page, `faces-beside-${data}`, {fullPage: true});
  });
}
