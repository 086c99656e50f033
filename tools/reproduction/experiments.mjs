// What `tools/reproduce mnist` trains and measures. Extend it here: a preset's name, changed settings, a measurement.
//
// A run is {preset, set: {setting: value}, seed, from: PRESET}; equal runs of several experiments are trained once. One with
// `from` is a second stage and begins with the run of that preset and the same seed, which comes before it. A measurement is
// {name, command: 'eval' | 'latent', options: [...]}; its figures are kept beside the run under its name.

const evaluate = (name, ...options) => ({name, command: 'eval', options});

/// Draws of z for each likelihood, unless others are asked for.
export const usualSamples = 1000;

/// The kinds of model, in the order of the tables.
export const kinds = ['vae', 'cvae', 'cmma', 'jmvae', 'jmvae-kl', 'jmvae-h', 'telbo', 'mvae'];

/// Those that give any modality from any other.
export const symmetric = ['jmvae', 'jmvae-kl', 'jmvae-h', 'telbo', 'mvae'];

/// Variants of a preset's name, mnist-KIND-VARIANT. Those that take hours a model are trained of `kinds` unless others are
/// asked for: the models whose figures there are published ones or targets for. `measured` are the names of the measurements
/// where that is not all of them.
export const variants = {
  paper: {suffix: '-paper', what: "the papers' networks and training, 500 epochs, of JMVAE-h 100",
          kinds: ['jmvae', 'jmvae-kl', 'jmvae-h']},
  quick: {suffix: '', what: "the paper's networks, 100 epochs and a falling rate"},
  best: {suffix: '-best', what: 'our best likelihoods', kinds: ['cvae', 'jmvae-kl', 'jmvae-h', 'mvae'],
         measured: ['figures']},
  page: {suffix: '-small', what: 'for labels and pictures as people see them: the label weighs more',
         secondStages: [{preset: 'mnist-jmvae-kl-small-adversarial', from: 'mnist-jmvae-kl-small', kind: 'jmvae-kl'}]},
};

/// The models that are trained in a variant.
export const kindsOf = (variant, {models}) => models ?? variants[variant].kinds ?? kinds;

/// Ways to fill what is missing, beside the model's own.
const fillings = {
  jmvae: [['chain', 10], ['chain', 50]],
  'jmvae-kl': [['zero'], ['chain', 10]],
  'jmvae-h': [['zero'], ['chain', 50]],
  telbo: [['zero'], ['chain', 10]],
};
const fillingOptions = ([filling, sweeps]) => ['--filling', filling, ...(sweeps ? ['--sweeps', String(sweeps)] : [])];
const fillingName = (filling) => filling.join('-');

/// Likelihoods whose proposal sees everything, and those whose proposal sees a part; the latter cost a chain for every
/// sample in a JMVAE-h, so there fewer test pictures are measured.
const allMetrics = {
  vae: 'latent,likelihood',
  cvae: 'coherence,diversity,latent,likelihood',
  cmma: 'coherence,diversity,latent,likelihood',
};
const jointMetrics = 'accuracy,coherence,diversity,latent,log_p(x,w),log_p(x),log_p(w),log_p(x|w).multiple,log_p(w|x).multiple';
const partMetrics = 'log_p(x).single,log_p(x|w),log_p(x|w).single,log_p(w|x),log_p(w|x).single';

function measurementsOf(kind, chosen) {
  if (allMetrics[kind]) return [evaluate('figures', '--metrics', allMetrics[kind])];
  const all = [
    evaluate('figures', '--metrics', jointMetrics),
    evaluate('part', '--metrics', partMetrics, ...(kind === 'jmvae-h' ? ['--limit', '500'] : [])),
    ...(fillings[kind] ?? []).map((filling) =>
        evaluate(`filling-${fillingName(filling)}`, '--metrics', 'accuracy,coherence,diversity', ...fillingOptions(filling))),
  ];
  return all.filter(({name}) => chosen?.includes(name) ?? true);
}

/// How often labels are read right: of models that the page has among all their figures, of others alone.
const accuracyOf = (kind, isOfPage) => isOfPage ? measurementsOf(kind, ['figures']) : [evaluate('accuracy', '--metrics', 'accuracy')];

/// The quick presets in a fifth of their epochs, for what compares many runs with each other rather than with the papers.
export const brief = {epochs: 20, warmup_epochs: 8};

/// The model whose latent map is drawn.
export const mapRun = (kind) => ({preset: `mnist-${kind}-2d`, set: brief});

/// One changed setting each against the base.
export const ablation = {
  kind: 'jmvae-kl',
  base: {preset: 'mnist-jmvae-kl', set: brief},
  changes: [
    {what: 'alpha 0.01', set: {alpha: 0.01}},
    {what: 'alpha 1', set: {alpha: 1}},
    {what: 'half the warm-up, 4 epochs', set: {warmup_epochs: 4}},
    {what: 'constant rate', set: {final_learning_rate: 0.001}},
    {what: 'averaged weights', set: {average_decay: 0.999}},
    {what: 'Adam with epsilon 1e-8 and hardly any clipping',
     set: {'adam.epsilon': 1e-8, 'adam.clip_norm': 100, 'adam.clip_value': 0}},
    {what: 'grey pictures instead of binarised ones', set: {binarize: false}},
    {what: 'label weighs 50 times as much', set: {'likelihood_weight.label': 50}},
    {what: 'importance-weighted bound of 5 samples', set: {samples: 5}},
  ],
};

