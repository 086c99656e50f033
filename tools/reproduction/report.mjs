// weights/RESULTS.md from what has been measured; no figure without its error, and what is missing says so.

import {ablation, brief, coverName, experiments, halves, kinds, kindsOf, mapName, mapRun, partly, plan, runName, shares, symmetric,
        usualSamples, variants} from './experiments.mjs';

const missing = '_not measured_';

const escape = (text) => text.replaceAll('|', '\\|');
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const isShare = (metric) => /^(accuracy|coherence|diversity|knn)/.test(metric);

/// A mean over seeds, its error over the test set (which the seeds share), and how far the seeds lie apart.
export function combine(estimates) {
  const n = estimates.length, value = estimates.reduce((sum, {value}) => sum + value, 0) / n;
  const stderr = estimates.reduce((sum, estimate) => sum + estimate.stderr, 0) / n;
  if (n === 1) return {value, stderr, seeds: 1};
  const spread = Math.sqrt(estimates.reduce((sum, estimate) => sum + (estimate.value - value) ** 2, 0) / (n - 1));
  return {value, stderr, spread, seeds: n};
}

/// "-86.93 ± 0.22", shares in percent; with several seeds also how far these lie apart.
export function written(metric, {value, stderr, spread, seeds}) {
  const scale = isShare(metric) ? 100 : 1, unit = isShare(metric) ? ' %' : '';
  const text = `${(scale * value).toFixed(2).replace('-', '−')} ± ${(scale * stderr).toFixed(2)}${unit}`;
  return seeds > 1 ? `${text} (spread ${(scale * spread).toFixed(2)} of ${seeds} seeds)` : text;
}

/// Looks up measurements: `records` has, by a run's name, {training, measurements: {NAME: {result, command, ...}}}.
class Figures {
  constructor(records, choice) {
    this.records = records;
    this.choice = choice;
  }

  seedsOf(experiment) {
    return this.choice.seeds ?? experiments[experiment].seeds;
  }

  /// The results of one measurement for all seeds of a run.
  results(run, measurement, seeds) {
    const names = Array.from({length: seeds}, (_, i) => runName({...run, seed: i + 1}, this.choice));
    return names.map((name) => this.records[name]?.measurements[measurement]?.result).filter(Boolean);
  }

  /// A figure combined over seeds, or undefined; where the measurement has several names the first that has it counts.
  estimate(run, measurements, metric, seeds = 1) {
    for (const measurement of measurements) {
      const estimates = this.results(run, measurement, seeds).map((result) => result.metrics?.[metric]).filter(Boolean);
      if (estimates.length) return combine(estimates);
    }
    return undefined;
  }

  cell(run, measurements, metric, seeds = 1) {
    const estimate = this.estimate(run, measurements, metric, seeds);
    return estimate ? written(metric, estimate) : missing;
  }
}

const mainRun = (kind, variant) => ({preset: `mnist-${kind}${variants[variant].suffix}`});
const secondStage = {preset: 'mnist-jmvae-kl-small-adversarial'};
const within = (published, distance) => ({says: `within ${distance}`, met: (value) => Math.abs(value - published) <= distance});
const above = (bound, says) => ({says: says ?? `> ${String(bound).replace('-', '−')}`, met: (value) => value >= bound});
const reported = {says: 'reported'};

