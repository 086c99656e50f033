// The headless module web/jmvae.js, as it is built: in node, in a page and in a worker, with the same numbers.

import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {serve} from '../../tools/serve.mjs';
import {open, site, start} from './browser.mjs';

const {asImage, integrity, load} = await import(pathToFileURL(`${site}/jmvae.js`));
const weights = `${site}/weights/mnist-jmvae-kl-small.safetensors`;

let model;
before(async () => { model = await load(readFileSync(weights)); });
after(() => model.free());

test('describes its model', () => {
  assert.equal(model.info.kind, 'jmvae-kl');
  assert.deepEqual(model.info.modalities.map(({name, kind}) => [name, kind]), [['image', 'picture'], ['label', 'label']]);
  assert.deepEqual(model.info.modalities[0].shape, [28, 28, 1]);
  assert.deepEqual(model.info.modalities[1].values, [...'0123456789']);
});

test('reads what it writes', () => {
  let right = 0;
  for (let label = 0; label < 10; ++label) {
    const [picture] = model.generate({given: {label}, spread: 0});
    assert.equal(picture.values.length, 784);
    const {predictions, digits} = model.infer(asImage(picture), {single: true});
    assert.equal(digits.length, 1);
    const probabilities = Object.values(predictions.label);
    assert.ok(Math.abs(probabilities.reduce((sum, p) => sum + p) - 1) < 1e-3);
    if (probabilities.indexOf(Math.max(...probabilities)) === label) ++right;
  }
  assert.ok(right >= 9, `${right} of 10 digits were read as written`);
});

test('depends on its seed alone', () => {
  const once = model.generate({given: {label: 3}, seed: 5, count: 4});
  const again = model.generate({given: {label: '3'}, seed: 5, count: 2});
  assert.deepEqual(again[1].values, once[1].values);
  assert.notDeepEqual(once[0].values, once[1].values);
  assert.notDeepEqual(model.generate({given: {label: 3}, seed: 6})[0].values, once[0].values);
});

test('takes a label as name, number or probabilities, and either side from the other', () => {
  const oneHot = Float32Array.from({length: 10}, (_, i) => i === 2 ? 1 : 0);
  const expected = model.generate({given: {label: 2}})[0].values;
  assert.deepEqual(model.generate({given: {label: oneHot}})[0].values, expected);
  assert.deepEqual(model.generate({given: {label: {2: 1}}})[0].values, expected);
  const [label] = model.generate({given: {image: expected}, modality: 'label', spread: 0});
  assert.equal(label.values.indexOf(Math.max(...label.values)), 2);
});

test('says what is wrong', async () => {
  const image = {data: new Uint8ClampedArray(400), width: 10, height: 11};
  assert.throws(() => model.generate({given: {label: 11}}), /"11" is not a value of label; expected one of 0, 1/);
  assert.throws(() => model.generate({given: {colour: 1}}), /no modality "colour"; it has image, label/);
  assert.throws(() => model.generate({given: {label: [1, 2]}}), /expected 10 numbers, found 2/);
  assert.throws(() => model.generate({given: {label: {2: 1.5}}}), /label: expected 0 ... 1 for 2, found 1.5/);
  assert.throws(() => model.generate({given: {label: undefined}}), /label: expected a value, .* found undefined/);
  assert.throws(() => model.generate({given: {label: 2, image: new Float32Array(784)}}), /name the modality to make/);
  assert.throws(() => model.infer(image), /width × height × 4/);
  await assert.rejects(load(new Uint8Array(40)), /\w/);
  const bytes = readFileSync(weights);
  await assert.rejects(load(bytes.subarray(0, bytes.length - 100)), /\w/);
});

test('fills in what is missing by the way that is asked for', () => {
  const given = {label: 3};
  const [own] = model.generate({given}), [encoder] = model.generate({given, filling: 'encoder'});
  const [zero] = model.generate({given, filling: 'zero'}), [chain] = model.generate({given, filling: 'chain', sweeps: 5});
  assert.deepEqual(own.values, encoder.values);
  assert.notDeepEqual(zero.values, own.values);
  assert.notDeepEqual(chain.values, zero.values);
  assert.deepEqual(model.generate({given, filling: 'chain', sweeps: 0})[0].values, zero.values);
  assert.throws(() => model.generate({given, filling: 'chian'}), /"chian"; did you mean "chain"/);
  assert.throws(() => model.generate({given, filling: 'chain', sweeps: -1}), /sweeps: expected a whole number, 0 .* found -1/);
  assert.throws(() => model.generate({given, sweeps: 1.5}), /whole number/);
});