export const shares = [0.001, 0.01, 0.1, 1];  // of the examples that keep their label
export const halves = ['upper', 'lower', 'left', 'right'];

/// Which run and filling of partly given pictures. Encoders of the partial model learnt from masks; the others fill.
export const partly = [
  {preset: 'mnist-jmvae-kl-partial', kind: 'jmvae-kl', filling: ['automatic'], what: 'encoders that learnt from masks'},
  {preset: 'mnist-jmvae-kl-partial', kind: 'jmvae-kl', filling: ['zero'], what: 'the same model, zeros'},
  {preset: 'mnist-jmvae-kl-partial', kind: 'jmvae-kl', filling: ['chain', 10], what: 'the same model, chain'},
  {preset: 'mnist-jmvae-small', kind: 'jmvae', filling: ['zero'], what: 'zeros'},
  {preset: 'mnist-jmvae-small', kind: 'jmvae', filling: ['chain', 10], what: 'chain'},
  {preset: 'mnist-jmvae-h-small', kind: 'jmvae-h', filling: ['zero'], what: 'zeros'},
  {preset: 'mnist-jmvae-h-small', kind: 'jmvae-h', filling: ['chain', 10], what: 'chain'},
];
export const coverName = (half, filling) => `${half}-${fillingName(filling)}`;

/// The experiments by name. `runs(choice)` gives {preset, set, kind, measurements}; `seeds` of them by default.
export const experiments = {
  main: {
    what: 'all models, all measures',
    seeds: 1,
    runs: (choice) => choice.presets.flatMap((variant) => [
      ...kindsOf(variant, choice).map((kind) => (
          {preset: `mnist-${kind}${variants[variant].suffix}`, kind, measurements: measurementsOf(kind, variants[variant].measured)})),
      ...(variants[variant].secondStages ?? []).map(({preset, from, kind}) => (
          {preset, from, kind, measurements: [evaluate('figures', '--metrics', 'accuracy,coherence,diversity')]})),
    ]),
  },
  maps: {
    what: 'latent maps in two dimensions',
    seeds: 1,
    runs: () => kinds.map((kind) => (
        {...mapRun(kind), kind, measurements: [{name: 'map', command: 'latent', options: ['--out', 'map.png']}]})),
  },
  ablation: {
    what: 'one changed setting at a time',
    seeds: 1,
    runs: () => [{set: {}}, ...ablation.changes].map(({set}) => (
        {preset: ablation.base.preset, set: {...ablation.base.set, ...set}, kind: ablation.kind,
         measurements: [evaluate('ablation', '--metrics', 'log_p(x,w),log_p(x),accuracy,coherence')]})),
  },
  halves: {
    what: 'three modalities, every direction',
    seeds: 1,
    runs: () => symmetric.map((kind) => (
        {preset: `mnist-halves-${kind}`, set: brief, kind, measurements: [
          evaluate('directions', '--metrics', 'accuracy,coherence,diversity,latent'),
          evaluate('likelihoods', '--metrics', 'likelihood', '--limit', kind === 'jmvae-h' ? '100' : '1000'),
        ]})),
  },
  partly: {
    what: 'labels from half a digit',
    seeds: 1,
    runs: () => partly.map(({preset, kind, filling}) => (
        {preset, kind, measurements: [
          ...accuracyOf(kind, preset === `mnist-${kind}${variants.page.suffix}`),
          ...halves.map((half) => evaluate(coverName(half, filling), '--metrics', 'accuracy', '--cover', half,
                                           ...fillingOptions(filling))),
        ]})),
  },
  semisupervised: {
    what: 'few labelled examples',
    seeds: 1,
    runs: () => symmetric.flatMap((kind) => shares.map((share) => (
        {preset: `mnist-${kind}-small`, set: share < 1 ? {'present.label': share} : {}, kind,
         measurements: accuracyOf(kind, share === 1)}))),
  },
};

/// All runs of the chosen experiments, each once, with all that is measured of it.
export function plan(choice) {
  const runs = new Map();
  for (const name of choice.experiments) {
    for (const run of experiments[name].runs(choice)) {
      if (choice.models && !choice.models.includes(run.kind)) continue;
      for (let seed = 1; seed <= (choice.seeds ?? experiments[name].seeds); seed++) {
        const key = runName({...run, seed}, choice);
        const known = runs.get(key) ?? {name: key, preset: run.preset, set: run.set ?? {}, from: run.from, kind: run.kind, seed, measurements: []};
        for (const measurement of run.measurements) {
          if (!known.measurements.some((other) => other.name === measurement.name)) known.measurements.push(measurement);
        }
        runs.set(key, known);
      }
    }
  }
  return [...runs.values()];
}

/// The folder of a run: what was trained, so that another choice never takes it for its own.
export function runName({preset, set = {}, seed = 1}, {epochs}) {
  const changes = Object.entries(set).map(([key, value]) => `-${key}=${value}`).join('');
  return `${preset}${changes}${epochs ? `-${epochs}-epochs` : ''}-seed-${seed}`;
}

/// The file of a preset's map, of which a report has one.
export function mapName({preset}, {epochs, limit}) {
  return `${preset}${epochs ? `-${epochs}-epochs` : ''}${limit ? `-limit-${limit}` : ''}.png`;
}
