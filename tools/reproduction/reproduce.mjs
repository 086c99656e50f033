// Trains and measures what experiments.mjs lists, and writes the report. tools/reproduce runs it.

import {spawn, spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

import {parseArguments} from '../lib/arguments.mjs';
import {experiments, kinds, mapName, plan, usualSamples, variants} from './experiments.mjs';
import {duration, report} from './report.mjs';

const usage = `usage: tools/reproduce mnist [OPTIONS]

Trains and measures the whole family on MNIST, which takes days, and writes a report. Stop it with Ctrl+C at any time; run the
same command to continue. Measurements are kept beside the report, in measured/, and repeated only if preset, weights or command
have changed, so the figures in the tree may come from several machines. To make all of them anew, name another --report.
With any of the options from --preset to --importance-samples it is a part, whose report goes into the folder of the runs: it
uses what the tree has measured, and replaces nothing there.
  --preset LIST    variants of the networks and their training: ${Object.keys(variants).join(', ')} (default paper,best,page)
  --models LIST    these and no others: ${kinds.join(', ')}; by default
                   all of them, and of paper and best those that there are published figures or targets for
  --only LIST      only these experiments: ${Object.keys(experiments).join(', ')}
  --seeds N        seeds 1 to N of every run, instead of each experiment's own number
  --epochs N       shortened runs, the warm-up in proportion; the report says so
  --limit N        only the first N test pictures; the report says so
  --importance-samples K  draws of z for each likelihood (default ${usualSamples})
  --data DIR       folder of MNIST (default data/mnist)
  --out DIR        folder of the runs (default runs)
  --report FILE    where the report goes, with maps/ and measured/ beside it (default
                   weights/RESULTS.md, of a part RUNS/report/RESULTS.md)
  --report-only    write the report of what has been measured, and what is missing
  --dry-run        print the commands that would be run; needs nothing built, except with --epochs

JMVAE=PROGRAM uses another jmvae than the release build's.`;

const text = {type: 'string'}, flag = {type: 'boolean'};
const {values, positionals, refuse, numberOf} = parseArguments(import.meta.url, {
  name: 'tools/reproduce', about: usage, most: Infinity, options: {
    preset: text, models: text, only: text, seeds: text, epochs: text, limit: text, 'importance-samples': text, data: text,
    out: text, report: text, 'report-only': flag, 'dry-run': flag, check: flag}});
const say = (sentence) => process.stderr.write(`${sentence}\n`);

/// The parts of a list between commas, all of them known.
function listOf(option, text, known) {
  if (text === undefined) return undefined;
  const names = text.split(',');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`--${option}: unknown "${unknown}"; known are ${known.join(', ')}`);
  return names;
}

if (positionals.join(' ') !== 'mnist') refuse('expected "mnist", the only data set so far; --help tells more');

const from = process.cwd();
process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const place = (text, otherwise) => text === undefined ? otherwise : path.relative('.', path.resolve(from, text)) || '.';
const choice = {
  presets: listOf('preset', values.preset ?? 'paper,best,page', Object.keys(variants)),
  models: listOf('models', values.models, kinds),
  experiments: listOf('only', values.only, Object.keys(experiments)) ?? Object.keys(experiments),
  seeds: numberOf('seeds'),
  epochs: numberOf('epochs'),
  limit: numberOf('limit'),
  samples: numberOf('importance-samples') ?? usualSamples,
};
const planned = plan(choice);
if (planned.length === 0) refuse('no experiment has these models');
if (values.check) process.exit(0);  // tools/reproduce asks before it sets anything up

const data = place(values.data, 'data/mnist'), out = place(values.out, 'runs');

// A part of the figures does not replace all of them, unless it is told to.
const isPart = ['preset', 'models', 'only', 'seeds', 'epochs', 'limit', 'importance-samples'].some((option) => option in values);
const treeReport = 'weights/RESULTS.md', partReport = path.join(out, 'report', 'RESULTS.md');
const reportFile = place(values.report, isPart ? partReport : treeReport);
// What is measured for one of these two need not be measured again for the other; any other report begins anew.
const reports = [reportFile, ...[treeReport, partReport].filter((file, _, both) => both.includes(reportFile) && file !== reportFile)];
const judge = 'weights/mnist-classifier.safetensors';
const program = process.env.JMVAE ? path.resolve(from, process.env.JMVAE) : 'build/release/src/cli/jmvae';

