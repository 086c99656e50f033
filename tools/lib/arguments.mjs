// The command line of a tool, whose help is mostly the comment at its top.

import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

/** The comment at the top of a file, without its signs. */
function comment(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line, i) => i > 0 || !line.startsWith('#!'));
  const end = lines.findIndex(line => !line.startsWith('//'));
  return lines.slice(0, end).map(line => line.replace(/^\/\/ ?/, '')).join('\n');
}

/**
 * {values, positionals, refuse, numberOf} of the tool whose import.meta.url is given, with `options` as parseArgs takes them
 * and `least` to `most` positionals. `name` is what people call it and `about` its help, where these are not the file's name
 * and the comment at its top. Ends the process after --help, and with a sentence where something else was expected. So do
 * refuse(sentence) and numberOf(option, least), the whole number of an option or undefined.
 */
export function parseArguments(url, {name = basename(fileURLToPath(url)), about = comment(fileURLToPath(url)), options = {},
                                     least = 0, most = least} = {}) {
  const refuse = sentence => {
    console.error(`${name}: ${sentence}`);
    process.exit(2);
  };
  let parsed;
  try {
    parsed = parseArgs({allowPositionals: true, options: {...options, help: {type: 'boolean', short: 'h'}}});
  } catch (error) {
    refuse(`${error.message}; --help tells what there is`);
  }
  const {values, positionals} = parsed;
  if (values.help) {
    console.log(about);
    process.exit(0);
  }
  const found = positionals.length;
  const expected = most === least ? least : most === Infinity ? `${least} or more` : `${least} to ${most}`;
  if (found < least || found > most) {
    refuse(`expected ${expected} arguments besides options, found ${found}; --help tells which`);
  }
  const numberOf = (option, least = 1) => {
    const text = values[option];
    if (text === undefined) return undefined;
    if (!/^[0-9]{1,9}$/.test(text) || Number(text) < least) {
      refuse(`--${option}: expected a whole number of at least ${least}, found "${text}"`);
    }
    return Number(text);
  };
  return {values, positionals, refuse, numberOf};
}
