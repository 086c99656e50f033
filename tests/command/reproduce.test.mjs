// tools/reproduce: the plan, the report of a fixture of measurements, and a short run of all of it with JMVAE.

import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';

import {ablation, brief, kinds, plan, runName} from '../../tools/reproduction/experiments.mjs';
import {combine, report, written} from '../../tools/reproduction/report.mjs';
import {writeData} from './mnist_fixture.mjs';

const source = fileURLToPath(new URL('../..', import.meta.url));
const reproduce = path.join(source, 'tools', 'reproduction', 'reproduce.mjs');
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'jmvae_reproduce_'));
const at = (...names) => path.join(scratch, ...names);
const everything = {presets: ['paper', 'best'], experiments: ['main', 'maps', 'ablation', 'halves', 'partly', 'semisupervised']};

before(() => writeData(at('data'), 300));
after(() => fs.rmSync(scratch, {recursive: true}));

test('the plan has the models that figures are compared of, any that are asked for, and shares equal runs', () => {
  const runs = plan(everything), asked = plan({...everything, models: kinds});
  for (const kind of kinds) {
    for (const preset of [`mnist-${kind}-paper`, `mnist-${kind}-best`, `mnist-${kind}-2d`]) {
      assert.equal(asked.filter((run) => run.preset === preset).length, 1, preset);
    }
  }
  const isPaper = ({preset}) => preset.endsWith('-paper');
  assert.deepEqual(runs.filter(isPaper).map(({kind}) => kind), ['jmvae', 'jmvae-kl', 'jmvae-h']);
  assert.equal(new Set(runs.map((run) => run.name)).size, runs.length);
  // Half digits and few labels look at the same model, once trained.
  const [shared, ...others] = runs.filter((run) => run.name === 'mnist-jmvae-small-seed-1');
  assert.equal(others.length, 0);
  const measured = shared.measurements.map(({name}) => name);
  assert.ok(measured.includes('upper-zero') && measured.includes('figures'));
  assert.ok(!measured.includes('accuracy'));  // which the figures tell
  assert.deepEqual([...new Set(plan({...everything, models: ['cmma']}).map(({kind}) => kind))], ['cmma']);
  assert.notEqual(runName({preset: 'a'}, {}), runName({preset: 'a'}, {epochs: 3}));
});

test('what is not measured is named, experiment by experiment', () => {
  const text = report({choice: everything, records: recordsOf({'mnist-halves-mvae-epochs=20-warmup_epochs=8-seed-1':
      {directions: {'accuracy.label_from_left': 0.8}}})});
  const section = (title) => text.split('\n## ').find((part) => part.startsWith(title));
  assert.match(section('Latent maps'), /Not measured: vae, cvae, cmma, jmvae, jmvae-kl, jmvae-h, telbo, mvae\./);
  assert.match(section('What each change gives'), /Not measured\./);
  assert.match(section('Three modalities'), /Not measured of directions: jmvae, jmvae-kl, jmvae-h, telbo\./);
  assert.match(section('Three modalities'), /Not measured of likelihoods: jmvae, jmvae-kl, jmvae-h, telbo, mvae\./);
  assert.match(text, /By experiment .*: 7 of 7 in `main`, 8 of 8 in `maps`/);
});

test('a figure is written with its error, and with its spread over seeds', () => {
  assert.equal(written('log_p(x)', combine([{value: -86.931, stderr: 0.221}])), '−86.93 ± 0.22');
  assert.equal(written('accuracy.label_from_image', combine([{value: 0.988, stderr: 0.001}])), '98.80 ± 0.10 %');
  assert.equal(written('log_p(x)', combine([{value: -86, stderr: 0.2}, {value: -88, stderr: 0.2}])),
               '−87.00 ± 0.20 (spread 1.41 of 2 seeds)');
});

/// Records as if the measurements of `values` had been made: {RUN: {MEASUREMENT: {METRIC: value}}}.
function recordsOf(values) {
  return Object.fromEntries(Object.entries(values).map(([name, measurements]) => [name, {
    kind: kinds.filter((kind) => name.startsWith(`mnist-${kind}`)).at(-1),
    training: {command: `jmvae train --preset ${name}`, finished: true, settings: {epochs: 500, alpha: name.includes('best') ? 0.01 : 0.1}, date: '2020-02-02', machine: 'an abacus', seconds: 7200},
    measurements: Object.fromEntries(Object.entries(measurements).map(([measurement, metrics]) => [measurement, {
      command: `jmvae eval RUN --metrics '${Object.keys(metrics)}'`, date: '2020-02-03', machine: 'an abacus', seconds: 60,
      result: {metrics: Object.fromEntries(Object.entries(metrics).map(([metric, value]) =>
          [metric, {value, stderr: 0.2, estimator: 'by hand | by eye', proposal: 'q(z|x,w)', samples: 1000, examples: 10000}]))},
    }])),
  }]));
}