// A run's weights, and what is known of it: {training, measurements: {NAME: {command, weights, result, ...}}}.
const checkpointFile = (run) => path.join(out, run.name, 'checkpoint.safetensors');
const recordFile = (run, report = reportFile) => path.join(path.dirname(report), 'measured', `${run.name}.json`);

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;  // not there, or cut off by a kill: to be made again
  }
}

/// What is known of a run: one training, that of the weights which are here rather than another, and all its measurements.
function recordOf(run) {
  const records = reports.map((report) => readJson(recordFile(run, report))).filter((record) => record && isOf(run, record));
  if (records.length === 0) return {measurements: {}};
  const here = fs.existsSync(checkpointFile(run)) && digest(checkpointFile(run));
  const record = records.find(({training}) => training.weights === here) ?? records[0];
  const same = records.filter(({training}) => training.weights === record.training.weights).reverse();
  return {...record, measurements: Object.assign({}, ...same.map(({measurements}) => measurements))};
}
function keep(run, record) {
  const file = recordFile(run);
  fs.mkdirSync(path.dirname(file), {recursive: true});
  fs.writeFileSync(`${file}.tmp`, `${JSON.stringify(record, null, 1)}\n`);
  fs.renameSync(`${file}.tmp`, file);
}
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const digest = (file) => sha256(fs.readFileSync(file));
const today = () => new Date().toISOString().slice(0, 10);

/// The processor and how the program was built.
function machine() {
  const cpus = os.cpus();
  let folder = path.dirname(path.resolve(program));
  while (!fs.existsSync(path.join(folder, 'CMakeCache.txt')) && folder !== path.dirname(folder)) folder = path.dirname(folder);
  const cache = path.join(folder, 'CMakeCache.txt');
  const text = fs.existsSync(cache) ? fs.readFileSync(cache, 'utf8') : '';
  const entry = (key) => text.match(new RegExp(`^${key}:[A-Z]+=(.*)$`, 'm'))?.[1] ?? '';
  const flags = [entry('CMAKE_BUILD_TYPE'), entry('JMVAE_NATIVE_ARCH') === 'ON' ? 'for this processor' : 'portable',
                 entry('CMAKE_CXX_FLAGS'), entry('CMAKE_CXX_FLAGS_RELEASE')].filter(Boolean).join(' ');
  return `${cpus.length} cores of ${cpus[0].model.trim()}${text ? `, build: ${flags}` : ''}`;
}

/// All presets by name, undefined where a report or a plan does without the program. The warm-up of a shortened run needs it.
const presets = (() => {
  const listed = spawnSync(program, ['presets', '--json'], {encoding: 'utf8', maxBuffer: 1 << 26});
  if (listed.status === 0) return new Map(JSON.parse(listed.stdout).map((preset) => [preset.name, preset]));
  if ((values['report-only'] || values['dry-run']) && !choice.epochs) return undefined;
  return refuse(`${program} does not run; build it with cmake --preset release && cmake --build --preset release`);
})();

let stopping;  // the signal that asked to stop
let child;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopping = signal;
    child?.kill(signal);
  });
}

/// Runs jmvae in a process group of its own, so that a Ctrl+C reaches it once, through us. Gives its stdout, or undefined
/// where it failed or was stopped; what it says on stderr is shown.
async function jmvae(args) {
  child = spawn(program, args, {stdio: ['ignore', 'pipe', 'inherit'], detached: true});
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
  const code = await new Promise((resolve) => child.on('close', resolve).on('error', () => resolve(-1)));
  child = undefined;
  return code === 0 && !stopping ? text : undefined;
}

const shown = (args) => `jmvae ${args.map((arg) => /^[\w./=+,-]+$/.test(arg) ? arg : `'${arg}'`).join(' ')}`;

/// Changed settings: the run's own, and of a shortened run the warm-up.
function changesOf(run) {
  if (!choice.epochs) return run.set;
  const {epochs, warmup_epochs: warmup} = {...presets.get(run.preset).settings, ...run.set};
  return {...run.set, epochs: choice.epochs, warmup_epochs: Math.round(warmup * choice.epochs / epochs)};
}

