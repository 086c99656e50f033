// Every tool says what it does when asked, refuses what it does not know, and does nothing else: it sets nothing up first.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, test} from 'node:test';
import {fileURLToPath} from 'node:url';

// A tree that has the tools alone, so that no package is found.
const tree = mkdtempSync(join(tmpdir(), 'jmvae-tools-')), folder = join(tree, 'tools');
after(() => rmSync(tree, {recursive: true}));
cpSync(fileURLToPath(new URL('../../tools', import.meta.url)), folder, {recursive: true});

const namesIn = (part, pattern) => readdirSync(join(folder, part), {withFileTypes: true})
    .filter(entry => entry.isFile() && pattern.test(entry.name)).map(({name}) => join(part, name));
const tools = [...namesIn('', /^[a-z_]+(\.mjs|\.py)?$/), ...namesIn('benchmarks', /\.(mjs|py)$/)];

// A PATH with what asking takes: npm is there, but fails, and there is no cmake.
const programs = join(tree, 'programs');
mkdirSync(programs);
symlinkSync(process.execPath, join(programs, 'node'));
for (const name of ['bash', 'cat', 'dirname', 'python3']) symlinkSync(`/usr/bin/${name}`, join(programs, name));
symlinkSync('/usr/bin/false', join(programs, 'npm'));

function run(tool, ...args) {
  const interpreter = {mjs: ['node'], py: ['python3', '-S']}[tool.split('.')[1]] ?? [];  // -S: without its packages
  const [command, ...rest] = [...interpreter, join(folder, tool), ...args];
  const {JMVAE, ...environment} = process.env;  // a program that is there already would need no building
  return spawnSync(command, rest, {encoding: 'utf8', env: {...environment, PATH: programs}});
}

for (const tool of tools) {
  test(`tools/${tool} --help tells what it does`, () => {
    const {status, stdout, stderr} = run(tool, '--help');
    assert.equal(status, 0, stderr);
    assert.match(stdout + stderr, /\w+ \w+ \w+/);
    assert.ok(stdout.includes(tool.split('/').at(-1)) || tool.startsWith('benchmarks/'), stdout);
  });

  test(`tools/${tool} refuses an option that it does not know`, () => {
    const {status, stdout, stderr} = run(tool, '--no-such-option');
    assert.notEqual(status, 0);
    assert.match(stdout + stderr, /no-such-option|are required/);  // argparse asks for what is missing first
  });
}

for (const [tool, ...args] of [['reproduce', 'mnist', '--preset', 'finest'], ['reproduce', 'mnist', '--only', 'halves', '--models', 'vae'],
                               ['make_avatars', '--count', 'many'], ['make_avatars', '--threads', '0'],
                               ['bench', '--only', 'luck'], ['test', '--only', 'luck']]) {
  test(`tools/${tool} ${args.join(' ')} is refused before anything is set up`, () => {
    const {status, stdout, stderr} = run(tool, ...args);
    assert.ok(status === 1 || status === 2, stderr);
    assert.equal(stdout, '');
    assert.match(stderr, new RegExp(`no experiment|--only|--threads|${args.at(-1)}`));
  });
}