test('the report sets the figures against the published ones, and marks what is missing', () => {
  const choice = {presets: ['paper', 'best'], experiments: ['main', 'ablation'], seeds: 2};
  const ablated = (set, seed) => runName({preset: ablation.base.preset, set: {...ablation.base.set, ...set}, seed}, choice);
  const text = report({choice, records: recordsOf({
    'mnist-jmvae-kl-paper-seed-1': {figures: {'log_p(x,w)': -86.8, 'log_p(x)': -87.5}},
    'mnist-jmvae-kl-best-seed-1': {figures: {'log_p(x,w)': -85.9}},
    'mnist-jmvae-paper-seed-1': {figures: {'log_p(x)': -87}},
    'mnist-jmvae-h-paper-seed-1': {figures: {'log_p(x)': -86}},
    [ablated({}, 1)]: {ablation: {'log_p(x)': -87}},
    [ablated({}, 2)]: {ablation: {'log_p(x)': -89}},
    [ablated({samples: 5}, 1)]: {ablation: {'log_p(x)': -86.5}},
  })});
  const line = (...words) => {
    const found = text.split('\n').find((candidate) => words.every((word) => candidate.includes(word)));
    assert.ok(found, `no line with ${words}`);
    return found;
  };
  assert.match(line('| log p(x,w) |'), /−86\.80 ± 0\.20; target within 0\.3: met .* −85\.90 ± 0\.20; target > −86\.2: met/);
  assert.match(line('| log p(x) | jmvae-kl'), /−87\.50 ± 0\.20; target within 0\.3: \*\*not met\*\* .*_not measured_/);
  assert.match(line('| log p(x) | jmvae-h'), /better than JMVAE's: met/);
  assert.match(line('`log_p(x)`', '−87.00'), /`log_p\(x\)` \| −87\.00 ± 0\.20 \| −87\.50 ± 0\.20 \| −86\.00/);
  line('Not measured: cvae, jmvae-h, mvae.');
  line('A part: it leaves out `maps`, `halves`, `partly`, `semisupervised`.');
  assert.match(line('none (the base)'), /−88\.00 ± 0\.20 \(spread 1\.41 of 2 seeds\)/);
  assert.match(line('importance-weighted bound'), /−86\.50 ± 0\.20, \+1\.50/);
  line('by hand \\| by eye', '1000', '10000');
  line('runs are not finished or not fully measured');
  line('an abacus', '14.1 h');
  line('All runs: `epochs` 500');
  assert.match(line('| `mnist-jmvae-kl-best` | 0.01'), /0\.01 \|$/);
  line("`jmvae eval RUN --metrics 'log_p(x,w),log_p(x)'`");
  assert.ok(!text.includes('undefined') && !text.includes('NaN'));
  // Every row of a table has as many cells as its head.
  for (const block of text.split('\n\n').filter((part) => part.startsWith('|'))) {
    const cells = block.trim().split('\n').map((row) => row.replaceAll('\\|', '').split('|').length);
    assert.equal(new Set(cells).size, 1, block);
  }
});

const short = ['mnist', '--preset', 'quick', '--only', 'maps,semisupervised', '--models', 'jmvae-kl', '--epochs', '1',
               '--limit', '50', '--data', at('data'), '--out', at('runs'), '--report', at('out', 'RESULTS.md')];
function run(...args) {
  const {status, stdout, stderr} = spawnSync('node', [reproduce, ...args], {encoding: 'utf8'});
  return {code: status, out: stdout, err: stderr};
}

test('a short run trains, measures and reports; a second one finds it all done', () => {
  const first = run(...short);
  assert.equal(first.code, 0, first.err);
  const text = fs.readFileSync(at('out', 'RESULTS.md'), 'utf8');
  assert.match(text, /Shortened: 1 epochs/);
  assert.match(text, /first 50 test pictures/);
  assert.match(text, /\| label \| samples \|/);
  assert.ok(!text.includes(scratch));
  assert.ok(fs.existsSync(at('out', 'maps', 'mnist-jmvae-kl-2d-1-epochs-limit-50.png')));

  const name = runName({preset: 'mnist-jmvae-kl-2d', set: brief}, {epochs: 1});
  const record = at('out', 'measured', `${name}.json`);
  const checkpoint = at('runs', name, 'checkpoint.safetensors');
  const [weights, measured] = [fs.readFileSync(checkpoint), fs.readFileSync(record)];
  const second = run(...short);
  assert.equal(second.code, 0);
  assert.ok(!second.err.includes('jmvae latent') && !second.err.includes('epoch 1'), second.err);
  assert.ok(fs.readFileSync(record).equals(measured));

  // What was trained elsewhere needs neither training nor weights here; what is not measured of it does.
  fs.renameSync(at('runs'), at('elsewhere'));
  const moved = run(...short);
  assert.equal(moved.code, 0);
  assert.ok(!moved.err.includes('jmvae latent') && !moved.err.includes('epoch 1'), moved.err);
  assert.ok(!fs.existsSync(at('runs')));
  fs.renameSync(at('elsewhere'), at('runs'));

  // A record of weights that are not here says nothing of those that are: these are trained to their end first.
  const elsewhere = JSON.parse(measured);
  fs.writeFileSync(record, JSON.stringify({training: {...elsewhere.training, weights: '0'.repeat(64)}, measurements: {}}));
  assert.equal(run(...short).code, 0);
  assert.equal(JSON.parse(fs.readFileSync(record)).training.weights, elsewhere.training.weights);

  // Another command is measured again, with the weights that there are.
  const limited = run(...short, '--limit', '40');
  assert.match(limited.err, /jmvae latent .*--limit 40/);
  assert.ok(fs.readFileSync(checkpoint).equals(weights));
  // It replaces neither the figures nor the map of more pictures.
  const {measurements} = JSON.parse(fs.readFileSync(record));
  assert.match(measurements['map-limit-50'].command, /--limit 50/);
  assert.match(measurements['map-limit-40'].command, /--limit 40/);
  for (const limit of [40, 50]) assert.ok(fs.existsSync(at('out', 'maps', `mnist-jmvae-kl-2d-1-epochs-limit-${limit}.png`)));
  // And of what was measured otherwise the report says that it is missing.
  assert.equal(run(...short, '--limit', '30', '--report-only').code, 0);
  assert.match(fs.readFileSync(at('out', 'RESULTS.md'), 'utf8'), /5 of 5 runs are not finished or not fully measured/);
});

test('the report of a part replaces nothing in the tree, and takes from there what is measured', () => {
  const tree = fileURLToPath(new URL('../../weights/', import.meta.url));
  const contents = () => [fs.readFileSync(path.join(tree, 'RESULTS.md'), 'utf8'), ...fs.readdirSync(path.join(tree, 'measured'))];
  const before = contents();
  const part = ['mnist', '--preset', 'page', '--only', 'main', '--models', 'jmvae-kl', '--data', at('data'), '--out', at('part')];
  const planned = run(...part, '--dry-run').out.trim().split('\n');
  for (const line of planned) assert.match(line, /# (trained|measured)$/);
  const {code, out, err} = run(...part, '--report-only');
  assert.equal(code, 0, err);
  assert.match(err, /its report is .*part\/report\/RESULTS\.md/);
  assert.match(fs.readFileSync(path.resolve(tree, '..', out.trim()), 'utf8'), /\| diversity within a label \|.*± .*small-adversarial/);

  // Fewer pictures are another measurement: none is there yet.
  const limited = run(...part, '--limit', '30', '--importance-samples', '2', '--report-only');
  assert.equal(limited.code, 0);
  const text = fs.readFileSync(at('part', 'report', 'RESULTS.md'), 'utf8');
  assert.match(text, /2 of 2 runs are not finished or not fully measured/);
  assert.match(text, /estimated with 2 draws of z instead of 1000/);
  assert.deepEqual(contents(), before);
});

test('the report of everything takes what was measured for a part, and keeps it beside itself', () => {
  const name = 'mnist-jmvae-kl-paper-seed-1.json';
  fs.cpSync(path.join(source, 'tools'), at('tree', 'tools'), {recursive: true});
  fs.cpSync(path.join(source, 'weights', 'measured', name), at('tree', 'runs', 'report', 'measured', name));
  const {status, stderr} = spawnSync('node', [at('tree', 'tools', 'reproduction', 'reproduce.mjs'), 'mnist', '--report-only'], {encoding: 'utf8'});
  assert.equal(status, 0, stderr);
  assert.ok(fs.existsSync(at('tree', 'weights', 'measured', name)));
  assert.match(fs.readFileSync(at('tree', 'weights', 'RESULTS.md'), 'utf8'), /\| log p\(x,w\) \| jmvae-kl \| [^|]+ \| −\d+\.\d+ ± /);
});

test('the plan is told where nothing is built, but for the warm-up of shortened runs', () => {
  fs.cpSync(path.join(source, 'tools'), at('fresh', 'tools'), {recursive: true});
  const {JMVAE, ...env} = process.env;
  const told = (...args) => spawnSync(at('fresh', 'tools', 'reproduce'), ['mnist', '--dry-run', ...args], {encoding: 'utf8', env});
  const {status, stdout, stderr} = told();
  assert.equal(status, 0, stderr);
  assert.match(stdout, /^jmvae train --preset mnist-jmvae-paper --seed 1 .*\n {2}jmvae eval /);
  assert.deepEqual(fs.readdirSync(at('fresh')), ['tools']);
  const shortened = told('--epochs', '1');
  assert.equal(shortened.status, 2);
  assert.match(shortened.stderr, /^tools\/reproduce: .*jmvae does not run; build it/);
});

test('weights/RESULTS.md is what is written of weights/measured', () => {
  const tree = fileURLToPath(new URL('../../weights/', import.meta.url));
  fs.cpSync(path.join(tree, 'measured'), at('again', 'measured'), {recursive: true});
  const {code, err} = run('mnist', '--report-only', '--out', at('nothing'), '--report', at('again', 'RESULTS.md'));
  assert.equal(code, 0, err);
  assert.equal(fs.readFileSync(at('again', 'RESULTS.md'), 'utf8'), fs.readFileSync(path.join(tree, 'RESULTS.md'), 'utf8'),
               'tools/reproduce mnist --report-only writes it');
});

test('a stopped run ends with the signal, saved, and goes on', async () => {
  const args = ['mnist', '--only', 'maps', '--models', 'vae', '--epochs', '400', '--limit', '20', '--data', at('data'), '--out',
                at('stopped'), '--report', at('stopped', 'RESULTS.md')];
  const child = spawn('node', [reproduce, ...args], {stdio: ['ignore', 'ignore', 'pipe']});
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part) => {
    said += part;
    if (!child.killed && said.includes('epoch 2 ')) child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.equal(code, 130, said);
  assert.match(said, /stopped after step/);
  const name = runName({preset: 'mnist-vae-2d', set: brief}, {epochs: 400});
  const {training} = JSON.parse(fs.readFileSync(at('stopped', 'measured', `${name}.json`)));
  assert.equal(training.finished, false);
  assert.ok(!fs.existsSync(at('stopped', 'RESULTS.md')));
  assert.equal(run(...args, '--report-only').code, 0);
  assert.match(fs.readFileSync(at('stopped', 'RESULTS.md'), 'utf8'), /\*\*not finished\*\*/);
});

test('a second stage is trained from the first, which is trained for it', () => {
  const args = ['mnist', '--preset', 'page', '--only', 'main', '--models', 'jmvae-kl', '--epochs', '1', '--limit', '40',
                '--importance-samples', '2', '--data', at('data'), '--out', at('stages'), '--report', at('stages', 'RESULTS.md')];
  const planned = run(...args, '--dry-run').out.split('\n').filter((line) => line.includes('jmvae train'));
  assert.match(planned[1], /small-adversarial .*--from .*mnist-jmvae-kl-small-1-epochs-seed-1 /);
  const first = at('stages', 'mnist-jmvae-kl-small-1-epochs-seed-1'), second = at('stages', 'mnist-jmvae-kl-small-adversarial-1-epochs-seed-1');
  assert.equal(run(...args).code, 0);
  const report = fs.readFileSync(at('stages', 'RESULTS.md'), 'utf8');
  assert.match(report, /jmvae train --preset mnist-jmvae-kl-small-adversarial --seed 1 --from FIRST/);
  assert.match(report, /\| diversity within a label \|.*± .*mnist-jmvae-kl-small-adversarial/);

  // Where the second is lost, both are needed again.
  const weights = fs.readFileSync(path.join(second, 'checkpoint.safetensors'));
  fs.rmSync(first, {recursive: true});
  fs.rmSync(second, {recursive: true});
  fs.rmSync(at('stages', 'measured', `${path.basename(second)}.json`));
  assert.equal(run(...args).code, 0);
  assert.ok(fs.readFileSync(path.join(second, 'checkpoint.safetensors')).equals(weights));
  assert.ok(fs.existsSync(path.join(first, 'checkpoint.safetensors')));
});

test('wrong usage is refused with a sentence', () => {
  for (const [args, word] of [[[], 'mnist'], [['celeba'], 'mnist'], [['mnist', '--preset', 'finest'], 'finest'],
                              [['mnist', '--models', 'gan'], 'gan'], [['mnist', '--epochs', '0'], '--epochs'],
                              [['mnist', '--fast'], '--fast'], [['mnist', '--only', 'halves', '--models', 'vae'], 'no experiment']]) {
    const {code, err} = run(...args);
    assert.equal(code, 2, err);
    assert.ok(err.includes(word), err);
  }
  assert.match(run('--help').out, /usage: tools\/reproduce mnist/);
});