function trainArguments(run) {
  return ['train', '--preset', run.preset, '--seed', String(run.seed), ...(run.from ? ['--from', 'FIRST'] : []),
          ...Object.entries(changesOf(run)).flatMap(([key, value]) => ['--set', `${key}=${value}`])];
}

const mapFile = choice.limit ? `map-limit-${choice.limit}.png` : 'map.png';

function measureArguments(run, {command, options}) {
  const chosen = [...options];
  const limit = chosen.indexOf('--limit');
  if (choice.limit && limit >= 0) chosen[limit + 1] = String(Math.min(choice.limit, Number(chosen[limit + 1])));
  if (choice.limit && limit < 0) chosen.push('--limit', String(choice.limit));
  if (command === 'eval') chosen.push('--importance-samples', String(choice.samples));
  return [command, 'RUN', ...chosen.map((option) => option === 'map.png' ? mapFile : option)];
}

/// The name that a measurement is kept under. One of fewer pictures or with other draws stands beside the full one.
function keptName({name, command}) {
  return [name, ...(choice.limit ? [`limit-${choice.limit}`] : []),
          ...(command === 'eval' && choice.samples !== usualSamples ? [`samples-${choice.samples}`] : [])].join('-');
}

/// The run that a second stage begins with.
const firstStage = (run) => planned.find(({preset, seed}) => preset === run.from && seed === run.seed);

/// A kept command with the places on this machine: RUN and maps are in the run's folder, FIRST is that of its first stage.
function placed(run, args) {
  const folder = path.join(out, run.name), places = {RUN: folder};
  if (run.from) places.FIRST = path.join(out, firstStage(run).name);
  const more = {train: ['--out', folder, '--resume'], eval: ['--judge', judge, '--json'], latent: ['--json']};
  const inPlace = (arg) => places[arg] ?? (arg.endsWith('.png') ? path.join(folder, arg) : arg);
  return [...args.map(inPlace), '--data', data, ...more[args[0]]];
}

/// What the run is trained with: the preset's settings with the changes of the command.
function settingsOf(run) {
  return {...presets.get(run.preset).settings, seed: run.seed, ...changesOf(run)};
}

/// Of all that trains; the data is in the preset's name.
function presetDigest(run) {
  if (!presets) return undefined;
  const {name, summary, model, settings} = presets.get(run.preset);
  return sha256(JSON.stringify({name, summary, model, settings}));
}

/// Whether a record is of this run as its preset is now. Without the program nobody can tell, and it counts.
function isOf(run, {training}) {
  return training?.command === shown(trainArguments(run)) && (!presets || training.preset === presetDigest(run));
}

/// A kept measurement of these weights by the command as it is now.
function isMeasured(run, measurement, record, weights) {
  const kept = record.measurements[keptName(measurement)];
  return kept !== undefined && kept.weights === weights && kept.command === shown(measureArguments(run, measurement));
}

/// The weights that a run's record speaks of: those that are here, or those that were trained elsewhere.
function weightsOf(run, {training}) {
  return fs.existsSync(checkpointFile(run)) ? digest(checkpointFile(run)) : training?.weights;
}

/// Whether everything about a run is known, wherever it was trained.
function isDone(run) {
  const record = recordOf(run);
  if (!isOf(run, record) || !record.training.finished) return false;
  const weights = weightsOf(run, record);
  return run.measurements.every((measurement) => isMeasured(run, measurement, record, weights));
}

/// Trains or goes on training; whether the run is finished. A preset that changed since is no longer the same: jmvae then
/// says in what.
async function train(run) {
  const known = recordOf(run), same = isOf(run, known), command = trainArguments(run);
  // Weights that are here may be of a run that was begun anew and stopped, where the record speaks of others that are not here.
  const here = fs.existsSync(checkpointFile(run)) && digest(checkpointFile(run));
  if (same && known.training.finished && here === known.training.weights) return true;
  if (run.from && !await train(firstStage(run))) return false;
  fs.mkdirSync(out, {recursive: true});
  const started = Date.now();
  const text = await jmvae(placed(run, command));
  const finished = text !== undefined;
  if (fs.existsSync(checkpointFile(run))) {
    const before = same && !known.training.finished ? known.training.seconds : 0;
    const training = {command: shown(command), preset: presetDigest(run), settings: settingsOf(run), finished, date: today(),
                      machine: machine(), seconds: before + (Date.now() - started) / 1000,
                      ...(finished ? {weights: digest(checkpointFile(run))} : {})};
    keep(run, {training, measurements: same ? known.measurements : {}});
  }
  return finished;
}

