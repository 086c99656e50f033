// Every tool says what it does when asked, and does nothing else.

import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {test} from 'node:test';
import {fileURLToPath} from 'node:url';

const folder = fileURLToPath(new URL('../../tools/', import.meta.url));
const tools = readdirSync(folder, {withFileTypes: true})
    .filter(entry => entry.isFile() && /^[a-z_]+(\.mjs)?$/.test(entry.name)).map(({name}) => name);
const run = (tool, ...args) => {
  const command = tool.endsWith('.mjs') ? [process.execPath, folder + tool] : [folder + tool];
  return spawnSync(command[0], [...command.slice(1), ...args], {encoding: 'utf8'});
};

for (const tool of tools) {
  test(`tools/${tool} --help tells what it does`, () => {
    const {status, stdout, stderr} = run(tool, '--help');
    assert.equal(status, 0, stderr);
    assert.match(stdout + stderr, new RegExp(tool.replace('.', '\\.')));
  });

  test(`tools/${tool} refuses an option that it does not know`, () => {
    const {status, stdout, stderr} = run(tool, '--no-such-option');
    assert.notEqual(status, 0);
    assert.match(stdout + stderr, /no-such-option/);
  });
}
