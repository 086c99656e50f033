// The jmvae command on a folder of faces of one's own.

import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';

import {png} from '../png.mjs';
import {at, fails, jmvae, program} from './command.mjs';

/// Pictures of bright or dark halves as a folder of one's own: 32 to train with, 24 to measure with.
function writeFaces(folder) {
  fs.mkdirSync(folder, {recursive: true});
  const lines = ['file,split,Smiling,Bald,Never,Hair'];
  for (let i = 0; i < 56; i++) {
    const smiling = i % 2, bald = (i >> 1) % 2, hair = ['black', 'red'][(i >> 2) % 2];
    const pixels = Buffer.alloc(64 * 64 * 3, hair === 'red' ? 90 : 30);
    pixels.fill(bald ? 220 : 20, 0, 20 * 64 * 3);
    pixels.fill(smiling ? 240 : 10, 44 * 64 * 3);
    fs.writeFileSync(path.join(folder, `${i}.png`), png(64, 64, 3, pixels));
    lines.push(`${i}.png,${i < 32 ? 'train' : 'test'},${smiling},${bald},0,${hair}`);
  }
  fs.writeFileSync(path.join(folder, 'attributes.csv'), lines.join('\n') + '\n');
}

test('faces: figures of attributes, attributes given by name, a face read and changed', () => {
  const faces = at('faces'), run = at('face-run'), judge = at('face-judge');
  writeFaces(faces);
  const train = (preset, out) => assert.equal(
      jmvae('train', '--preset', preset, '--data', faces, '--out', out, '--epochs', '2', '--batch', '16').code, 0);
  train('faces-jmvae-kl', run);
  train('faces-classifier', judge);
  assert.match(jmvae('info', run).out, /Smiling, Bald, Never, Hair=black, Hair=red/);

  const eval_ = (model, ...more) => ['eval', model, '--data', faces, '--judge', judge, '--pictures', '5', ...more];
  const metrics = (...args) => JSON.parse(jmvae(...eval_(...args, '--json')).out).metrics;
  const figures = metrics(run, '--metrics', 'auc,f1,recall,recovered,frechet,sharpness');
  for (const name of ['auc.attributes_from_image', 'auc.Smiling', 'f1.Hair=red', 'recall.Bald', 'auc.image_from_attributes',
                      'auc.image_from_attributes.Bald', 'recovered.image_from_attributes', 'recovered.Smiling',
                      'recovered.Smiling.off', 'frechet.image_from_attributes', 'frechet.image',
                      'sharpness.image_from_image']) {
    for (const key of ['value', 'stderr', 'examples']) assert.ok(Number.isFinite(figures[name][key]), `${name} ${key}`);
  }
  assert.ok(!('auc.Never' in figures));
  assert.match(figures['auc.attributes_from_image'].estimator, /4 of 5 attributes.*Never/);
  assert.deepEqual(Object.keys(metrics(run, '--metrics', 'recovered.Bald')), ['recovered.Bald']);
  assert.ok('auc.Smiling' in metrics(judge));
  fails(eval_(run, '--metrics', 'auc.Never'), 'Never', '24');
  fails(eval_(run, '--metrics', 'recovered.Smilng'), 'recovered.Smiling');
  fails(eval_(run, '--metrics', 'coherence'), 'recovered');
  fails(['eval', run, '--data', faces, '--judge', run, '--metrics', 'frechet'], 'not a classifier');

  const generate = (...more) => ['generate', run, '--count', '2', '--modality', 'attributes', ...more];
  const drawn = (...more) => jmvae(...generate(...more)).out;
  assert.equal(JSON.parse(drawn('--given', 'Smiling=1,Bald=0')).results.length, 2);
  assert.equal(drawn('--given', 'attributes.Smiling=1'), drawn('--given', 'Smiling=1'));
  assert.equal(drawn('--given', 'Hair=red'), drawn('--given', 'Hair=red=1,Hair=black=0'));
  assert.notEqual(drawn('--given', 'Smiling=1'), drawn('--given', 'Smiling=0'));
  fails(generate('--given', 'Smilng=1'), '"Smilng"', 'Smiling');
  fails(generate('--given', 'smile=1'), 'Smiling');
  fails(generate('--given', 'BALD=1'), 'Bald');
  fails(generate('--given', 'Hair=rde'), 'Hair=red');
  fails(generate('--given', 'Smiling=yes'), 'Smiling=1');
  fails(generate('--given', 'Smiling=1', '--given', 'Smiling=0'), 'twice');
  fails(generate('--given', 'Hair=red,Hair=black'), 'Hair', 'twice');

  const emphasis = ['--emphasis', '0.5'];
  assert.notEqual(drawn('--given', 'Bald=1', ...emphasis), drawn('--given', 'Bald=1'));
  assert.equal(drawn('--given', 'Bald=1', '--emphasis', '0'), drawn('--given', 'Bald=1'));
  assert.equal(drawn(...emphasis), drawn());  // nothing is given
  const emphasized = metrics(run, ...emphasis, '--metrics', 'recovered.Bald,auc.attributes_from_image');
  assert.equal(emphasized['recovered.Bald'].filling, 'encoder, emphasis 0.5');
  assert.equal(emphasized['auc.attributes_from_image'].filling, 'encoder');  // a picture is not emphasized
  assert.match(jmvae(...generate('--given', 'Bald=1', '--emphasis', '-1')).err, /--emphasis/);

  const face = path.join(faces, '33.png');
  fails(generate('--image', face, '--given', 'Bald=1', ...emphasis), '--emphasis', '--strength');
  const changed = (...more) => drawn('--image', face, ...more);
  assert.notEqual(changed('--given', 'Bald=1'), changed('--given', 'Bald=0'));
  assert.notEqual(changed('--given', 'Bald=1'), changed());
  const strong = ['--strength', '3'], still = ['--strength', '0'];
  const differs = ['Bald=0', 'Bald=1'].map(bald => changed('--given', bald, ...strong) !== changed('--given', bald, ...still));
  assert.deepEqual(differs.sort(), [false, true]);  // one of them is what is read in the face
  assert.match(jmvae(...generate('--image', face, '--given', 'Bald=1', '--strength', '-1')).err, /--strength/);
  fails(generate('--image', face, '--crop', '0,0,100,100'), '100', '64');
  assert.equal(jmvae('generate', run, '--image', face, '--given', 'Bald=1', '--out', at('face.png')).code, 0);
  assert.equal(fs.readFileSync(at('face.png')).readUInt32BE(16), 4 * 64);

  const whole = at('whole-face-run'), imputation = ['--filling', 'imputation'];
  fails(generate(...imputation), 'imputation', 'has not learnt');
  const stage = (...more) => ['train', '--preset', 'faces-jmvae-kl-imputer', '--from', run, '--data', faces, '--out', whole,
                              '--epochs', '2', '--batch', '16', ...more];
  fails(stage('--set', 'only_imputer=image'), 'only_imputer', 'image');
  assert.equal(jmvae(...stage()).code, 0);
  const imputed = (...more) => jmvae('generate', whole, '--count', '2', '--modality', 'attributes', ...imputation, ...more).out;
  assert.equal(JSON.parse(imputed()).results.length, 2);
  assert.notEqual(imputed('--given', 'Smiling=1'), imputed('--given', 'Smiling=0'));
  const own = metrics(whole, ...imputation, '--metrics', 'recovered.Smiling,frechet.image');
  assert.equal(own['recovered.Smiling'].filling, 'imputation');
  assert.equal(own['frechet.image'].proposal, 'q(z|attributes)');
  fails(eval_(whole, ...imputation, '--metrics', 'auc.attributes_from_image'), 'image is given');

  // An average has an imputer where all its parts have one.
  const average = (...runs) => {
    const {code, err} = jmvae('export', runs[0], '--average', runs[1], '0.5', '--precision', 'f32', '--out', at('average.safetensors'));
    assert.equal(code, 0, err);
    return [/no imputer/.test(err), JSON.parse(jmvae('info', at('average.safetensors'), '--json').out).model.modalities[1].imputed];
  };
  assert.deepEqual(average(whole, run), [true, undefined]);
  assert.deepEqual(average(run, whole), [true, undefined]);
  assert.deepEqual(average(whole, whole), [false, true]);
  assert.deepEqual(average(run, run), [false, undefined]);

  // An export's weights have taken its normalization in; a stage that goes on from one does without.
  const exported = at('faces.safetensors'), later = (...more) =>
      ['train', '--preset', 'faces-jmvae-kl-adversarial', '--data', faces, '--out', at('later-run'), '--epochs', '1', '--batch', '16', ...more];
  const networks = (model) => JSON.stringify(JSON.parse(jmvae('info', model, '--json').out).model.modalities);
  assert.equal(jmvae('export', run, '--precision', 'f32', '--out', exported).code, 0);
  const begun = jmvae(...later('--from', exported));
  assert.equal(begun.code, 0, begun.err);
  assert.match(begun.err, /note: .*normalization.* goes on without it/);
  assert.equal(networks(at('later-run')), networks(exported));
  assert.notEqual(networks(run), networks(exported));
  assert.equal(jmvae(...later('--resume')).code, 0);
  fails(['train', '--preset', 'faces-jmvae', '--from', at('face-judge'), '--data', faces, '--out', at('other-networks'), '--batch', '16'], 'face-judge', 'these networks');

  const {results} = JSON.parse(jmvae('infer', run, face, '--json').out);
  assert.deepEqual(Object.keys(results[0].predictions.attributes), ['Smiling', 'Bald', 'Never', 'Hair=black', 'Hair=red']);
  assert.deepEqual(results[0].box, [0, 0, 64, 64]);
  assert.match(jmvae('infer', run, face).out, /33\.png: /);
});