/// The figures that others published, and what we set out to reach. `best` is the preset variant, or the run, that is meant
/// for it.
const targets = [
  {what: 'log p(x,w)', kind: 'jmvae-kl', metric: 'log_p(x,w)', best: 'best',
   published: '−86.93 (JMVAE-kl, alpha 0.1 [1]); −86.371 JMVAE, −86.255 MVAE [2]', paper: within(-86.93, 0.3), goal: above(-86.2)},
  {what: 'log p(x)', kind: 'jmvae-kl', metric: 'log_p(x)', best: 'best',
   published: '−86.86 [1]; −86.026 MVAE [2]', paper: within(-86.86, 0.3), goal: above(-86.0)},
  {what: 'log p(x given w)', kind: 'cvae', metric: 'log_p(x|w)', best: 'best',
   published: '−83.448 CVAE [2]', paper: reported, goal: above(-83.4)},
  {what: 'log p(x given w), multiple', kind: 'jmvae-kl', metric: 'log_p(x|w).multiple', best: 'best',
   published: '−83.97 MVAE, −83.985 JMVAE [2]', paper: reported, goal: above(-83.4)},
  {what: 'log p(x given w), multiple', kind: 'mvae', metric: 'log_p(x|w).multiple', best: 'best',
   published: '−83.97 [2]', paper: reported, goal: above(-83.4)},
  {what: 'log p(x)', kind: 'jmvae-h', metric: 'log_p(x)', best: 'best', published: 'no figure; better than JMVAE [3]',
   paper: {says: "better than JMVAE's", than: 'jmvae'}, goal: above(-84)},
  {what: 'label from image', kind: 'jmvae-kl', metric: 'accuracy.label_from_image', best: secondStage, published: '-',
   paper: reported, goal: above(0.99, '≥ 99 %')},
  {what: 'image from label, judged', kind: 'jmvae-kl', metric: 'coherence.image_from_label', best: secondStage, published: '-',
   paper: reported, goal: above(0.99, '≥ 99 %')},
  {what: 'image from label, judged, chain', kind: 'jmvae-h', metric: 'coherence.image_from_label', best: 'page', published: '-',
   paper: reported, goal: above(0.9, '≥ 90 %')},
  {what: 'image from label, judged, zeros', kind: 'jmvae', metric: 'coherence.image_from_label', best: 'page', published: '-',
   paper: reported, goal: reported},
  {what: 'diversity within a label', kind: 'jmvae-kl', metric: 'diversity.image_from_label', best: secondStage, published: '-',
   paper: reported, goal: above(0.8, '≥ 80 % of real')},
];

function targetCell(figures, metric, run, target, other) {
  const seeds = figures.seedsOf('main');
  const estimate = figures.estimate(run, ['figures', 'part'], metric, seeds);
  if (!estimate) return `${missing}; target: ${target.says}`;
  const met = target.met ? target.met(estimate.value) : other && estimate.value > other.value;
  const verdict = target === reported ? '' : `; target ${target.says}: ${met === undefined ? 'open' : met ? 'met' : '**not met**'}`;
  return `${written(metric, estimate)}${verdict}`;
}

function targetTable(figures) {
  return table(['figure', 'model', 'published', '`paper` preset', 'best preset'], targets.map((target) => {
    const {kind, metric, best} = target, bestRun = typeof best === 'string' ? mainRun(kind, best) : best;
    const other = target.paper.than && figures.estimate(mainRun(target.paper.than, 'paper'), ['figures'], metric, figures.seedsOf('main'));
    return [target.what, kind, target.published, targetCell(figures, metric, mainRun(kind, 'paper'), target.paper, other),
            `${targetCell(figures, metric, bestRun, target.goal)} (\`${bestRun.preset}\`)`];
  }));
}

/// All metrics that any of the runs has, in the order in which they were measured.
function metricsOf(figures, runs, measurements, seeds) {
  const names = new Set();
  for (const run of runs) {
    for (const measurement of measurements) {
      for (const result of figures.results(run, measurement, seeds)) Object.keys(result.metrics ?? {}).forEach((name) => names.add(name));
    }
  }
  return [...names];
}

const shownKinds = (choice) => kinds.filter((kind) => !choice.models || choice.models.includes(kind));

/// Which runs have not been measured, and of what where that is not all of it.
const notMeasured = (titles, what = '') => titles.length ? `Not measured${what && ` of ${what}`}: ${titles.join(', ')}.` : '';

/// A table with a column for each measured run and a row for each metric, and the names of the other runs.
function runTable(figures, runs, measurements, seeds, what) {
  const has = ({run}) => metricsOf(figures, [run], measurements, seeds).length > 0;
  const measured = runs.filter(has), others = runs.filter((run) => !has(run)).map(({title}) => title);
  const left = notMeasured(others, what);
  if (measured.length === 0) return left;
  const metrics = metricsOf(figures, measured.map(({run}) => run), measurements, seeds);
  const rows = metrics.map((metric) => [`\`${escape(metric)}\``, ...measured.map(({run}) => {
    const estimate = figures.estimate(run, measurements, metric, seeds);
    if (estimate) return written(metric, estimate);
    return figures.results(run, measurements[0], seeds).length ? '-' : missing;
  })]);
  return [table(['figure', ...measured.map(({title}) => title)], rows), left].filter(Boolean).join('\n\n');
}

