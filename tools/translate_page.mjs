#!/usr/bin/env node
// translate_page.mjs PAGE TABLE OUTPUT [--check]: writes a page of web/ in Chinese: the same structure, figures and scripts, with
// the texts of the table. The table has the English of a text, as it stands in the page, in one or more lines and its
// Chinese in the lines after it, with an empty line before the next one. A text that is missing stays English, which is
// said, as is one that stands in the table and not in the page. With --check nothing is written, and that fails, as does an
// OUTPUT that is another.

import {readFileSync, writeFileSync} from 'node:fs';
import {parseArguments} from './lib/arguments.mjs';

const TEXTS = /<(title|h1|h2|p|a|figcaption|summary)\b(?![^>]*\slang=)([^>]*)>([^]*?)<\/\1>/g;
const ATTRIBUTES = /\s(title|alt|aria-label)="([^"]*)"/g;
const METAS = /(<meta (?:name="description"|property="og:(?:title|description|image:alt)") content=")([^"]*)(">)/g;
const CHINESE = /[\u2e80-\u9fff\uff00-\uffef]/;
const LATIN_ONLY = /^[^a-z]*$|^jmvae\b/i;  // names, versions

const {values: {check}, positionals: [page, table, output]} =
  parseArguments(import.meta.url, {least: 3, options: {check: {type: 'boolean'}}});
const spaced = text => text.replace(/\s+/g, ' ').trim();

const chinese = new Map(), used = new Set(), missing = new Set();
for (const entry of readFileSync(table, 'utf8').split(/\n\s*\n/)) {
  const lines = entry.split('\n').filter(line => line && !line.startsWith('#'));
  const from = lines.findIndex(line => CHINESE.test(line));
  if (lines.length === 0) continue;
  if (from < 1) throw new Error(`${table}: expected English and then Chinese, found "${lines[0]}".`);
  chinese.set(spaced(lines.slice(0, from).join(' ')), lines.slice(from).join(''));
}
function say(text) {
  const key = spaced(text);
  if (LATIN_ONLY.test(key)) return text;
  used.add(key);
  if (!chinese.has(key)) missing.add(key);
  return chinese.get(key) ?? text;
}

const english = readFileSync(page, 'utf8');
const translated = english
    .replace('<html lang="en">', '<html lang="zh-Hans">')
    .replace(METAS, (_, before, text, after) => before + say(text) + after)
    .replace(TEXTS, (_, tag, attributes, text) => `<${tag}${attributes}>${say(text)}</${tag}>`)
    .replace(ATTRIBUTES, (_, name, text) => ` ${name}="${say(text)}"`)
    .replaceAll('<math ', '<math lang="en" ')  // or its signs come from a Chinese font
    .replace(/(<link rel="canonical" href="[^"]*)/, '$1zh.html')
    .replace(' aria-current="page"', '').replace('lang="zh-Hans">中文', 'lang="zh-Hans" aria-current="page">中文')
    .replaceAll('posters/en/', 'posters/zh-Hans/');

const faults = [
  ...[...missing].map(text => `no Chinese for: ${text}`),
  ...[...chinese.keys()].filter(text => !used.has(text)).map(text => `not in ${page}: ${text}`),
];
for (const fault of faults) console.error(fault);
if (!check) {
  writeFileSync(output, translated);
} else if (readFileSync(output, 'utf8') !== translated) {
  console.error(`${output} is not ${page} in Chinese; build it again`);
  process.exitCode = 1;
} else if (faults.length > 0) {
  process.exitCode = 1;
}
