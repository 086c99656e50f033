#!/usr/bin/env node
// integrity.mjs FOLDER NAME...: prints the hash of each file of a folder as subresource integrity has it, as JSON.

import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parseArguments} from './lib/arguments.mjs';

const [folder, ...names] = parseArguments(import.meta.url, {least: 2, most: Infinity}).positionals;
const hash = name => `sha256-${createHash('sha256').update(readFileSync(join(folder, name))).digest('base64')}`;
console.log(JSON.stringify(Object.fromEntries(names.map(name => [name, hash(name)])), null, 2));
