// What README and article say of the weights in the tree is what their cards say, or what was measured of their runs.

import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';

const read = path => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** A figure of the run that made a model; of one measurement of it, or of the first that has it. */
function measured(model, metric, measurement) {
  const {measurements} = JSON.parse(read(`weights/measured/${model}-seed-1.json`));
  const found = measurement ? measurements[measurement] : Object.values(measurements).find(({result}) => metric in result.metrics);
  assert.ok(found, `${metric} of the run of ${model}`);
  return found.result.metrics[metric].value;
}

/** A figure of a model's card; of its run for likelihoods, few labels and other measurements, of which cards don't speak. */
function figure(model, metric, measurement) {
  if (measurement || metric.startsWith('log_p') || model.includes('-present.')) return measured(model, metric, measurement);
  const line = read(`weights/${model}.md`).split('\n').find(line => line.startsWith(`| \`${metric}\` |`));
  assert.ok(line, `${metric} in the card of ${model}`);
  return Number(line.split('|')[2].split('±')[0]);
}

/** A number rounded to as many places as a text has: ".87", "99.0". */
const roundedAs = (text, value) => value.toFixed((text.split('.')[1] ?? '').length);

const image = 'coherence.image_from_label', label = 'accuracy.label_from_image';
const claims = [
  ['web/index.html', /reads (\d+) in 100 as the digit that was asked for/, 'mnist-jmvae-small', image],
  ['web/index.html', /reads (\d+) in 100 as asked/, 'mnist-jmvae-kl-small', image],
  ['web/index.html', /After ten sweeps, (\d+) of a hundred digits/, 'mnist-jmvae-small', image, 100, 'filling-chain-10'],
  ['web/index.html', /JMVAE-h draws (\d+):/, 'mnist-jmvae-h-small', image],
  ['web/zh.txt', /每 100 张里只有 (\d+) 张/, 'mnist-jmvae-small', image],
  ['web/zh.txt', /每 100 张里识别对 (\d+) 张/, 'mnist-jmvae-kl-small', image],
  ['web/zh.txt', /普通模型画对 (\d+) 个/, 'mnist-jmvae-small', image, 100, 'filling-chain-10'],
  ['web/zh.txt', /JMVAE-h 画对 (\d+) 个/, 'mnist-jmvae-h-small', image],
  ['README.md', /JMVAE, log p\(x, w\) \| −86\.37 \| −([\d.]+)/, 'mnist-jmvae-paper', 'log_p(x,w)', -1],
  ['README.md', /reads ([\d.]+) ± [\d.]+ % of plain JMVAE's digits as asked/, 'mnist-jmvae-paper', image, 100, 'figures'],
  ['README.md', /and ([\d.]+) ± [\d.]+ % of JMVAE-kl's/, 'mnist-jmvae-kl-paper', image, 100, 'figures'],
  ['README.md', /JMVAE-kl, log p\(x, w\) \| −86\.93 \| −([\d.]+)/, 'mnist-jmvae-kl-paper', 'log_p(x,w)', -1],
  ['README.md', /JMVAE-kl, log p\(x\) \| −86\.86 \| −([\d.]+)/, 'mnist-jmvae-kl-paper', 'log_p(x)', -1],
  ['README.md', /JMVAE-kl, log p\(x, w\) \|[^|]+\|[^|]+\| −([\d.]+)/, 'mnist-jmvae-kl-best', 'log_p(x,w)', -1],
  ['README.md', /JMVAE-kl, log p\(x\) \|[^|]+\|[^|]+\| −([\d.]+)/, 'mnist-jmvae-kl-best', 'log_p(x)', -1],
  ['README.md', /JMVAE-h, log p\(x, w\) \|[^|]+\| −([\d.]+)/, 'mnist-jmvae-h-paper', 'log_p(x,w)', -1],
  ['README.md', /JMVAE-h, log p\(x\) \|[^|]+\| −([\d.]+)/, 'mnist-jmvae-h-paper', 'log_p(x)', -1],
  ['README.md', /after ten sweeps ([\d.]+) ± [\d.]+ % are as/, 'mnist-jmvae-h-paper', image, 100, 'figures'],
  ['README.md', /JMVAE-h, log p\(x, w\) \|[^|]+\|[^|]+\| −([\d.]+)/, 'mnist-jmvae-h-best', 'log_p(x,w)', -1],
  ['README.md', /JMVAE-h, log p\(x\) \|[^|]+\|[^|]+\| −([\d.]+)/, 'mnist-jmvae-h-best', 'log_p(x)', -1],
  ['README.md', /CVAE, log p\(x given w\) \| −83\.45 \|[^|]+\| −([\d.]+)/, 'mnist-cvae-best', 'log_p(x|w)', -1],
  ['README.md', /by its paper's estimator \| −83\.97 \|[^|]+\| −([\d.]+)/, 'mnist-mvae-best', 'log_p(x|w).multiple', -1],
  ['README.md', /reads ([\d.]+) ± [\d.]+ % of its digits as asked/, 'mnist-jmvae-kl-small', image],
  ['README.md', /as asked, and they are (\.\d+) ± /, 'mnist-jmvae-kl-small', 'diversity.image_from_label', 1],
  ['README.md', /the model itself labels ([\d.]+) ± /, 'mnist-jmvae-kl-small', label],
  ['README.md', /the requested digit in ([\d.]+) ± /, 'mnist-jmvae-h-small', image],
  ['README.md', /still classifies ([\d.]+) ± [\d.]+ % of the test set/, 'mnist-jmvae-kl-small-present.label=0.001', label],
  ['README.md', /with one in a hundred, ([\d.]+) ± /, 'mnist-jmvae-kl-small-present.label=0.01', label],
  ['README.md', /JMVAE-h reaches ([\d.]+) and/, 'mnist-jmvae-h-small-present.label=0.001', label],
  ['README.md', /JMVAE-h reaches [\d.]+ and ([\d.]+) %/, 'mnist-jmvae-h-small-present.label=0.01', label],
  ['README.md', /plain JMVAE ([\d.]+) and [\d.]+ %/, 'mnist-jmvae-small-present.label=0.001', label],
  ['README.md', /plain JMVAE [\d.]+ and ([\d.]+) %/, 'mnist-jmvae-small-present.label=0.01', label],
  ['README.md', /MVAE ([\d.]+) and [\d.]+ %\./, 'mnist-mvae-small-present.label=0.001', label],
  ['README.md', /MVAE [\d.]+ and ([\d.]+) %\./, 'mnist-mvae-small-present.label=0.01', label],
  ['README.md', /47 attributes of a drawn face, ([\d.]+) % of them/, 'avatars-jmvae-kl', 'accuracy.attributes_from_image'],
  ['README.md', /area under the curve \(AUC\) of (\.\d+)/, 'celeba-jmvae-kl', 'auc.attributes_from_image', 1],
  ['README.md', /a smile in (\d+),/, 'celeba-jmvae-kl', 'recovered.Smiling.emphasis'],
  ['README.md', /glasses in (\d+),/, 'celeba-jmvae-kl', 'recovered.Eyeglasses.emphasis'],
  ['README.md', /black hair in (\d+),/, 'celeba-jmvae-kl', 'recovered.Black_Hair.emphasis'],
  ['README.md', /blond hair in (\d+),/, 'celeba-jmvae-kl', 'recovered.Blond_Hair.emphasis'],
  ['README.md', /a hat in (\d+) and/, 'celeba-jmvae-kl', 'recovered.Wearing_Hat.emphasis'],
  ['README.md', /bald head in (\d+), where/, 'celeba-jmvae-kl', 'recovered.Bald.emphasis'],
  ['README.md', /where it finds (\d+) of 100 real ones/, 'celeba-classifier', 'recall.Bald'],
  ['README.md', /Without the emphasis it finds a hat in (\d+)/, 'celeba-jmvae-kl', 'recovered.Wearing_Hat'],
  ['README.md', /Without the emphasis it finds a hat in \d+ and a bald head in (\d+)/, 'celeba-jmvae-kl', 'recovered.Bald'],
  ['README.md', /it finds them with a mean AUC of (\.\d+)/, 'celeba-jmvae-kl', 'auc.image_from_attributes', 1],
  ['README.md', /the Fréchet distance is (\d+)/, 'celeba-jmvae-kl', 'frechet.image_from_attributes', 1],
  ['README.md', /with the emphasis (\.\d+) and/, 'celeba-jmvae-kl', 'auc.image_from_attributes.emphasis', 1],
  ['README.md', /with the emphasis \.\d+ and (\d+)/, 'celeba-jmvae-kl', 'frechet.image_from_attributes.emphasis', 1],
  ['README.md', /faces from nothing from (\d+) to/, 'avatars-jmvae-kl', 'frechet.image', 1],
  ['README.md', /faces from nothing from \d+ to (\d+) for drawn ones/, 'avatars-jmvae-kl', 'frechet.image.imputation', 1],
  ['README.md', /and from (\d+) to \d+ for photograph-like ones/, 'celeba-jmvae-kl', 'frechet.image', 1],
  ['README.md', /and from \d+ to (\d+) for photograph-like ones/, 'celeba-jmvae-kl', 'frechet.image.imputation', 1],
  ['README.md', /Edges are (\.\d+) times as strong/, 'celeba-jmvae-kl', 'sharpness.image_from_attributes', 1],
  ['README.md', /requested attributes with a mean AUC of (\.\d+)/, 'avatars-jmvae-kl', 'auc.image_from_attributes', 1],
  ['README.md', /is visible in (\d+) of 100/, 'avatars-jmvae-kl', 'recovered.image_from_attributes.imputation.emphasis'],
  ['README.md', /emphasis and in (\d+) without/, 'avatars-jmvae-kl', 'recovered.image_from_attributes.imputation'],
  ['web/README.md', /is seen in (\d+) of 100 photograph-like faces/, 'celeba-jmvae-kl', 'recovered.image_from_attributes.emphasis'],
  ['web/README.md', /photograph-like faces and (\d+) drawn ones/, 'avatars-jmvae-kl', 'recovered.image_from_attributes.imputation.emphasis'],
  ['README.md', /and edges are ([\d.]+) times as strong/, 'avatars-jmvae-kl', 'sharpness.image_from_attributes', 1],
  ['README.md', /black faces: mean AUC (\.\d+)/, 'celeba-jmvae', 'auc.image_from_attributes', 1],
  ['README.md', /black faces: mean AUC \.\d+, Fréchet distance (\d+)/, 'celeba-jmvae', 'frechet.image_from_attributes', 1],
  ['README.md', /after ten sweeps (\.\d+) and/, 'celeba-jmvae-h', 'auc.image_from_attributes', 1],
  ['README.md', /after ten sweeps \.\d+ and (\d+)/, 'celeba-jmvae-h', 'frechet.image_from_attributes', 1],
  ['README.md', /on average in (\d+) of 100 photograph-like faces/, 'celeba-jmvae-h', 'recovered.image_from_attributes'],
  ['README.md', /and in (\d+) of 100 drawn ones/, 'avatars-jmvae-h', 'recovered.image_from_attributes'],
  ['README.md', /where plain JMVAE has (\d+)/, 'avatars-jmvae', 'recovered.image_from_attributes'],
];

for (const [path, pattern, model, metric, scale = 100, measurement] of claims) {
  test(`${path} agrees with what was measured of ${model}: ${pattern.source}`, () => {
    const said = read(path).replaceAll(/\s+/g, ' ').match(pattern)?.[1];  // wherever lines break
    assert.ok(said, 'the sentence is there');
    assert.equal(Number(said), Number(roundedAs(said, scale * figure(model, metric, measurement))));
  });
}

test('README.md agrees with how well digits are parted in the latent maps', () => {
  for (const [title, kind] of [['JMVAE', 'jmvae'], ['JMVAE-h', 'jmvae-h'], ['JMVAE-kl', 'jmvae-kl']]) {
    const record = JSON.parse(read(`weights/measured/mnist-${kind}-2d-epochs=20-warmup_epochs=8-seed-1.json`));
    const cells = record.measurements.map.result.panels.map(({knn_accuracy: {value, stderr}}) =>
        `${(100 * value).toFixed(1)} ± ${(100 * stderr).toFixed(1)} %`);
    assert.ok(read('README.md').includes(`| ${title} | ${cells.join(' | ')} |`), `${title}: ${cells}`);
  }
});