function mainTables(figures) {
  return figures.choice.presets.map((variant) => {
    const runs = [...kindsOf(variant, figures.choice).map((kind) => ({title: kind, run: mainRun(kind, variant)})),
                  ...(variants[variant].secondStages ?? []).filter(({kind}) => shownKinds(figures.choice).includes(kind))
                      .map(({preset}) => ({title: preset, run: {preset}}))];
    return `### \`${variant}\`: ${variants[variant].what}\n\n${runTable(figures, runs, ['figures', 'part'], figures.seedsOf('main'))}`;
  }).join('\n\n');
}

/// Accuracy, coherence and diversity by what stands in for what is missing.
function fillingTable(figures) {
  const rows = [];
  const metrics = ['accuracy.label_from_image', 'coherence.image_from_label', 'diversity.image_from_label'];
  const seeds = figures.seedsOf('main');
  for (const variant of figures.choice.presets) {
    for (const kind of kindsOf(variant, figures.choice)) {
      const run = mainRun(kind, variant);
      const record = figures.records[runName({...run, seed: 1}, figures.choice)];
      const names = Object.keys(record?.measurements ?? {}).filter((name) => name.startsWith('filling-'));
      for (const name of ['figures', ...names]) {
        const cells = metrics.map((metric) => figures.cell(run, [name], metric, seeds));
        const own = metrics.map((metric) => record?.measurements[name]?.result.metrics[metric]?.filling).find(Boolean);
        if (cells.some((cell) => cell !== missing)) {
          rows.push([`\`${run.preset}\``, name === 'figures' ? `its own${own ? `: ${own}` : ''}` : own ?? name.slice('filling-'.length),
                     ...cells.map((cell) => cell === missing ? '-' : cell)]);
        }
      }
    }
  }
  return rows.length ? table(['model', 'filling', 'label from image', 'image from label', 'diversity'], rows) : missing;
}

function mapTable(figures) {
  const others = [];
  const maps = shownKinds(figures.choice).map((kind) => {
    const run = mapRun(kind);
    const [result] = figures.results(run, 'map', 1);
    if (!result) {
      others.push(kind);
      return '';
    }
    const panels = result.panels.map(({given, points, filling, knn_accuracy: accuracy}) =>
        [given.join(', '), points, filling ?? '-', written('knn', combine([accuracy])), String(accuracy.k)]);
    return `**${kind}** (\`${run.preset}\`)\n\n![Latent map of ${kind}: one panel for each line of the table, from the left](maps/${mapName(run, figures.choice)})\n\n` +
        table(['given', 'points', 'filling', 'k-nearest-neighbour accuracy in the plane', 'k'], panels);
  });
  return [...maps, notMeasured(others)].filter(Boolean).join('\n\n');
}

function ablationTable(figures) {
  const seeds = figures.seedsOf('ablation');
  const metrics = ['log_p(x,w)', 'log_p(x)', 'accuracy.label_from_image', 'coherence.image_from_label'];
  const {base} = ablation;
  const row = (what, set) => {
    const run = {...base, set: {...base.set, ...set}};
    return [what, ...metrics.map((metric) => {
      const estimate = figures.estimate(run, ['ablation'], metric, seeds), basis = figures.estimate(base, ['ablation'], metric, seeds);
      if (!estimate) return missing;
      if (set === undefined || !basis) return written(metric, estimate);
      const scale = isShare(metric) ? 100 : 1, gain = scale * (estimate.value - basis.value);
      return `${written(metric, estimate)}, ${gain < 0 ? '−' : '+'}${Math.abs(gain).toFixed(2)}`;
    })];
  };
  const isMeasured = [{}, ...ablation.changes].some(({set}) => figures.results({...base, set: {...base.set, ...set}}, 'ablation', seeds).length);
  return !isMeasured ? 'Not measured.' : `Against \`${base.preset}\` in ${base.set.epochs} epochs, each line alone; the last number of a cell is the difference from the base.\n\n` +
      table(['change', ...metrics.map((metric) => `\`${escape(metric)}\``)],
            [row('none (the base)', undefined), ...ablation.changes.map(({what, set}) => row(what, set))]);
}

