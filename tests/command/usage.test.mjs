// What the jmvae command says of itself, and what it does with wrong usage.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

import {at, jmvae, program} from './command.mjs';

const model = fileURLToPath(new URL('../../weights/mnist-telbo-small.safetensors', import.meta.url));

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
  assert.equal(jmvae('generate', model, '--count', 'many').code, 2);
  for (const seed of ['-1', '', '18446744073709551616', '1.5', 'x']) {
    const {code, err} = jmvae('generate', model, '--seed', seed, '--out', at('x.png'));
    assert.equal(code, 2, seed);
    assert.match(err, /--seed: expected a whole number/);
  }
  for (const factor of ['--spread', '--strength']) {
    assert.equal(jmvae('generate', model, factor, 'nan', '--out', at('x.png')).code, 2, factor);
  }
});

test('results that can not be written are a failure', () => {
  const full = fs.openSync('/dev/full', 'w');
  for (const args of [['presets'], ['info', model], ['--help']]) {
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
