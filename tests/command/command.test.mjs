// The jmvae command as its users run it: results, exit codes, sentences, and what is left on the disk.
// JMVAE names the program; CTest sets it.

import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import zlib from 'node:zlib';

import {idx, writeData} from './mnist_fixture.mjs';

const program = process.env.JMVAE;
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'jmvae_command_'));
const at = (...names) => path.join(scratch, ...names);
const data = at('data');

function jmvae(...args) {
  const result = spawnSync(program, args, {encoding: 'utf8'});
  return {code: result.status, out: result.stdout, err: result.stderr};
}

/// Checks that a call fails with exit code 1 and one sentence that mentions all words.
function fails(args, ...words) {
  const {code, err} = jmvae(...args);
  assert.equal(code, 1, err);
  const sentence = err.trim().split('\n').at(-1);
  assert.match(sentence, /^jmvae: /);
  for (const word of words) assert.ok(sentence.includes(word), `"${word}" is not in: ${sentence}`);
}

/// Writes weights again with a changed description.
function redescribe(from, to, change) {
  const bytes = fs.readFileSync(from), end = 8 + Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, end)), description = JSON.parse(header.__metadata__.jmvae);
  change(description);
  header.__metadata__.jmvae = JSON.stringify(description);
  const text = Buffer.from(JSON.stringify(header)), padded = Buffer.alloc(8 * Math.ceil(text.length / 8), ' '), size = Buffer.alloc(8);
  text.copy(padded);
  size.writeBigUInt64LE(BigInt(padded.length));
  fs.writeFileSync(to, Buffer.concat([size, padded, bytes.subarray(end)]));
}

const trainFor = (epochs, out, ...more) =>
    ['train', '--preset', 'mnist-jmvae-kl-small', '--data', data, '--out', out, '--epochs', String(epochs), ...more];