function halvesTables(figures) {
  const runs = shownKinds(figures.choice).filter((kind) => symmetric.includes(kind))
      .map((kind) => ({title: kind, run: {preset: `mnist-halves-${kind}`, set: brief}}));
  const seeds = figures.seedsOf('halves');
  return `Three modalities: left half, right half, label, the paper's widths in ${brief.epochs} epochs. Subsets without an encoder ` +
      `of their own use the product of experts, or what the filling says.\n\n${runTable(figures, runs, ['directions'], seeds, 'directions')}\n\n` +
      runTable(figures, runs, ['likelihoods'], seeds, 'likelihoods');
}

function partlyTable(figures) {
  const metric = 'accuracy.label_from_image', seeds = figures.seedsOf('partly');
  return 'Label from a digit of which one half is covered.\n\n' +
      table(['model', 'how', ...halves.map((half) => `${half} half hidden`), 'nothing hidden'], partly.map(({preset, filling, what}) => [
        `\`${preset}\``, what, ...halves.map((half) => figures.cell({preset}, [coverName(half, filling)], metric, seeds)),
        figures.cell({preset}, ['accuracy', 'figures'], metric, seeds)]));
}

function semisupervisedTable(figures) {
  const metric = 'accuracy.label_from_image', seeds = figures.seedsOf('semisupervised');
  const runs = shownKinds(figures.choice).filter((kind) => symmetric.includes(kind));
  return 'Label from image where only a share of the training examples has its label; the others teach by the bound over the ' +
      'picture alone.\n\n' +
      table(['model', ...shares.map((share) => `${100 * share} % labelled`)], runs.map((kind) => [
        `\`mnist-${kind}-small\``, ...shares.map((share) =>
            figures.cell({preset: `mnist-${kind}-small`, set: share < 1 ? {'present.label': share} : {}},
                         ['accuracy', 'figures'], metric, seeds))]));
}

/// How each figure is estimated: the ways that occur, and in which models.
function estimatorTable(records) {
  const ways = new Map();
  for (const {kind, measurements} of Object.values(records)) {
    for (const {result} of Object.values(measurements)) {
      for (const [metric, {estimator, proposal, filling, samples, examples}] of Object.entries(result.metrics ?? {})) {
        const cells = [`\`${escape(metric)}\``, escape(estimator), proposal ? escape(proposal) : '-', filling ?? '-', samples, examples];
        const key = cells.join();
        if (!ways.has(key)) ways.set(key, {cells, kinds: new Set()});
        ways.get(key).kinds.add(kind);
      }
    }
  }
  const rows = [...ways.values()].sort(({cells: [a]}, {cells: [b]}) => Number(a > b) - Number(a < b));
  return table(['figure', 'estimator', 'z from', 'filling', 'K', 'test pictures', 'models'],
               rows.map(({cells, kinds: used}) => [...cells, [...used].join(', ')]));
}

/// What the runs were trained with, as far as they differ; the same for all seeds.
function settingsTable(records) {
  const runs = new Map();
  for (const [name, {training}] of Object.entries(records)) {
    if (training.settings) runs.set(name.replace(/-seed-\d+$/, ''), training.settings);
  }
  const keys = [...new Set([...runs.values()].flatMap(Object.keys))].filter((key) => key !== 'seed');
  const differing = keys.filter((key) => new Set([...runs.values()].map((settings) => settings[key])).size > 1);
  const common = keys.filter((key) => !differing.includes(key)).map((key) => `\`${key}\` ${[...runs.values()][0][key]}`);
  if (runs.size === 0) return missing;
  return `All runs: ${common.join(', ')}. The networks of each are in \`jmvae presets --json\`.\n\n` +
      table(['run', ...differing.map((key) => `\`${key}\``)],
            [...runs].map(([name, settings]) => [`\`${name}\``, ...differing.map((key) => settings[key] ?? '-')]));
}

