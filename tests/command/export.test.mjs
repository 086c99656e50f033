// jmvae export and jmvae info: files that are passed on, and files that are not as they should be.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {before, test} from 'node:test';
import {fileURLToPath} from 'node:url';

import {at, checkpoint, data, fails, jmvae, makeRun, program, redescribe, train, writeStroke} from './command.mjs';

before(makeRun);

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

test('export takes the average of runs, and says of which', () => {
  assert.equal(jmvae(...train(at('other'), '--from', at('run'), '--seed', '2')).code, 0);
  const numbers = (name, ...options) => {
    assert.equal(jmvae('export', ...options, '--precision', 'f32', '--out', at(name)).code, 0);
    const bytes = fs.readFileSync(at(name)), start = 8 + Number(bytes.readBigUInt64LE(0));
    return Array.from({length: (bytes.length - start) / 4}, (_, i) => bytes.readFloatLE(start + 4 * i));
  };
  const one = numbers('one.safetensors', at('run')), two = numbers('two.safetensors', at('other'));
  const average = numbers('average.safetensors', at('run'), '--average', at('other'), '0.25', '--average', at('one.safetensors'), '0.25');
  assert.notDeepEqual(one, two);
  for (const [i, number] of average.entries()) {
    assert.ok(Math.abs(number - (0.75 * one[i] + 0.25 * two[i])) <= 1e-6 * (1 + Math.abs(number)), `${i}`);
  }
  redescribe(at('one.safetensors'), at('measured.safetensors'), (description) => {
    description.figures = {accuracy: {value: 1}};
    description.license = 'CC0-1.0';
  });
  assert.deepEqual(numbers('average.safetensors', at('measured.safetensors'), '--average', at('other'), '0.25', '--average', at('one.safetensors'), '0.25'), average);
  const {averaged, figures} = JSON.parse(jmvae('info', at('average.safetensors'), '--json').out);
  assert.equal(figures, undefined);  // of another model
  assert.deepEqual(averaged.map(({share}) => share), [0.5, 0.25, 0.25]);
  assert.match(averaged[1].training.command, /--seed 2/);
  assert.deepEqual(averaged.map(({license}) => license), ['CC0-1.0', undefined, undefined]);

  const refused = (...options) => ['export', at('run'), '--out', at('refused.safetensors'), ...options];
  fails(refused('--average', at('other'), '0'), 'over 0', 'found 0');
  fails(refused('--average', at('other'), '0.5', '--average', at('other'), '0.5'), 'less than 1', 'found 1');
  fails(refused('--average', at('nowhere'), '0.5'), 'nowhere');
  assert.equal(jmvae('train', '--preset', 'mnist-vae-small', '--data', data, '--out', at('smaller'), '--epochs', '1').code, 0);
  fails(refused('--average', at('smaller'), '0.5'), 'smaller', 'networks');
  assert.ok(!fs.existsSync(at('refused.safetensors')));
});

test('names of a file reach the terminal escaped', () => {
  redescribe(at('run', 'checkpoint.safetensors'), at('coloured.safetensors'), (description) => {
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

test('tools/release_model.mjs measures what it writes, and keeps what people wrote into the card', () => {
  const source = fileURLToPath(new URL('../..', import.meta.url)), name = 'mnist-jmvae-kl-small';
  for (const part of ['tools', `weights/${name}.md`, 'weights/mnist-classifier.safetensors']) {
    fs.cpSync(path.join(source, part), at('tree', part), {recursive: true});
  }
  const release = (...more) => spawnSync(process.execPath, [
    at('tree', 'tools', 'release_model.mjs'), at('run'), name, '--data', data, '--metrics', 'accuracy', ...more,
  ], {encoding: 'utf8', env: {...process.env, JMVAE: path.resolve(program)}});
  const card = at('tree', 'weights', `${name}.md`), read = () => fs.readFileSync(card, 'utf8');
  const [, note, more] = read().match(/^(In two stages[^]*?)\| figure [^]*^(How it was chosen[^]*)`jmvae eval/m);

  const {status, stderr} = release();
  assert.equal(status, 0, stderr);
  const first = read(), table = first.match(/\| figure \| value \| how \|\n\|---\|---\|---\|\n(.*\n)\n/)[1];
  assert.match(table, /^\| `accuracy\.label_from_image` \| [\d.]+ ± .*300 examples \|$/m);
  assert.ok(first.includes(`test pictures |\n\n${note}| figure`));
  const command = `jmvae eval weights/${name}.safetensors --data data/mnist --metrics 'accuracy'`;
  assert.ok(first.endsWith(`${table}\n${more}\`${command}\` gives the same figures.\n`));
  assert.equal(release('--note', 'Anew.').status, 0);
  assert.equal(read(), first.replace(note, 'Anew.\n\n'));

  fs.writeFileSync(card, 'What I think of it.\n');
  const refused = release();
  assert.equal(refused.status, 2);
  assert.match(refused.stderr, /^release_model\.mjs: weights\/mnist-jmvae-kl-small\.md is not as /);
  assert.equal(read(), 'What I think of it.\n');
});