/// A PNG of bytes [height, width, channels], grey or in colour.
function png(width, height, channels, pixels) {
  const chunk = (type, body) => {
    const typed = Buffer.concat([Buffer.from(type), body]), frame = Buffer.alloc(8);
    frame.writeUInt32BE(body.length, 0);
    frame.writeUInt32BE(crc32(typed), 4);
    return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, channels === 3 ? 2 : 0, 0, 0, 0]);
  const rows = Buffer.alloc(height * (1 + width * channels));
  for (let y = 0; y < height; y++) pixels.copy(rows, y * (1 + width * channels) + 1, y * width * channels, (y + 1) * width * channels);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', header),
                        chunk('IDAT', zlib.deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/// A grey picture of a thick stroke.
function writeStroke(file) {
  const pixels = Buffer.alloc(60 * 50, 255);
  for (let y = 10; y < 50; y++) pixels.fill(0, y * 50 + 19, y * 50 + 25);
  fs.writeFileSync(file, png(50, 60, 1, pixels));
}

/// Pictures of bright or dark halves as a folder of one's own: 32 to train with, 24 to measure with.
function writeFaces(folder) {
  fs.mkdirSync(folder, {recursive: true});
  const lines = ['file,split,Smiling,Bald,Never,Hair'];
  for (let i = 0; i < 56; i++) {
    const smiling = i % 2, bald = (i >> 1) % 2, hair = ['black', 'red'][(i >> 2) % 2];
    const pixels = Buffer.alloc(64 * 64 * 3, hair === 'red' ? 90 : 30);
    pixels.fill(bald ? 220 : 20, 0, 20 * 64 * 3);
    pixels.fill(smiling ? 240 : 10, 44 * 64 * 3);
    fs.writeFileSync(path.join(folder, `${i}.png`), png(64, 64, 3, pixels));
    lines.push(`${i}.png,${i < 32 ? 'train' : 'test'},${smiling},${bald},0,${hair}`);
  }
  fs.writeFileSync(path.join(folder, 'attributes.csv'), lines.join('\n') + '\n');
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

const train = (out, ...more) => trainFor(2, out, ...more);
const checkpoint = (out) => fs.readFileSync(path.join(out, 'checkpoint.safetensors'));

before(() => {
  writeData(data, 300);
  assert.equal(jmvae(...train(at('run'))).code, 0);
});
after(() => fs.rmSync(scratch, {recursive: true}));

test('help and version answer, wrong usage ends with 2', () => {
  assert.match(jmvae('--help').out, /train/);
  for (const command of ['train', 'presets', 'eval', 'generate', 'infer', 'latent', 'export', 'info']) {
    const {code, out} = jmvae(command, '--help');
    assert.equal(code, 0);
    assert.match(out, new RegExp(command === 'presets' ? '--json' : '--'));
  }
  assert.equal(jmvae('--version').code, 0);
  assert.equal(jmvae().code, 2);
  assert.equal(jmvae('paint').code, 2);
  const {code, err} = jmvae('trian', '--preset', 'mnist-jmvae');
  assert.equal(code, 2);
  assert.match(err, /unknown command "trian"; did you mean "train"\?/);
  assert.equal(jmvae('train', '--preset', 'mnist-jmvae').code, 2);
  assert.equal(jmvae('generate', at('run'), '--count', 'many').code, 2);
  for (const seed of ['-1', '', '18446744073709551616', '1.5', 'x']) {
    const {code, err} = jmvae('generate', at('run'), '--seed', seed, '--out', at('x.png'));
    assert.equal(code, 2, seed);
    assert.match(err, /--seed: expected a whole number/);
  }
  for (const factor of ['--spread', '--strength']) {
    assert.equal(jmvae('generate', at('run'), factor, 'nan', '--out', at('x.png')).code, 2, factor);
  }
});

test('results that can not be written are a failure', () => {
  const full = fs.openSync('/dev/full', 'w');
  for (const args of [['presets'], ['info', at('run')], ['--help']]) {
    const {status, stderr} = spawnSync(program, args, {encoding: 'utf8', stdio: ['ignore', full, 'pipe']});
    assert.equal(status, 1);
    assert.match(stderr, /^jmvae: stdout: /);
  }
});

test('presets lists the promised names, and all settings as JSON', () => {
  const {out} = jmvae('presets');
  for (const name of ['mnist-jmvae', 'mnist-jmvae-kl', 'mnist-jmvae-kl-2d']) assert.match(out, new RegExp(`^${name} `, 'm'));
  const presets = JSON.parse(jmvae('presets', '--json').out);
  assert.equal(presets.find((preset) => preset.name === 'mnist-jmvae-kl').settings.alpha, 0.1);
});

test('training leaves a checkpoint and a log, and the same weights whatever the threads', () => {
  const log = fs.readFileSync(at('run', 'log.jsonl'), 'utf8').trim().split('\n').map(JSON.parse);
  assert.deepEqual(log.map((record) => record.epoch), [1, 2]);
  assert.ok(Number.isFinite(log[1].objective));
  assert.equal(jmvae(...train(at('one'), '--threads', '1')).code, 0);
  assert.ok(checkpoint(at('one')).equals(checkpoint(at('run'))));
});

test('a run that is killed or stopped goes on to the same weights', async () => {
  const long = (out, ...more) => trainFor(40, out, ...more);
  assert.equal(jmvae(...long(at('whole'))).code, 0);
  for (const [signal, expected] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGKILL', null]]) {
    const out = at(`stopped-${signal}`);
    const child = spawn(program, long(out)), exited = new Promise((resolve) => child.on('exit', resolve));
    const logged = () => fs.existsSync(path.join(out, 'log.jsonl'));
    while (!logged() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill(signal);
    const code = await exited;
    assert.equal(code, expected, signal);
    assert.equal(jmvae(...long(out, '--resume')).code, 0);
    assert.ok(checkpoint(out).equals(checkpoint(at('whole'))), signal);
    assert.equal(fs.readFileSync(path.join(out, 'log.jsonl'), 'utf8').trim().split('\n').length, 40);
  }
});

test('a run is neither overwritten nor resumed with other settings', () => {
  const before = checkpoint(at('run'));
  fails(train(at('run')), '--resume');
  fails(train(at('run'), '--resume', '--set', 'alpha=0.5'), 'alpha', '0.5');
  fails(train(at('run'), '--resume', '--seed', '9'), 'seed');
  writeData(at('less'), 200);
  fails(train(at('run'), '--resume').map((word) => word === data ? at('less') : word), 'examples', '300', '200');
  fails(train(at('run'), '--resume', '--from', at('elsewhere')), 'fresh weights', 'elsewhere');
  assert.ok(checkpoint(at('run')).equals(before));
});

test('a later stage keeps its command through --resume; what is exported has no place of this machine', () => {
  const first = at('stage1'), second = at('stage2'), later = (...more) =>
      ['train', '--preset', 'mnist-jmvae-kl-small', '--data', data, '--out', second, '--epochs', '1', ...more];
  assert.equal(jmvae(...train(first)).code, 0);
  assert.equal(jmvae(...later('--from', first, '--set', 'alpha=0.2')).code, 0);
  const command = () => JSON.parse(jmvae('info', second, '--json').out).training.command;
  assert.ok(command().includes(` --from ${first} --set alpha=0.2`));
  assert.equal(jmvae(...later('--resume', '--set', 'alpha=0.2')).code, 0);
  assert.ok(command().includes(` --from ${first} `));
  assert.equal(jmvae(...later('--resume', '--from', `${first}/`, '--set', 'alpha=0.2')).code, 0);
  fails(later('--resume', '--from', at('run'), '--set', 'alpha=0.2'), first, at('run'));

  assert.equal(jmvae('export', second, '--out', at('second.safetensors')).code, 0);
  const {training} = JSON.parse(jmvae('info', at('second.safetensors'), '--json').out);
  assert.equal(training.command, 'jmvae train --preset mnist-jmvae-kl-small --seed 1 --epochs 1 --from FIRST --set alpha=0.2');
});

test('training refuses what it can not do with one sentence', () => {
  fails(['train', '--preset', 'mnist-jmvae-lk', '--data', data, '--out', at('x')], 'mnist-jmvae-kl');
  fails(train(at('x'), '--set', 'alhpa=1'), 'alpha');
  fails(train(at('x'), '--set', 'alpha'), 'key=value');
  for (const [key, value, range] of [['adam.beta1', 1, 'below 1'], ['average_decay', 1, 'below 1'], ['adam.epsilon', 0, 'above 0'],
                                     ['masked', 1.1, 'to 1'], ['augment.scale', 1, '0.9'], ['augment.shift', 1e9, '1000'],
                                     ['samples', 1001, '1000'], ['seed', -1, '0 ...'], ['alpha', '\u0001', 'a number']]) {
    fails(train(at('x'), '--set', `${key}=${value}`), `"${key}"`, range, value === '\u0001' ? '\\x01' : `found ${value}`);
  }
  // Bytes that are no text.
  const shell = spawnSync('sh', ['-c', `"$0" "$@" --set "$(printf 'alpha=\\377')"`, program, ...train(at('x'))], {encoding: 'latin1'});
  assert.equal(shell.status, 1);
  assert.match(shell.stderr, /^jmvae: --set alpha=.*"alpha" should be a number/);
  fails(train(at('x'), '--batch', '301'), '301', '300');
  fails(['train', '--preset', 'mnist-jmvae', '--data', at('nowhere'), '--out', at('x')], 'nowhere', 'get_mnist');
  fails(train(at('no', 'parent')), 'parent');
  fails(train('/proc/run'), '/proc/run');
  assert.ok(!fs.existsSync(at('x')));
});

test('damaged data files are named', () => {
  const broken = at('broken');
  const images = path.join(broken, 'train-images-idx3-ubyte');
  const withImages = (change) => {
    writeData(broken, 100);
    fs.writeFileSync(images, change(fs.readFileSync(images)));
    return ['train', '--preset', 'mnist-jmvae', '--data', broken, '--out', at('x')];
  };
  fails(withImages((bytes) => bytes.subarray(0, 5000)), 'train-images-idx3-ubyte');
  fails(withImages((bytes) => Buffer.from('hello')), 'train-images-idx3-ubyte');
  fails(withImages((bytes) => (bytes[2] = 9, bytes)), 'train-images-idx3-ubyte');
  fails(withImages(() => idx([99, 28, 28], Buffer.alloc(99 * 784))), '99', '100');
  fails(withImages(() => idx([100, 10, 10], Buffer.alloc(10000))), '28 x 28', '10 x 10');
  fails(['train', '--preset', 'mnist-halves-jmvae-kl', '--data', broken, '--out', at('x')], '28 x 28', '10 x 10');
});

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

test('faces: figures of attributes, attributes given by name, a face read and changed', () => {
  const faces = at('faces'), run = at('face-run'), judge = at('face-judge');
  writeFaces(faces);
  const train = (preset, out) => assert.equal(
      jmvae('train', '--preset', preset, '--data', faces, '--out', out, '--epochs', '2', '--batch', '16').code, 0);
  train('faces-jmvae-kl', run);
  train('faces-classifier', judge);
  assert.match(jmvae('info', run).out, /Smiling, Bald, Never, Hair=black, Hair=red/);

  const eval_ = (model, ...more) => ['eval', model, '--data', faces, '--judge', judge, '--pictures', '5', ...more];
  const metrics = (...args) => JSON.parse(jmvae(...eval_(...args, '--json')).out).metrics;
  const figures = metrics(run, '--metrics', 'auc,f1,recovered,frechet,sharpness');
  for (const name of ['auc.attributes_from_image', 'auc.Smiling', 'f1.Hair=red', 'auc.image_from_attributes',
                      'auc.image_from_attributes.Bald', 'recovered.image_from_attributes', 'recovered.Smiling',
                      'recovered.Smiling.off', 'frechet.image_from_attributes', 'frechet.image',
                      'sharpness.image_from_image']) {
    for (const key of ['value', 'stderr', 'examples']) assert.ok(Number.isFinite(figures[name][key]), `${name} ${key}`);
  }
  assert.ok(!('auc.Never' in figures));
  assert.match(figures['auc.attributes_from_image'].estimator, /4 of 5 attributes.*Never/);
  assert.deepEqual(Object.keys(metrics(run, '--metrics', 'recovered.Bald')), ['recovered.Bald']);
  assert.ok('auc.Smiling' in metrics(judge));
  fails(eval_(run, '--metrics', 'auc.Never'), 'Never', '24');
  fails(eval_(run, '--metrics', 'recovered.Smilng'), 'recovered.Smiling');
  fails(eval_(run, '--metrics', 'coherence'), 'recovered');
  fails(['eval', run, '--data', faces, '--judge', run, '--metrics', 'frechet'], 'not a classifier');

  const generate = (...more) => ['generate', run, '--count', '2', '--modality', 'attributes', ...more];
  const drawn = (...more) => jmvae(...generate(...more)).out;
  assert.equal(JSON.parse(drawn('--given', 'Smiling=1,Bald=0')).results.length, 2);
  assert.equal(drawn('--given', 'attributes.Smiling=1'), drawn('--given', 'Smiling=1'));
  assert.equal(drawn('--given', 'Hair=red'), drawn('--given', 'Hair=red=1,Hair=black=0'));
  assert.notEqual(drawn('--given', 'Smiling=1'), drawn('--given', 'Smiling=0'));
  fails(generate('--given', 'Smilng=1'), '"Smilng"', 'Smiling');
  fails(generate('--given', 'smile=1'), 'Smiling');
  fails(generate('--given', 'BALD=1'), 'Bald');
  fails(generate('--given', 'Hair=rde'), 'Hair=red');
  fails(generate('--given', 'Smiling=yes'), 'Smiling=1');
  fails(generate('--given', 'Smiling=1', '--given', 'Smiling=0'), 'twice');
  fails(generate('--given', 'Hair=red,Hair=black'), 'Hair', 'twice');

  const face = path.join(faces, '33.png');
  const changed = (...more) => drawn('--image', face, ...more);
  assert.notEqual(changed('--given', 'Bald=1'), changed('--given', 'Bald=0'));
  assert.notEqual(changed('--given', 'Bald=1'), changed());
  const strong = ['--strength', '3'], still = ['--strength', '0'];
  const differs = ['Bald=0', 'Bald=1'].map(bald => changed('--given', bald, ...strong) !== changed('--given', bald, ...still));
  assert.deepEqual(differs.sort(), [false, true]);  // one of them is what is read in the face
  assert.match(jmvae(...generate('--image', face, '--given', 'Bald=1', '--strength', '-1')).err, /--strength/);
  fails(generate('--image', face, '--crop', '0,0,100,100'), '100', '64');
  assert.equal(jmvae('generate', run, '--image', face, '--given', 'Bald=1', '--out', at('face.png')).code, 0);
  assert.equal(fs.readFileSync(at('face.png')).readUInt32BE(16), 4 * 64);

  const {results} = JSON.parse(jmvae('infer', run, face, '--json').out);
  assert.deepEqual(Object.keys(results[0].predictions.attributes), ['Smiling', 'Bald', 'Never', 'Hair=black', 'Hair=red']);
  assert.deepEqual(results[0].box, [0, 0, 64, 64]);
  assert.match(jmvae('infer', run, face).out, /33\.png: /);
});

test('faces are cropped as the model says; a signal while pictures are decoded ends with its number', async () => {
  const faces = at('cropped'), run = at('cropped-run');
  writeFaces(faces);
  const wide = Buffer.alloc(3 * 100 * 80, 128);
  for (let i = 0; i < 32; i++) fs.writeFileSync(path.join(faces, `${i}.png`), png(100, 80, 3, wide));
  const trained = (...more) => ['train', '--preset', 'faces-jmvae-kl', '--data', faces, '--out', run, '--epochs', '1', '--batch', '16',
                                ...more];
  const {code, err} = jmvae(...trained('--crop', '10,5,70,70'));
  assert.equal(code, 0, err);
  assert.match(err, /note: the column "Hair" is an attribute for each of its words: Hair=black, Hair=red/);
  const box = (file) => JSON.parse(jmvae('infer', run, file, '--json').out).results[0].box;
  assert.deepEqual(box(path.join(faces, '0.png')), [10, 5, 70, 70]);
  assert.deepEqual(box(path.join(faces, '40.png')), [0, 0, 64, 64]);  // has the size of a face already
  fs.writeFileSync(at('low.png'), png(100, 70, 3, wide));
  fails(['infer', run, at('low.png')], 'low.png', '--crop');
  fails(['generate', run, '--image', at('low.png'), '--modality', 'attributes'], 'low.png', '--crop');
  fails(trained('--resume'), 'preprocessing', '70');

  const many = at('many');
  fs.mkdirSync(many);
  // Large and many, so that they are still being decoded when a busy machine comes to send the signal.
  fs.writeFileSync(path.join(many, '0.png'), png(3000, 3000, 3, Buffer.alloc(3 * 3000 * 3000, 90)));
  for (let i = 1; i < 24; i++) fs.linkSync(path.join(many, '0.png'), path.join(many, `${i}.png`));
  fs.writeFileSync(path.join(many, 'attributes.csv'),
                   'file,split,Even\n' + Array.from({length: 24}, (_, i) => `${i}.png,train,${i % 2}\n`).join(''));
  const child = spawn(program, ['train', '--preset', 'faces-jmvae-kl', '--data', many, '--out', at('x'), '--cache', at('cache')]);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const begun = () => fs.existsSync(at('cache')) && fs.readdirSync(at('cache')).length > 0;
  while (!begun() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill('SIGTERM');
  assert.equal(await ended, 143);
  // A cache that was whole by then is kept.
  assert.deepEqual(fs.readdirSync(at('cache')).filter((name) => name.endsWith('.tmp')), []);
});

test('export writes a smaller file that infers alike, and info shows it', () => {
  const half = at('half.safetensors'), full = at('full.safetensors');
  assert.equal(jmvae('export', at('run'), '--out', half, '--license', 'CC0-1.0').code, 0);
  assert.equal(jmvae('export', at('run'), '--out', full, '--precision', 'f32').code, 0);
  assert.ok(fs.statSync(half).size < 0.6 * fs.statSync(full).size);
  assert.ok(fs.statSync(full).size < 0.5 * checkpoint(at('run')).length);
  const info = JSON.parse(jmvae('info', half, '--json').out);
  assert.equal(info.license, 'CC0-1.0');
  assert.equal(info.precision, 'F16');
  assert.match(info.training.command, /mnist-jmvae-kl-small/);
  assert.match(jmvae('info', half).out, /label: 10, categorical, encoded as \d+ Gaussians\n/);
  assert.match(jmvae('info', half).out, /decoder\.label\.logits\.weight/);

  const bytes = at('bytes.safetensors');
  assert.equal(jmvae('export', at('run'), '--out', bytes, '--precision', 'int8').code, 0);
  assert.ok(fs.statSync(bytes).size < 0.6 * fs.statSync(half).size);
  assert.equal(JSON.parse(jmvae('info', bytes, '--json').out).precision, 'I8');
  const stroke = at('exported.png');
  writeStroke(stroke);
  const [seen, rounded] = [full, bytes].map((model) =>
      Object.values(JSON.parse(jmvae('infer', model, stroke, '--json').out).results[0].predictions.label));
  for (const [digit, probability] of seen.entries()) assert.ok(Math.abs(rounded[digit] - probability) < 0.02, `${digit}`);
  fails(['export', at('run'), '--out', at('no', 'file.safetensors')], 'file.safetensors');
  fails(['export', at('run'), '--out', '/dev/full'], '/dev/full');
});

test('export neither destroys a run nor chokes on its description', () => {
  const before = checkpoint(at('run')), file = at('once.safetensors');
  for (const target of [path.join(at('run'), 'checkpoint.safetensors'), at('run', '..', 'run', 'checkpoint.safetensors')]) {
    fails(['export', at('run'), '--out', target], 'checkpoint.safetensors', '--out');
  }
  assert.equal(jmvae('export', at('run'), '--out', file).code, 0);
  fails(['export', file, '--out', path.join(at('run'), 'checkpoint.safetensors')], 'state of a training run');
  fails(['export', file, '--out', file], 'name another');
  assert.ok(checkpoint(at('run')).equals(before));

  for (const part of ['training', 'figures']) {
    redescribe(file, at('strange.safetensors'), (description) => description[part] = 7);
    fs.writeFileSync(at('figures.json'), '{"metrics": {}}');
    fails(['export', at('strange.safetensors'), '--figures', at('figures.json'), '--out', at('y')], `"${part}" should be an object`);
  }
});

test('names of a file reach the terminal escaped', () => {
  redescribe(at('once.safetensors'), at('coloured.safetensors'), (description) => {
    description.preset = '\x1b[31mred';
    description.model.modalities[1].values[3] = 'three\x9b';
  });
  const {code, out} = jmvae('info', at('coloured.safetensors'));
  assert.equal(code, 0);
  assert.ok(out.includes('\\x1b[31mred') && !out.includes('\x1b'));
  const {err} = jmvae('generate', at('coloured.safetensors'), '--given', 'label=thre', '--json');
  assert.ok(err.includes('three\\x9b'), err);
});

test('damaged weights are refused with a sentence', () => {
  const good = at('good.safetensors'), bad = at('bad.safetensors');
  jmvae('export', at('run'), '--out', good);
  const bytes = fs.readFileSync(good);
  for (const damaged of [bytes.subarray(0, 7), bytes.subarray(0, 5000), bytes.subarray(0, bytes.length - 1),
                         Buffer.concat([bytes, Buffer.from('x')]), Buffer.from('<!doctype html><title>404</title>')]) {
    fs.writeFileSync(bad, damaged);
    fails(['info', bad], 'bad.safetensors');
  }
});
