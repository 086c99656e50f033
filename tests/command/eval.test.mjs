// jmvae eval and jmvae latent: figures with their names, and sentences for what can not be measured.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import {before, test} from 'node:test';

import {at, data, fails, jmvae, makeRun, writeStroke} from './command.mjs';

before(makeRun);

test('eval gives the promised JSON', () => {
  const {code, out} = jmvae('eval', at('run'), '--data', data, '--limit', '50', '--metrics', 'accuracy,likelihood',
                            '--importance-samples', '20', '--json');
  assert.equal(code, 0);
  const {metrics} = JSON.parse(out);
  for (const name of ['accuracy.label_from_image', 'log_p(x,w)', 'log_p(x)', 'log_p(x|w)', 'log_p(w|x)']) {
    for (const key of ['value', 'stderr', 'samples']) assert.ok(Number.isFinite(metrics[name][key]), `${name} ${key}`);
    assert.equal(typeof metrics[name].estimator, 'string');
    assert.equal(metrics[name].examples, 50);
  }
  const two = jmvae('eval', at('run'), '--data', data, '--limit', '20', '--metrics', 'log_p(x,w),accuracy', '--json');
  assert.deepEqual(Object.keys(JSON.parse(two.out).metrics), ['accuracy.label_from_image', 'log_p(x,w)']);
});

test('eval names estimator, proposal and filling of every figure, and takes any direction', () => {
  const measure = (...more) => jmvae('eval', at('run'), '--data', data, '--limit', '30', '--importance-samples', '10',
                                     '--json', ...more);
  const {metrics} = JSON.parse(measure('--metrics', 'likelihood,latent').out);
  for (const name of ['log_p(w)', 'log_p(x).single', 'log_p(x|w).single', 'log_p(w|x).multiple', 'kl.z1']) {
    assert.ok(metrics[name].proposal, name);
  }
  assert.equal(metrics['log_p(x,w)'].filling, 'none');
  assert.equal(metrics['log_p(x|w)'].filling, 'encoder');
  assert.ok(metrics['log_p(x,w)'].effective_samples >= 1 && metrics['log_p(x,w)'].effective_samples <= 10);
  assert.ok(metrics['active_units.z1'].value >= 0);

  const chain = JSON.parse(measure('--metrics', 'log_p(label|image),log_p(x,w)', '--filling', 'chain', '--sweeps', '2').out);
  assert.equal(chain.metrics['log_p(w|x)'].filling, 'chain of 2 sweeps');
  assert.equal(chain.metrics['log_p(x,w)'].value, metrics['log_p(x,w)'].value);

  const covered = JSON.parse(measure('--cover', 'lower', '--filling', 'zero').out);
  assert.equal(covered.covered, 'lower');
  assert.deepEqual(Object.keys(covered.metrics), ['accuracy.label_from_image']);
  assert.equal(measure('--metrics', 'log_p(x|w)', '--threads', '1').out,
               measure('--metrics', 'log_p(x|w)', '--threads', '2').out);
});

test('eval measures what a conditional model, a single modality and three of them have', () => {
  const trained = (preset) => {
    const out = at(preset);
    assert.equal(jmvae('train', '--preset', preset, '--data', data, '--out', out, '--epochs', '1').code, 0);
    return (...more) => ['eval', out, '--data', data, '--limit', '20', '--importance-samples', '5', ...more];
  };
  const names = (args) => Object.keys(JSON.parse(jmvae(...args, '--json').out).metrics);
  const vae = trained('mnist-vae');
  writeStroke(at('stroke.png'));
  fails(['infer', at('mnist-vae'), at('stroke.png')], 'vae', 'nothing to infer');
  assert.deepEqual(names(vae()), ['kl.z1', 'active_units.z1', 'log_p(x)']);
  fails(vae('--metrics', 'accuracy'), 'vae');
  fails(vae('--metrics', 'log_p(x,label)'), 'label', 'image');

  const cvae = trained('mnist-cvae');
  assert.deepEqual(names(cvae('--metrics', 'likelihood')), ['log_p(x|w)']);
  fails(cvae('--metrics', 'log_p(x)'), 'only when label is given');

  const halves = trained('mnist-halves-jmvae-kl');
  const three = names(halves('--metrics', 'accuracy,log_p(left|right)'));
  assert.deepEqual(three.sort(), ['accuracy.label_from_left', 'accuracy.label_from_left+right',
                                  'accuracy.label_from_right', 'log_p(left|right)']);
});

