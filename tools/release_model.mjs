#!/usr/bin/env node
// Turns a training run into a committed model: half floats, measured as they are shipped, with a card.
//
//   tools/release_model.mjs RUN NAME [METRICS]
//
// writes weights/NAME.safetensors (figures inside) and weights/NAME.md. METRICS as for `jmvae eval`, default: all.
// Needs the release build, data/mnist and, for coherence, weights/mnist-classifier.safetensors.

import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';

const [run, name, metrics = 'all'] = process.argv.slice(2);
if (!name) {
  console.error('usage: tools/release_model.mjs RUN NAME [METRICS]');
  process.exit(2);
}
process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const program = 'build/release/src/cli/jmvae', weights = `weights/${name}.safetensors`, card = `weights/${name}.md`;
const license = 'MIT; trained on MNIST (LeCun, Cortes and Burges)';
const jmvae = (...args) => execFileSync(program, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26});

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'jmvae_release_'));
const half = path.join(scratch, `${name}.safetensors`), figures = path.join(scratch, 'figures.json');
jmvae('export', run, '--out', half, '--license', license);
fs.writeFileSync(figures, jmvae('eval', half, '--data', 'data/mnist', '--metrics', metrics,
                                '--judge', 'weights/mnist-classifier.safetensors', '--json'));
jmvae('export', half, '--out', weights, '--license', license, '--figures', figures);
fs.rmSync(scratch, {recursive: true});

const info = JSON.parse(jmvae('info', weights, '--json'));
const rows = Object.entries(info.figures).map(([metric, {value, stderr, estimator, filling, samples, examples}]) => {
  const how = [estimator, ...(filling && filling !== 'none' ? [`filling: ${filling}`] : [])].join(', ').replaceAll('|', '\\|');
  return `| \`${metric.replaceAll('|', '\\|')}\` | ${value.toFixed(4)} ± ${stderr.toFixed(4)} | ${how}; ${samples} samples, ${examples} examples |`;
});
const size = (fs.statSync(weights).size / 1e6).toFixed(2);
fs.writeFileSync(card, `# ${name}

| | |
|---|---|
| model | ${info.model.kind}${info.model.kind === 'classifier' ? '' : `, ${[info.model.latent, ...(info.model.upper ?? []).map(({latent}) => latent)].join(' + ')} latent dimensions`}, ${info.parameters.toLocaleString('en')} parameters |
| data | MNIST, ${info.training.examples.toLocaleString('en')} training pictures |
| made by | \`${info.training.command} --data data/mnist --out RUN\`, ${info.training.epoch} epochs |
| file | half floats, ${size} MB |
| terms | ${info.license} |
| measured | ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores of ${os.cpus()[0].model}, this file, MNIST's 10,000 test pictures |

| figure | value | how |
|---|---|---|
${rows.join('\n')}

\`jmvae eval ${weights} --data data/mnist --metrics '${metrics}'\` gives the same figures.
`);
console.log(`${weights}\n${card}`);