/// Measures, unless the same command measured the same weights before; whether the figures are there.
async function measure(run, measurement, weights) {
  if (isMeasured(run, measurement, recordOf(run), weights)) return true;
  const command = shown(measureArguments(run, measurement));
  say(`  ${command}`);
  const started = Date.now();
  const text = await jmvae(placed(run, measureArguments(run, measurement)));
  if (text === undefined) return false;
  const record = recordOf(run);
  record.measurements[keptName(measurement)] = {command, weights, date: today(), machine: machine(),
                                           seconds: (Date.now() - started) / 1000, result: JSON.parse(text)};
  keep(run, record);
  return true;
}

/// What the planned runs' own commands measured of their weights, for the report.
function recordsOf(planned) {
  const records = {};
  for (const run of planned) {
    const record = recordOf(run), weights = weightsOf(run, record);
    if (!isOf(run, record)) continue;
    const measured = run.measurements.filter((measurement) => isMeasured(run, measurement, record, weights));
    records[run.name] = {kind: run.kind, training: record.training, note: record.note,
                         measurements: Object.fromEntries(measured.map((one) => [one.name, record.measurements[keptName(one)]]))};
  }
  return records;
}

function writeReport(planned) {
  const folder = path.dirname(reportFile);
  for (const run of planned) {
    const map = path.join(out, run.name, mapFile);
    if (run.seed !== 1 || !fs.existsSync(map)) continue;
    fs.mkdirSync(path.join(folder, 'maps'), {recursive: true});
    fs.copyFileSync(map, path.join(folder, 'maps', mapName(run, choice)));
  }
  const records = recordsOf(planned);
  for (const run of reportFile === treeReport ? planned.filter(({name}) => records[name]) : []) {
    const known = recordOf(run), said = (record) => JSON.stringify(record);
    if (said(known) !== said(readJson(recordFile(run)))) keep(run, known);  // what was measured for a part comes along
  }
  fs.mkdirSync(folder, {recursive: true});
  fs.writeFileSync(reportFile, report({choice, records}));
  process.stdout.write(`${reportFile}\n`);
}

if (isPart && !values.report && !values['dry-run']) say(`A part: its report is ${reportFile}, and ${treeReport} stays as it is.`);
if (values['dry-run']) {
  for (const run of planned) {
    if (presets && !presets.has(run.preset)) {
      process.stdout.write(`# there is no preset ${run.preset}\n`);
      continue;
    }
    const record = recordOf(run), done = isOf(run, record) && record.training.finished ? '  # trained' : '';
    process.stdout.write(`${shown(placed(run, trainArguments(run)))}${done}\n`);
    for (const measurement of run.measurements) {
      const known = isMeasured(run, measurement, record, weightsOf(run, record)) ? '  # measured' : '';
      process.stdout.write(`  ${shown(placed(run, measureArguments(run, measurement)))}${known}\n`);
    }
  }
  process.exit(0);
}

let failures = 0;
if (!values['report-only']) {
  const start = Date.now();
  for (const [index, run] of planned.entries()) {
    say(`[${index + 1}/${planned.length}, ${duration((Date.now() - start) / 1000)}] ${run.name}`);
    if (!presets.has(run.preset)) {
      say(`  there is no preset ${run.preset}; left out`);
      failures++;
      continue;
    }
    if (isDone(run)) continue;
    const trained = await train(run);
    const weights = trained && digest(checkpointFile(run));
    for (const measurement of trained && !stopping ? run.measurements : []) {
      if (!await measure(run, measurement, weights) && !stopping) failures++;
      if (stopping) break;
    }
    if (!trained && !stopping) failures++;
    if (stopping) {
      say('stopped; run the same again to go on, or with --report-only for what there is');
      process.exit(128 + os.constants.signals[stopping]);
    }
  }
}
writeReport(planned);
if (failures) say(`${failures} trainings or measurements failed; see above`);
process.exit(failures ? 1 : 0);