test('eval leaves out what needs a judge where there is none, and refuses it where it is asked for', () => {
  const all = (model, ...more) => jmvae('eval', model, '--data', data, '--limit', '20', '--importance-samples', '2', '--pictures', '2',
                                        '--json', ...more);
  const without = all(at('run'));
  assert.equal(without.code, 0, without.err);
  assert.match(without.err, /note: .*mnist-classifier\.safetensors.*--judge.*coherence\.image_from_label/);
  const names = Object.keys(JSON.parse(without.out).metrics);
  assert.ok(names.includes('log_p(x)') && !names.some((name) => name.startsWith('coherence')));
  assert.equal(all(at('run'), '--judge', at('nowhere')).code, 1);

  // Beside the run, whether its name ends with a slash or not.
  assert.equal(jmvae('train', '--preset', 'mnist-classifier', '--data', data, '--out', at('judge'), '--epochs', '1').code, 0);
  assert.equal(jmvae('export', at('judge'), '--out', at('mnist-classifier.safetensors')).code, 0);
  for (const model of [at('run'), at('run') + '/']) {
    assert.ok('coherence.image_from_label' in JSON.parse(all(model).out).metrics);
  }
  fs.rmSync(at('mnist-classifier.safetensors'));
});

test('eval refuses what it can not measure with one sentence', () => {
  const eval_ = (...more) => ['eval', at('run'), '--data', data, '--limit', '20', ...more];
  fails(eval_('--metrics', 'acuracy'), '"accuracy"');
  fails(eval_('--metrics', 'log_p(x,y)'), '"y"', 'image, label');
  fails(eval_('--metrics', 'log_p(x).double'), '.multiple');
  fails(eval_('--metrics', 'accuracy.image_from_label'), 'not a label');
  fails(eval_('--metrics', 'coherence'), 'judge');
  fails(eval_('--metrics', 'coherence', '--judge', at('run')), 'not a classifier');
  fails(eval_('--filling', 'zeros'), '"zero"');
  fails(eval_('--cover', 'middle'), 'middle');
  fails(eval_('--cover', 'left', '--metrics', 'log_p(x)'), 'accuracy');
  fails(eval_('--cover', 'left', '--metrics', 'accuracy.label_from_image'), 'part');
  fails(eval_('--cover', 'left'), 'part');
  const none = jmvae(...eval_('--importance-samples', '0'));
  assert.equal(none.code, 2);
  assert.match(none.err, /--importance-samples.*1/);
});

test('latent draws a map of the ways that a model has to encode, and gives a figure for each', () => {
  const latent = (...more) => ['latent', at('run'), '--data', data, ...more];
  const {code, out, err} = jmvae(...latent('--out', at('map.png'), '--json'));
  assert.equal(code, 0, err);
  const document = JSON.parse(out);
  assert.equal(document.projection, 'principal components');
  assert.deepEqual(document.panels.map((panel) => panel.given), [['image', 'label'], ['image'], ['label']]);
  assert.deepEqual(document.panels.map((panel) => panel.points), ['means', 'means', 'samples']);
  for (const {knn_accuracy: {value, stderr, k}} of document.panels) {
    assert.ok(value >= 0 && value <= 1 && stderr >= 0);
    assert.equal(k, 10);
  }
  assert.equal(fs.readFileSync(document.map).readUInt32BE(16), 3 * 500 + 20);

  const points = at('points.safetensors');
  assert.equal(jmvae(...latent('--points', points, '--limit', '40')).code, 0);
  const file = fs.readFileSync(points), header = JSON.parse(file.subarray(8, 8 + Number(file.readBigUInt64LE(0))));
  assert.deepEqual(Object.fromEntries(Object.entries(header).map(([name, {shape}]) => [name, shape])),
                   {labels: [40], 'z.image': [40, 32], 'z.image,label': [40, 32], 'z.label': [40, 32]});

  const one = JSON.parse(jmvae(...latent('--given', 'label', '--filling', 'chain', '--sweeps', '2', '--json')).out);
  assert.deepEqual(one.panels.map(({given, filling}) => ({given, filling})),
                   [{given: ['label'], filling: 'chain of 2 sweeps'}]);
  assert.equal(jmvae(...latent('--threads', '1')).out, jmvae(...latent('--threads', '2')).out);

  fails(latent('--given', 'sound'), 'sound', 'image, label');
  fails(latent('--given', 'image,label', '--layer', '2'), 'z_2', '1 layer');
  fails(latent('--filling', 'chian'), 'chain');
  fails(latent('--out', at('no', 'map.png')), 'map.png');
});

test('latent leaves out what a conditional model can not encode, and refuses it by name', () => {
  assert.equal(jmvae('train', '--preset', 'mnist-cvae-2d', '--data', data, '--out', at('cvae'), '--epochs', '1').code, 0);
  const {panels, projection} = JSON.parse(jmvae('latent', at('cvae'), '--data', data, '--json').out);
  assert.equal(projection, 'plane');
  assert.deepEqual(panels.map((panel) => panel.given), [['image', 'label']]);
  fails(['latent', at('cvae'), '--data', data, '--given', 'image'], 'cvae', 'label');
  fails(['latent', at('cvae'), '--data', data, '--given', 'label'], 'cvae', 'depend');
});