test('faces are cropped as the model says; a signal while pictures are decoded ends with its number', async () => {
  const faces = at('cropped'), run = at('cropped-run');
  writeFaces(faces);
  const wide = Buffer.alloc(3 * 100 * 80, 128);
  for (let i = 0; i < 32; i++) fs.writeFileSync(path.join(faces, `${i}.png`), png(100, 80, 3, wide));
  const trained = (...more) => ['train', '--preset', 'faces-jmvae-kl', '--data', faces, '--out', run, '--epochs', '1', '--batch', '16',
                                ...more];
  const {code, err} = jmvae(...trained('--crop', '10,5,70,70'));
  assert.equal(code, 0, err);
  assert.match(err, /note: the column "Hair" is an attribute for each of its words: Hair=black, Hair=red/);
  const box = (file) => JSON.parse(jmvae('infer', run, file, '--json').out).results[0].box;
  assert.deepEqual(box(path.join(faces, '0.png')), [10, 5, 70, 70]);
  assert.deepEqual(box(path.join(faces, '40.png')), [0, 0, 64, 64]);  // has the size of a face already
  fs.writeFileSync(at('low.png'), png(100, 70, 3, wide));
  fails(['infer', run, at('low.png')], 'low.png', '--crop');
  fails(['generate', run, '--image', at('low.png'), '--modality', 'attributes'], 'low.png', '--crop');
  fails(trained('--resume'), 'preprocessing', '70');

  const many = at('many');
  fs.mkdirSync(many);
  // Large and many, so that they are still being decoded when a busy machine comes to send the signal.
  fs.writeFileSync(path.join(many, '0.png'), png(1500, 1500, 3, Buffer.alloc(3 * 1500 * 1500, 90)));
  for (let i = 1; i < 24; i++) fs.linkSync(path.join(many, '0.png'), path.join(many, `${i}.png`));
  fs.writeFileSync(path.join(many, 'attributes.csv'),
                   'file,split,Even\n' + Array.from({length: 24}, (_, i) => `${i}.png,train,${i % 2}\n`).join(''));
  const child = spawn(program, ['train', '--preset', 'faces-jmvae-kl', '--data', many, '--out', at('x'), '--cache', at('cache')]);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const begun = () => fs.existsSync(at('cache')) && fs.readdirSync(at('cache')).length > 0;
  while (!begun() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill('SIGTERM');
  assert.equal(await ended, 143);
  // A cache that was whole by then is kept.
  assert.deepEqual(fs.readdirSync(at('cache')).filter((name) => name.endsWith('.tmp')), []);
});
