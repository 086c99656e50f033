#!/usr/bin/env node
// integrity.mjs FOLDER NAME...: prints the hash of each file of a folder as subresource integrity has it, as JSON.

import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';

const [folder, ...names] = process.argv.slice(2);
if (names.length === 0) {
  console.error('usage: integrity.mjs FOLDER NAME...');
  process.exit(2);
}
const hash = name => `sha256-${createHash('sha256').update(readFileSync(join(folder, name))).digest('base64')}`;
console.log(JSON.stringify(Object.fromEntries(names.map(name => [name, hash(name)])), null, 2));
