// jmvae generate and jmvae infer: pictures from labels, labels from pictures.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import {before, test} from 'node:test';

import {at, data, fails, jmvae, makeRun, redescribe, writeStroke} from './command.mjs';

before(makeRun);

test('generate writes pictures of the model\'s size, the same for a seed', () => {
  const once = at('once.png'), again = at('again.png'), other = at('other.png');
  const sevens = ['generate', at('run'), '--given', 'label=7', '--count', '4', '--seed'];
  assert.equal(jmvae(...sevens, '5', '--out', once).code, 0);
  assert.equal(jmvae(...sevens, '5', '--out', again).code, 0);
  assert.equal(jmvae(...sevens, '6', '--out', other).code, 0);
  assert.ok(fs.readFileSync(once).equals(fs.readFileSync(again)));
  assert.ok(!fs.readFileSync(once).equals(fs.readFileSync(other)));
  assert.equal(fs.readFileSync(once).readUInt32BE(16), 56);

  assert.equal(jmvae(...sevens, '5', '--out-dir', at('pictures')).code, 0);
  assert.deepEqual(fs.readdirSync(at('pictures')).sort(), ['00000.png', '00001.png', '00002.png', '00003.png']);
  assert.equal(fs.readFileSync(at('pictures', '00000.png')).readUInt32BE(16), 28);

  const both = jmvae(...sevens, '5', '--out', at('beside.png'), '--json');
  assert.equal(JSON.parse(both.out).results.length, 4);
  assert.ok(fs.readFileSync(at('beside.png')).equals(fs.readFileSync(once)));
  assert.equal(jmvae('generate', '--given', 'label=7', at('run'), '--out', at('order.png')).code, 0);

  writeStroke(at('stroke.png'));
  const labels = jmvae('generate', at('run'), '--image', at('stroke.png'), '--modality', 'label', '--count', '2');
  assert.equal(JSON.parse(labels.out).results.length, 2);
});

test('generate refuses what it can not do with one sentence', () => {
  const generate = (...more) => ['generate', at('run'), '--out', at('x.png'), ...more];
  fails(generate('--given', 'label=12'), '"12"');
  fails(generate('--given', 'lable=1'), 'image, label');
  fails(generate('--given', 'label'), 'MODALITY=VALUE');
  fails(generate('--given', 'label=1', '--given', 'label=2'), 'twice');
  fails(generate('--given', 'image=1'), '--image');
  fails(generate('--modality', 'sound'), 'image, label');
  fails(generate('--filling', 'imputation'), 'imputation', 'attributes');
  fails(['generate', at('run')], '--out');
  fails(generate('--modality', 'label'), '--out', 'label');
  fails(generate('--crop', '0,0,8,8'), '--crop', 'faces');
  fails(['generate', at('nothing.safetensors'), '--out', at('x.png')], 'nothing.safetensors');
  fails(['generate', at('run'), '--out', at('no', 'folder.png')], 'folder.png');
  fails(['generate', at('run'), '--out', '/dev/full'], '/dev/full');
  assert.ok(!fs.existsSync(at('x.png')));
});

test('a model of other pictures than digits is no reason to read out of bounds', () => {
  const dense = new URL('../../weights/mnist-telbo-small.safetensors', import.meta.url), other = at('other.safetensors');
  const take = (shape) => redescribe(dense, other, ({model}) => model.modalities[0].shape = shape);
  writeStroke(at('stroke.png'));
  for (const [shape, size] of [[[14, 56, 1], '14 x 56 x 1'], [[28, 14, 2], '28 x 14 x 2'], [[784], '784']]) {
    take(shape);
    fails(['infer', other, at('stroke.png')], size, '28 x 28');
    fails(['generate', other, '--image', at('stroke.png'), '--modality', 'label'], size);
    const {code, out, err} = jmvae('generate', other, '--given', 'label=3', '--count', '2', '--json');
    assert.equal(code, 0, err);
    assert.equal(JSON.parse(out).results[0].image.length, 784);
    const map = jmvae('latent', other, '--data', data, '--out', at('other.png'));
    assert.equal(map.code, 0, map.err);
  }
  fails(['generate', other, '--out', at('x.png')], '--out', 'image', 'JSON');
  take([28, 14, 2]);
  fails(['generate', other, '--out', at('x.png')], '1, 3 or 4', '2');
  take([14, 56, 1]);
  assert.equal(jmvae('generate', other, '--count', '1', '--out', at('wide.png')).code, 0);
  assert.equal(fs.readFileSync(at('wide.png')).readUInt32BE(16), 56);
});

test('infer reads labels, and one bad picture does not cost the others', () => {
  const good = at('good.png'), bad = at('bad.png');
  writeStroke(good);
  fs.writeFileSync(bad, 'this is text');
  const {code, out, err} = jmvae('infer', at('run'), bad, good, '--json');
  assert.equal(code, 1);
  assert.match(err, /^jmvae: .*bad\.png/);
  const {results} = JSON.parse(out);
  assert.equal(results.length, 1);
  assert.equal(results[0].file, good);
  assert.deepEqual(results[0].box, [19, 10, 6, 40]);
  const sum = Object.values(results[0].predictions.label).reduce((a, b) => a + b);
  assert.ok(Math.abs(sum - 1) < 1e-4);
});
