// jmvae train: the same weights whatever happens, and sentences for what it can not do.

import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {before, test} from 'node:test';

import {at, checkpoint, data, fails, jmvae, makeRun, program, train, trainFor} from './command.mjs';
import {idx, writeData} from './mnist_fixture.mjs';

before(makeRun);

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

test("a preset of one's own is trained as it says, and one at fault is named with its place", () => {
  const mine = at('mine.json'), document = JSON.parse(jmvae('presets', 'mnist-jmvae-kl-small').out);
  const write = (change) => {
    const changed = structuredClone(document);
    change(changed);
    fs.writeFileSync(mine, JSON.stringify(changed));
  };
  const trained = (out, ...more) => ['train', '--preset', mine, '--data', data, '--out', out, '--epochs', '1', ...more];
  write(() => {});
  assert.equal(jmvae(...trained(at('same'))).code, 0);
  assert.equal(jmvae(...trainFor(1, at('named'))).code, 0);
  const weights = (run) => fs.readFileSync(path.join(run, 'log.jsonl'), 'utf8').replace(/"images_per_second":[^,]*,/, '');
  assert.equal(weights(at('same')), weights(at('named')));

  write((preset) => { preset.name = 'mine'; preset.model.latent = 5; preset.settings.alpha = 0.5; });
  assert.equal(jmvae(...trained(at('narrow'))).code, 0);
  const told = JSON.parse(jmvae('info', at('narrow'), '--json').out);
  assert.equal(told.preset, 'mine');
  assert.equal(told.model.latent, 5);
  assert.match(told.training.command, /^jmvae train --preset mine\.json --seed 1 --epochs 1$/);
  assert.equal(jmvae(...trained(at('narrow'), '--resume')).code, 0);
  fails(trained(at('narrow'), '--resume', '--set', 'alpha=0.1'), 'alpha');

  for (const [change, ...words] of [
    [(preset) => { delete preset.model; }, '"model" is missing'],
    [(preset) => { preset.data = 'mnits'; }, 'mnits', 'mnist'],
    [(preset) => { preset.settings.alhpa = 1; }, 'settings', 'alhpa', 'alpha'],
    [(preset) => { preset.model.latent = -1; }, 'model', 'latent', '-1'],
    [(preset) => { preset.model.modalities[0].shape = [28, 29, 1]; }, 'image'],
    [(preset) => { preset.model.modalities[1].componets = 2; }, 'modality "label"', 'componets', 'components'],
    [(preset) => { preset.summery = ''; }, 'summery', 'summary'],
  ]) {
    write(change);
    fails(trained(at('none')), ...words);
  }
  fs.writeFileSync(mine, '{"name": ');
  fails(trained(at('none')), 'mine.json');
  fails(['train', '--preset', at('absent.json'), '--data', data, '--out', at('none')], 'absent.json');
  assert.ok(!fs.existsSync(at('none')));
});

test('examples that are held out are not trained on, and are what the validation part means', () => {
  const held = train(at('held'), '--hold-out', '100');
  assert.equal(jmvae(...held).code, 0);
  const {training} = JSON.parse(jmvae('info', at('held'), '--json').out);
  assert.equal(training.examples, 200);
  assert.equal(training.held_out, 100);
  fails(train(at('held'), '--resume'), 'examples', '200', '300');
  const measured = (run, split) => ['eval', run, '--data', data, '--metrics', 'accuracy', '--split', split, '--json'];
  const examples = (split) => {
    const told = JSON.parse(jmvae(...measured(at('held'), split)).out);
    assert.equal(told.split, split === 'test' ? undefined : split);
    return told.metrics['accuracy.label_from_image'].examples;
  };
  assert.equal(examples('validation'), 100);
  assert.equal(examples('train'), 200);
  fails(measured(at('run'), 'validation'), 'mnist has no validation part', '--hold-out');
  fails(train(at('none'), '--hold-out', '300'), '--hold-out 300', 'fewer than the 300');
  assert.ok(!fs.existsSync(at('none')));
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