test('completes what is given in part', () => {
  const [{values: image}] = model.generate({given: {label: 5}, spread: 0});
  const known = image.map((_, i) => i < 392 ? 1 : 0);
  const changed = image.map((value, i) => known[i] ? value : 1 - value);
  const request = {known: {image: known}, filling: 'zero', count: 2};
  const completed = model.generate({given: {image}, ...request});
  assert.equal(completed[0].values.length, 784);
  assert.notDeepEqual(completed[0].values, completed[1].values);
  assert.deepEqual(model.generate({given: {image: changed}, ...request}), completed);  // what is hidden has no part
  assert.notDeepEqual(model.generate({given: {image}, filling: 'zero', modality: 'image'})[0].values, completed[0].values);
  assert.throws(() => model.generate({given: {image}, known: {image: [1, 0]}}), /known.image: expected 784 numbers, found 2/);
});

test('says beforehand what a model can\'t do', () => {
  const image = new Float32Array(784), part = image.map((_, i) => i % 2), nothing = image;
  assert.equal(model.check({given: {image}}), '');
  assert.equal(model.check({given: {image}, known: {image: part}, filling: 'chain'}), '');
  assert.match(model.check({given: {image}, known: {image: part}}), /never saw a part/);
  assert.match(model.check({given: {image}, known: {image: nothing}, filling: 'zero'}), /hides all 784/);
  assert.match(model.check({given: {label: 12}}), /"12" is not a value of label/);
  assert.match(model.check({given: {label: 2}, count: 2.5}), /count: expected a whole number/);
});

test('takes numbers in whatever list they are, and refuses those that are none', () => {
  const given = {label: {length: 10, 2: 1, ...Object.fromEntries([0, 1, 3, 4, 5, 6, 7, 8, 9].map(i => [i, 0]))}};
  assert.deepEqual(model.generate({given}), model.generate({given: {label: 2}}));
  assert.throws(() => model.generate({given: {label: new Float32Array(10).fill(NaN)}}), /label: expected numbers, found NaN/);
  const wrong = {count: [2.5, NaN, -1, 1e12], spread: [NaN, Infinity, -1], seed: [-1, 0.5, 2 ** 32], sweeps: [NaN],
                 emphasis: [NaN, Infinity, -1]};
  for (const [name, numbers] of Object.entries(wrong)) {
    for (const number of numbers) {
      assert.throws(() => model.generate({given: {label: 2}, [name]: number}), new RegExp(`^Error: ${name}: expected a .* found ${number}`));
    }
  }
  const image = asImage(model.generate({given: {label: 2}})[0]);
  assert.throws(() => model.infer(image, {samples: 0}), /samples: expected a whole number/);
  assert.deepEqual(model.generate({given: {label: 2}, count: 0}), []);
  const many = model.generate({given: {label: 2}, count: 3000});
  assert.equal(many.length, 3000);
  assert.deepEqual(many[1], model.generate({given: {label: 2}, count: 2})[1]);
});

