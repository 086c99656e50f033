// tools/make_avatars: the same pictures for a seed, labels in order, and data that JMVAE can train on.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';

import {drawAvatar} from '../../tools/avatars/avatar.mjs';

const script = fileURLToPath(new URL('../../tools/avatars/make_avatars.mjs', import.meta.url));
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'jmvae_avatars_'));
const at = (...names) => path.join(scratch, ...names);

function run(program, ...args) {
  const result = spawnSync(program, args, {encoding: 'utf8'});
  return {code: result.status, out: result.stdout, err: result.stderr};
}
const make = (...args) => run(process.execPath, script, ...args);
const lines = (...names) => fs.readFileSync(at(...names), 'utf8').trimEnd().split('\n');

before(() => assert.equal(make('--count', '40', '--out', at('avatars'), '--threads', '2').code, 0));
after(() => fs.rmSync(scratch, {recursive: true}));

test('the layout is CelebA\'s, and the card names drawings and licence', () => {
  const [count, names, ...rows] = lines('avatars', 'list_attr_celeba.txt');
  assert.equal(count, '40');
  assert.equal(rows.length, 40);
  assert.ok(['Eyeglasses', 'Wearing_Hat', 'Smiling', 'Bald', 'Black_Hair'].every((name) => names.split(' ').includes(name)));
  for (const [i, row] of rows.entries()) {
    const [file, ...values] = row.trim().split(/\s+/);
    assert.equal(file, `${String(i + 1).padStart(6, '0')}.png`);
    assert.deepEqual(values, Object.values(drawAvatar(1, i).attributes).map((has) => (has ? '1' : '-1')));
    const png = fs.readFileSync(at('avatars', 'img_align_celeba', file));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [64, 64]);
  }
  const parts = lines('avatars', 'list_eval_partition.txt').map((line) => line.split(' ')[1]);
  assert.deepEqual([0, 1, 2].map((part) => parts.filter((other) => other === String(part)).length), [36, 1, 3]);
  assert.match(fs.readFileSync(at('avatars', 'README.md'), 'utf8'), /Personas.*Draftbit[^]*CC BY 4\.0[^]*DiceBear[^]*resvg/);
});

test('attributes agree with each other', () => {
  const seen = new Set();
  for (let i = 0; i < 300; i++) {
    const has = drawAvatar(3, i).attributes;
    for (const name of Object.keys(has)) if (has[name]) seen.add(name);
    const count = (ending) => Object.keys(has).filter((name) => name.endsWith(ending) && has[name]).length;
    assert.equal(count('_Skin'), 1);
    assert.equal(count('_Clothing'), 1);
    const colors = ['Black', 'Brown', 'Red', 'Blond', 'Gray', 'Pink'].filter((color) => has[`${color}_Hair`]);
    assert.equal(colors.length, has.Bald || has.Buzz_Cut || has.Wearing_Hat ? 0 : 1);
    assert.ok(!has.Sunglasses || has.Eyeglasses);
    assert.ok(!(has.Smiling && has.Frowning));
    assert.equal(has.No_Beard, !has.Beard && !has.Goatee && !has.Mustache);
  }
  assert.equal(seen.size, Object.keys(drawAvatar(3, 0).attributes).length);  // each is drawn now and then
});

test('a seed gives the same avatars on any number of threads, another seed others', () => {
  assert.equal(make('--count', '40', '--out', at('same'), '--threads', '3').code, 0);
  assert.equal(make('--count', '40', '--out', at('other'), '--seed', '2').code, 0);
  const pictures = (folder) => fs.readdirSync(at(folder, 'img_align_celeba')).map(
      (file) => fs.readFileSync(at(folder, 'img_align_celeba', file), 'latin1'));
  assert.deepEqual(pictures('same'), pictures('avatars'));
  assert.deepEqual(lines('same', 'list_attr_celeba.txt'), lines('avatars', 'list_attr_celeba.txt'));
  assert.notDeepEqual(pictures('other'), pictures('avatars'));
});

test('avatars that are there already are left alone, and so is anything else', () => {
  const picture = at('avatars', 'img_align_celeba', '000001.png'), {mtimeMs} = fs.statSync(picture);
  const again = make('--count', '40', '--out', at('avatars'));
  assert.equal(again.code, 0, again.err);
  assert.match(again.out, /already/);
  fs.mkdirSync(at('notes'));
  for (const args of [['--count', '41', '--out', at('avatars')], ['--count', '40', '--seed', '11', '--out', at('avatars')],
                      ['--out', at('notes')]]) {
    const {code, err} = make(...args);
    assert.equal(code, 2);
    assert.match(err, /^tools\/make_avatars: .* holds something else; .*--out/);
  }
  assert.equal(fs.statSync(picture).mtimeMs, mtimeMs);
  fs.rmdirSync(at('notes'));
});

test('wrong arguments are refused, and nothing is left half drawn', () => {
  for (const args of [['--count', 'many'], ['--count', '0'], ['--seeds', '1'], ['more']]) {
    const {code, err} = make(...args);
    assert.equal(code, 2);
    assert.match(err, /^tools\/make_avatars: /);
  }
  fs.writeFileSync(at('file'), '');
  const {code, err} = make('--count', '1', '--out', at('file', 'avatars'));
  assert.equal(code, 1);
  assert.match(err, /^tools\/make_avatars: .*file\/avatars: /);
  assert.deepEqual(fs.readdirSync(scratch).sort(), ['avatars', 'file', 'other', 'same']);
});

test('jmvae trains on avatars, keeps how they were prepared, and names what is wrong', () => {
  const jmvae = (...args) => run(process.env.JMVAE, ...args);
  const train = (out, ...more) => jmvae('train', '--preset', 'avatars-jmvae-kl', '--data', at('avatars'), '--out', at(out),
                                        '--cache', at('cache'), '--epochs', '1', '--batch', '8', ...more);
  const {code, err} = train('run', '--crop', '2,2,60,60');
  assert.equal(code, 0, err);
  assert.deepEqual(fs.readdirSync(at('cache')), ['avatars-64x64.safetensors']);
  assert.ok(!fs.existsSync(at('avatars', 'avatars-64x64.safetensors')));
  const info = JSON.parse(jmvae('info', at('run'), '--json').out);
  assert.deepEqual(info.preprocessing, {size: 64, crop: [2, 2, 60, 60]});
  assert.match(info.training.command, / --crop 2,2,60,60$/);

  for (const [args, word] of [[['--crop', '1,2,3'], '--crop'], [['--size', '7'], '--size']]) {
    const refused = train('refused', ...args);
    assert.equal(refused.code, 2);
    assert.ok(refused.err.includes(word), refused.err);
  }
  fs.appendFileSync(at('avatars', 'list_attr_celeba.txt'), '000041.png 1\n');
  const refused = train('refused');
  assert.equal(refused.code, 1);
  assert.match(refused.err, /^jmvae: .*list_attr_celeba\.txt: line 43: expected 48 fields, found 2\n$/);
  assert.ok(!fs.existsSync(at('refused')));
});
