#!/usr/bin/env node
// release_model.mjs RUN NAME [OPTIONS]: turns a training run into a committed model: rounded, measured as it is shipped, with
// a card. Writes weights/NAME.safetensors (figures inside) and weights/NAME.md. NAME begins with the data set. What people
// wrote into a card that is there already stays: the note above its figures, unless --note gives another, and all that stands
// between its figures and its last paragraph, which has the command.
//   --metrics LIST      as for jmvae eval (default all)
//   --imputed LIST      measured by --filling imputation besides; in the card and the file as NAME.imputation
//   --emphasized LIST   the same by --emphasis 0.75, as the page shows faces: NAME.emphasis
//   --emphasized-imputed LIST  by both: NAME.imputation.emphasis
//   --data DIR          the data (default data/ and the data set's name)
//   --cache DIR         where decoded faces are kept, as for jmvae eval
//   --pictures N        generated pictures a figure, as for jmvae eval
//   --precision NAME    f16 (default) or int8
//   --note TEXT         a sentence for the card
// Needs the release build, or another jmvae by JMVAE=PROGRAM, and weights/DATA-classifier.safetensors, the judge.

import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArguments} from './lib/arguments.mjs';

/// Terms of what was learnt from a data set, and the set in words.
const dataSets = {
  mnist: {title: 'MNIST', terms: 'MIT; trained on MNIST (LeCun, Cortes and Burges)'},
  avatars: {title: 'avatars drawn by tools/make_avatars',
            terms: 'MIT; trained on drawings of DiceBear Personas by Draftbit (CC BY 4.0)'},
  celeba: {title: 'CelebA faces, 64x64',
           terms: 'for non-commercial research only, as CelebA (Liu et al. 2015) on which it was trained'},
};

/// Ways to measure besides the model's own.
const imputation = ['--filling', 'imputation'], emphasis = ['--emphasis', '0.75'];
const waysBesides = [
  {option: 'imputed', suffix: '.imputation', how: imputation},
  {option: 'emphasized', suffix: '.emphasis', how: emphasis},
  {option: 'emphasized-imputed', suffix: '.imputation.emphasis', how: [...imputation, ...emphasis]},
];

const text = {type: 'string'};
const {values: options, positionals: [run, name], refuse} = parseArguments(import.meta.url, {least: 2, options: {
  metrics: text, imputed: text, emphasized: text, 'emphasized-imputed': text, data: text, cache: text, pictures: text, precision: text, note: text}});
const from = path.resolve(run);
const place = (folder) => folder && path.resolve(folder);
const [data, cache, another] = [options.data, options.cache, process.env.JMVAE].map(place);
process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const dataName = name.split('-')[0], dataSet = dataSets[dataName];
if (!dataSet) refuse(`${name}: expected a name that begins with ${Object.keys(dataSets).join(', ')}`);
const program = another ?? 'build/release/src/cli/jmvae', weights = `weights/${name}.safetensors`, card = `weights/${name}.md`;
const metrics = options.metrics ?? 'all';
const jmvae = (...args) => execFileSync(program, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26});

/// What people wrote into the card: the note and what follows the figures, each with the empty line below it.
function writtenInCard() {
  if (!fs.existsSync(card)) return ['', ''];
  const shape = /\n\| measured .*\n\n([^]*?)\| figure \| value \| how \|\n(?:\|.*\n)+\n([^]*?)`jmvae eval .*\n$/;
  const found = shape.exec(fs.readFileSync(card, 'utf8'));
  return found?.slice(1) ?? refuse(`${card} is not as this tool writes cards; take it away, or what it says would be lost`);
}
const [written, more] = writtenInCard(), note = options.note ? `${options.note}\n\n` : written;

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'jmvae_release_'));
const rounded = path.join(scratch, `${name}.safetensors`), figures = path.join(scratch, 'figures.json');
const precision = ['--precision', options.precision ?? 'f16'];
jmvae('export', from, '--out', rounded, '--license', dataSet.terms, ...precision);
const pictures = options.pictures ? ['--pictures', options.pictures] : [];
const measure = (...which) => JSON.parse(jmvae(
    'eval', rounded, '--data', data ?? `data/${dataName}`, ...(cache ? ['--cache', cache] : []), '--metrics', ...which, ...pictures,
    '--judge', `weights/${dataName}-classifier.safetensors`, '--json'));
const measured = measure(metrics);
const others = waysBesides.filter(({option}) => options[option]);
for (const {option, suffix, how} of others) {
  const {metrics} = measure(options[option], ...how);
  for (const [figure, value] of Object.entries(metrics)) measured.metrics[figure + suffix] = value;
}
fs.writeFileSync(figures, JSON.stringify(measured));
jmvae('export', rounded, '--out', weights, '--license', dataSet.terms, '--figures', figures, ...precision);
fs.rmSync(scratch, {recursive: true});

const commandOf = (list, ...more) =>
  `\`jmvae eval ${[weights, '--data', `data/${dataName}`, '--metrics', `'${list}'`, ...more, ...pictures].join(' ')}\``;
const commands = [commandOf(metrics), ...others.map(({option, how}) => commandOf(options[option], ...how))];
const info = JSON.parse(jmvae('info', weights, '--json'));
const rows = Object.entries(info.figures).map(([metric, {value, stderr, estimator, filling, samples, examples}]) => {
  const how = [estimator, ...(filling && filling !== 'none' ? [`filling: ${filling}`] : [])].join(', ').replaceAll('|', '\\|');
  return `| \`${metric.replaceAll('|', '\\|')}\` | ${value.toFixed(4)} ± ${stderr.toFixed(4)} | ${how}; ${samples} samples, ${examples} examples |`;
});
// Where a second stage's first one lay is no matter of the card.
const command = info.training.command.replace(/--from \S+/, '--from FIRST');
const examples = Math.max(...Object.values(info.figures).map(({examples}) => examples));
const size = (fs.statSync(weights).size / 1e6).toFixed(2);
const dimensions = [info.model.latent, ...(info.model.upper ?? []).map(({latent}) => latent)].join(' + ');
fs.writeFileSync(card, `# ${name}

| | |
|---|---|
| model | ${info.model.kind}${info.model.kind === 'classifier' ? '' : `, ${dimensions} latent dimensions`}, ${info.parameters.toLocaleString('en')} parameters |
| data | ${dataSet.title}, ${info.training.examples.toLocaleString('en')} training pictures |
| made by | \`${command} --data data/${dataName} --out RUN\`, ${info.training.epoch} epochs |
| file | ${options.precision === 'int8' ? 'bytes with a factor for each row' : 'half floats'}, ${size} MB |
| terms | ${info.license} |
| measured | ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores of ${os.cpus()[0].model}, this file, ${examples.toLocaleString('en')} test pictures |

${note}| figure | value | how |
|---|---|---|
${rows.join('\n')}

${more}${new Intl.ListFormat('en').format(commands)} ${commands.length > 1 ? 'give' : 'gives'} the same figures.
`);
console.log(`${weights}\n${card}`);