test('ends with the reason of its signal', async () => {
  const server = createServer((request, response) => {
    response.writeHead(200, {'content-length': 1000});
    response.write('x');
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const options = {wasmUrl: pathToFileURL(`${site}/jmvae_core.wasm`)}, reason = new Error('no more');
  const before = AbortSignal.abort(reason), during = new AbortController();
  const isReason = error => error === reason;
  await assert.rejects(load(readFileSync(weights), {...options, signal: before}), isReason);
  await assert.rejects(load(`http://127.0.0.1:${server.address().port}/`, {...options, signal: before}), isReason);
  setTimeout(() => during.abort(reason), 200);
  await assert.rejects(load(`http://127.0.0.1:${server.address().port}/`, {...options, signal: during.signal}), isReason);
  server.closeAllConnections();
  server.close();
});

test('refuses pages, refusals and broken connections instead of weights', async () => {
  const server = createServer((request, response) => {
    if (request.url === '/page') response.writeHead(200, {'content-type': 'text/html'}).end('<!doctype html>');
    else if (request.url === '/stump') {
      response.writeHead(200, {'content-length': 1000});
      response.write('x'.repeat(10), () => response.destroy());
    } else response.writeHead(404).end();
  });
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${server.address().port}/`;
  const wasmUrl = pathToFileURL(`${site}/jmvae_core.wasm`);
  await assert.rejects(load(`${url}none`, {wasmUrl}), /the server answered 404/);
  await assert.rejects(load(`${url}page`, {wasmUrl}), /found a web page/);
  await assert.rejects(load(`${url}stump`, {wasmUrl}), /the connection broke after \d+ bytes/);
  server.close();
});

test('checks the hashes of what it fetches', async () => {
  const name = 'weights/mnist-jmvae-kl-small.safetensors', address = pathToFileURL(`${site}/${name}`);
  (await load(address)).free();
  (await load(address, {integrity: integrity[name]})).free();
  await assert.rejects(load(address, {integrity: integrity['jmvae_core.wasm']}), /not the expected file: its hash is sha256-/);
  (await load(readFileSync(weights), {integrity: integrity[name]})).free();
  await assert.rejects(load(readFileSync(weights), {integrity: integrity['jmvae_core.wasm']}), /not the expected file/);
  await assert.rejects(load(address, {integrity: undefined, fetch: async () => new Response(new Uint8Array(8))}), /not the expected file/);
  const options = {wasmUrl: 'https://example.org/other.wasm', fetch: async () => new Response(new Uint8Array(8))};
  await assert.rejects(load(readFileSync(weights), options), /other.wasm is not the expected file/);
});

// ---- Faces

const faceWeights = readdirSync(`${site}/weights`).filter(name => /^(avatars|celeba)-jmvae-kl\.safetensors$/.test(name));

for (const file of faceWeights) {
  test(`${file}: attributes that are named are known, the others free`, async () => {
    const faces = await load(readFileSync(`${site}/weights/${file}`));
    const [image, attributes] = faces.info.modalities;
    assert.deepEqual([image.kind, image.shape], ['picture', [64, 64, 3]]);
    assert.equal(attributes.kind, 'attributes');
    assert.ok(attributes.values.includes('Smiling') && attributes.values.includes('Eyeglasses'));

    const request = {seed: 3, count: 2};
    const made = faces.generate({given: {attributes: {Smiling: 1, Eyeglasses: 0}}, ...request});
    assert.deepEqual([made[0].width, made[0].height, made[0].channels], [64, 64, 3]);
    const mask = attributes.values.map(name => name === 'Smiling' || name === 'Eyeglasses');
    const numbers = attributes.values.map(name => name === 'Smiling' ? 1 : 0);
    assert.deepEqual(faces.generate({given: {attributes: numbers}, known: {attributes: mask}, ...request}), made);
    assert.deepEqual(faces.generate({given: {attributes: {Smiling: true, Eyeglasses: false}}, ...request}), made);
    const whole = Object.fromEntries(attributes.values.map((name, i) => [name, numbers[i]]));
    assert.deepEqual(faces.generate({given: {attributes: whole}, ...request}),
                     faces.generate({given: {attributes: numbers}, ...request}));
    assert.notDeepEqual(faces.generate({given: {attributes: numbers}, ...request}), made);
    assert.deepEqual(faces.generate({given: {attributes: {}}, modality: 'image', ...request}),
                     faces.generate({modality: 'image', ...request}));
    const imputed = {filling: 'imputation', modality: 'image'};
    const anyone = faces.generate({...imputed, ...request});
    assert.deepEqual(faces.generate({...imputed, ...request}), anyone);
    assert.notDeepEqual(faces.generate({modality: 'image', ...request}), anyone);
    assert.notDeepEqual(faces.generate({given: {attributes: {Smiling: 1}}, ...imputed, ...request}), anyone);
    assert.deepEqual(faces.generate({given: {attributes: numbers}, ...imputed, spread: 0, ...request}),
                     faces.generate({given: {attributes: numbers}, ...imputed, spread: 0, ...request, seed: 4}));
    const mean = numbers => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    const hat = {given: {attributes: {Wearing_Hat: 1}}, count: 8, seed: 2, spread: 1};
    const worn = emphasis => mean(faces.generate({...hat, emphasis}).map(picture => (
      faces.infer(asImage(picture)).predictions.attributes.Wearing_Hat)));
    assert.ok(worn(0.5) > worn(0), 'a hat is seen more clearly with emphasis');
    assert.deepEqual(faces.generate({...hat, emphasis: 0}), faces.generate(hat));
    assert.equal(faces.check(imputed), '');
    const photo = {data: new Uint8ClampedArray(4 * 64 * 64).fill(128), width: 64, height: 64};
    assert.match(faces.check({given: {image: photo}, ...imputed, modality: 'attributes'}), /image is given/);
    assert.throws(() => faces.generate({given: {attributes: {Invisible: 1}}}), /"Invisible" is not a value of attributes/);
    faces.free();
  });

  test(`${file}: reads faces as it writes them, wherever they are in a picture`, async () => {
    const faces = await load(readFileSync(`${site}/weights/${file}`));
    for (const glasses of [0, 1]) {
      const [picture] = faces.generate({given: {attributes: {Eyeglasses: glasses}}, spread: 0});
      const image = asImage(picture);
      const {predictions, face} = faces.infer(image);
      assert.deepEqual(face.box, {x: 0, y: 0, width: 64, height: 64});
      assert.ok(Math.abs(predictions.attributes.Eyeglasses - glasses) < 0.5, `${predictions.attributes.Eyeglasses}`);
      assert.ok(Object.values(predictions.attributes).every(p => p >= 0 && p <= 1));

      // On a larger sheet, 20 pixels from the left and 10 from the top: seen once the crop says where.
      const sheet = {data: new Uint8ClampedArray(4 * 120 * 90).fill(255), width: 120, height: 90};
      for (let row = 0; row < 64; ++row) {
        sheet.data.set(image.data.subarray(4 * 64 * row, 4 * 64 * (row + 1)), 4 * (120 * (row + 10) + 20));
      }
      const crop = {x: 20, y: 10, width: 64, height: 64}, found = faces.infer(sheet, {crop});
      const distance = face.pixels.map((value, i) => Math.abs(value - found.face.pixels[i]));
      assert.ok(distance.reduce((sum, d) => sum + d) / distance.length < 0.03);  // but for the softening of a crop
      assert.deepEqual(faces.infer(sheet).face.box, {x: 15, y: 0, width: 90, height: 90});
      assert.throws(() => faces.infer(sheet, {crop: {...crop, x: 100}}), /\w/);

      // And changed: the same face with one attribute asked for.
      const [again] = faces.generate({given: {image: sheet, attributes: {Eyeglasses: 1 - glasses}}, crop, modality: 'image',
                                      spread: 0});
      assert.equal(again.values.length, picture.values.length);
      assert.notDeepEqual(again.values, faces.generate({given: {image: sheet}, crop, modality: 'image', spread: 0})[0].values);
      const edited = strength => faces.edit(sheet, {Eyeglasses: 1 - glasses}, {crop, strength});
      assert.equal(edited(1).values.length, picture.values.length);
      const seen = strength => faces.infer(asImage(edited(strength))).predictions.attributes.Eyeglasses;
      assert.ok(Math.abs(seen(2) - (1 - glasses)) < 0.5, `${seen(2)} where ${1 - glasses} was asked for`);
      assert.notDeepEqual(edited(1), edited(0));
      assert.deepEqual(faces.edit(sheet, {Eyeglasses: glasses}, {crop, strength: 2}), faces.edit(sheet, {}, {crop}));
      assert.throws(() => faces.edit(sheet, {Eyeglases: 1}), /"Eyeglases" is not a value of attributes/);
    }
    assert.throws(() => model.edit({data: new Uint8ClampedArray(4), width: 1, height: 1}, {Smiling: 1}), /no attributes/);
    faces.free();
  });
}

test('loads from another origin, whose server packs what it sends', async () => {
  const session = await start(), other = await serve(site);
  try {
    const page = await session.browser.newPage();
    await page.goto(`${session.url}icon.svg`);  // of another origin, without a policy of its own
    const made = await page.evaluate(async other => {
      const {load} = await import(`${other}jmvae.js`), parts = [];
      const model = await load(`${other}weights/mnist-jmvae-kl-small.safetensors`, {onProgress: part => parts.push(part)});
      return {size: model.generate({given: {label: 9}})[0].values.length, most: Math.max(...parts)};
    }, other.url);
    assert.deepEqual(made, {size: 784, most: 1});
  } finally {
    await session.stop();
    await other.close();
  }
});

test('gives the same numbers in a page and in a worker', async () => {
  const session = await start();
  try {
    const {page, faults} = await open(session, {settled: false});
    const request = {given: {label: 9}, seed: 12};
    const inPage = await page.evaluate(async request => {
      const {load} = await import('./jmvae.js');
      const model = await load('weights/mnist-jmvae-kl-small.safetensors');
      return [...model.generate(request)[0].values];
    }, request);
    const inNode = [...model.generate(request)[0].values];
    assert.deepEqual(inPage, inNode);

    await page.route('**/worker.js', route => route.fulfill({contentType: 'text/javascript', body: `
      import {load} from './jmvae.js';
      onmessage = async ({data}) => {
        const model = await load('weights/mnist-jmvae-kl-small.safetensors');
        postMessage([...model.generate(data)[0].values]);
      };`}));
    const inWorker = await page.evaluate(request => new Promise((resolve, reject) => {
      const worker = new Worker('worker.js', {type: 'module'});
      worker.onmessage = ({data}) => resolve(data);
      worker.onerror = error => reject(new Error(error.message));
      worker.postMessage(request);
    }), request);
    assert.deepEqual(inWorker, inNode);
    assert.deepEqual(faults, []);
  } finally {
    await session.stop();
  }
});
