// The command line of a tool, whose help is the comment at its top.

import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

/** The comment at the top of a file, without its signs. */
function comment(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line, i) => i > 0 || !line.startsWith('#!'));
  const end = lines.findIndex(line => !line.startsWith('//'));
  return lines.slice(0, end).map(line => line.replace(/^\/\/ ?/, '')).join('\n');
}

/**
 * {values, positionals} of the tool whose import.meta.url is given, with `options` as parseArgs takes them and `least` to
 * `most` positionals. Ends the process after --help, and with a sentence where something else was expected.
 */
export function parseArguments(url, {options = {}, least = 0, most = least} = {}) {
  const about = comment(fileURLToPath(url));
  try {
    const parsed = parseArgs({allowPositionals: true, options: {...options, help: {type: 'boolean', short: 'h'}}});
    if (parsed.values.help) {
      console.log(about);
      process.exit(0);
    }
    const found = parsed.positionals.length;
    const expected = most === least ? least : most === Infinity ? `${least} or more` : `${least} to ${most}`;
    if (found < least || found > most) throw new Error(`expected ${expected} arguments besides options, found ${found}`);
    return parsed;
  } catch (error) {
    console.error(`${error.message}\n\n${about}`);
    process.exit(2);
  }
}