export function duration(seconds) {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

function commandList(records) {
  return Object.entries(records).map(([name, {training, measurements, note}]) => {
    const lines = Object.entries(measurements).map(([what, {command, date, seconds}]) =>
        `- ${what} (${date}, ${duration(seconds)}): \`${command}\``);
    const trained = training ? `- training (${training.date}, ${duration(training.seconds)}${training.finished ? '' : ', **not finished**'}): ` +
        `\`${training.command}\`` : `- training: ${missing}`;
    return `**${name}**${note ? `: ${note}` : ''}\n\n${[trained, ...lines].join('\n')}`;
  }).join('\n\n');
}

/// What is not done yet, in all and in each experiment.
function openRuns(choice, records) {
  const isOpen = ({name, measurements}) => !records[name]?.training?.finished ||
      measurements.some((measurement) => !records[name].measurements[measurement.name]);
  const count = (experiments) => {
    const runs = plan({...choice, experiments}), open = runs.filter(isOpen);
    return {open: open.length, says: `${open.length} of ${runs.length}`};
  };
  const all = count(choice.experiments);
  if (!all.open) return [];
  const parts = choice.experiments.map((name) => ({name, ...count([name])})).filter(({open}) => open);
  return [`**${all.says} runs are not finished or not fully measured**; their figures are marked. By experiment (a run may belong ` +
      `to several): ${parts.map(({name, says}) => `${says} in \`${name}\``).join(', ')}.`];
}

/// The document. choice: {presets, models, seeds, epochs, limit, samples, experiments}; records: by run, see Figures.
export function report({choice, records}) {
  const figures = new Figures(records, choice);
  const all = Object.values(records);
  const leftOut = Object.keys(experiments).filter((name) => !choice.experiments.includes(name));
  const stamps = all.flatMap(({training, measurements}) => [training, ...Object.values(measurements)]).filter(Boolean);
  const machines = [...new Set(stamps.map(({machine}) => machine))];
  const seconds = stamps.reduce((sum, stamp) => sum + stamp.seconds, 0);
  const sections = {
    main: `## All models, all measures\n\nNats per test picture for likelihoods, higher is better.\n\n${mainTables(figures)}\n\n` +
        `### By what stands in for what is missing\n\n${fillingTable(figures)}`,
    maps: `## Latent maps\n\nTwo dimensions, ${brief.epochs} epochs; the share of points that have the most frequent label among their nearest joint encodings.\n\n${mapTable(figures)}`,
    ablation: `## What each change gives\n\n${ablationTable(figures)}`,
    halves: `## Three modalities\n\n${halvesTables(figures)}`,
    partly: `## Partly given\n\n${partlyTable(figures)}`,
    semisupervised: `## Few labels\n\n${semisupervisedTable(figures)}`,
  };
  const notes = [
    ...(choice.epochs ? [`**Shortened: ${choice.epochs} epochs a run instead of the presets' own, the warm-up in proportion. These figures show that it works, not what the models reach.**`] : []),
    ...(choice.limit ? [`**Only the first ${choice.limit} test pictures are measured.**`] : []),
    ...(choice.samples && choice.samples !== usualSamples ? [`**Likelihoods are estimated with ${choice.samples} draws of z instead of ${usualSamples}.**`] : []),
    ...(leftOut.length ? [`**A part: it leaves out ${leftOut.map((name) => `\`${name}\``).join(', ')}.**`] : []),
    ...openRuns(choice, records),
  ];
  return `# Results on MNIST

Written by \`tools/reproduce mnist\`, which trains and measures all of it again; every figure with its standard error over the
test set. x is the picture, w its label; the test pictures of likelihoods are binarised once, the same for all.

${notes.map((note) => `${note}\n\n`).join('')}Machine: ${machines.join('; ') || missing}. Time: ${duration(seconds)} in all. Seeds: 1 to N as each table says, one where it says nothing.

## Published and reached

${targetTable(figures)}

[1] Suzuki, Nakayama and Matsuo 2016, Joint multimodal learning with deep generative models. [2] Wu and Goodman 2018, Multimodal
generative models for scalable weakly-supervised learning, table 2. [3] Suzuki, Nakayama and Matsuo 2018, Improving
bi-directional generation between different modalities with variational autoencoders. Our estimators are named
below.

${choice.experiments.map((name) => sections[name]).join('\n\n')}

## How the figures are estimated

${estimatorTable(records)}

## Settings

${settingsTable(records)}

## Commands

RUN is the run's folder. To each belongs \`--data data/mnist\`, to a training \`--out RUN --resume\`, to a measurement \`--json\`,
and to \`jmvae eval\` the judge, \`--judge weights/mnist-classifier.safetensors\`.

${commandList(records)}
`;
}
