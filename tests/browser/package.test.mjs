// The npm package as others get it: packed, installed from the tarball, looked at by publint and TypeScript, run in node,
// and bundled for a page whose content security policy allows nothing but WebAssembly and its own files.

import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {fileURLToPath} from 'node:url';
import {publint} from 'publint';
import {serve} from '../../tools/serve.mjs';
import {open, site, start} from './browser.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const packageFolder = process.env.JMVAE_PACKAGE ?? join(site, '../package');
const run = (program, args, options = {}) =>
  execFileSync(program, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26, ...options});

let consumer, files, packedSize;
before(() => {
  consumer = mkdtempSync(join(tmpdir(), 'jmvae-consumer-'));
  cpSync(join(root, 'tests/browser/consumer'), consumer, {recursive: true});
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--loglevel=error', '--pack-destination', consumer],
                                  {cwd: packageFolder}));
  files = packed.files.map(({path}) => path);
  packedSize = packed.size;
  writeFileSync(join(consumer, 'package.json'), '{"type": "module"}');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', packed.filename], {cwd: consumer});
});
after(() => rmSync(consumer, {recursive: true}));

test('holds what its description names, and publint has nothing to say', async () => {
  const {exports, version} = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  assert.match(version, /^\d+\.\d+\.\d+$/);
  for (const name of ['jmvae.js', 'jmvae.d.ts', 'element.js', 'element.d.ts', 'jmvae_core.wasm', 'integrity.json', 'README.md',
                      'LICENSE', 'THIRD_PARTY.md', 'package.json']) {
    assert.ok(files.includes(name), name);
  }
  assert.equal(Object.keys(exports['.'])[0], 'types');
  assert.match(readFileSync(join(packageFolder, 'THIRD_PARTY.md'), 'utf8'), /Eigen .*MPL-2\.0/);
  const {messages} = await publint({pkgDir: packageFolder, strict: true});
  assert.deepEqual(messages, []);
});

test('is as large as the documents say', () => {
  const document = name => readFileSync(join(root, 'web', name), 'utf8'), bytes = path => statSync(path).size;
  const isSaid = (said, unit, size) => Math.abs(said * {kB: 1e3, MB: 1e6}[unit] - size) <= size / 10;
  const rows = [...document('package.md').matchAll(/^\| `([^`]+)` \| ([\d.]+) (kB|MB)(?:, ([\d.]+) (kB) with brotli)? \|/gm)];
  assert.ok(rows.length >= 6);
  for (const [row, name, said, unit, saidPacked, unitPacked] of rows) {
    assert.ok(isSaid(said, unit, bytes(join(packageFolder, name))), `${row} but it has ${bytes(join(packageFolder, name))} bytes`);
    if (saidPacked) assert.ok(isSaid(saidPacked, unitPacked, bytes(join(site, `${name}.br`))), `${row}: packed ${bytes(join(site, `${name}.br`))}`);
  }
  const [, said, unit] = /the tarball, ([\d.]+) (MB)/.exec(document('README.md'));
  assert.ok(isSaid(said, unit, packedSize), `README.md says ${said} ${unit}, the tarball has ${packedSize} bytes`);
});

test('has types that fit what it offers', () => {
  run(join(root, 'node_modules/.bin/tsc'), ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext',
                                            '--lib', 'es2022,dom', '--types', '', 'everything.ts'], {cwd: consumer});
});

test('gives the same in node, and in a page and a worker under a strict policy', async () => {
  const inNode = JSON.parse(run('node', ['in_node.mjs'], {cwd: consumer}));
  const page = join(consumer, 'page');
  mkdirSync(page);
  run(join(root, 'node_modules/.bin/esbuild'), ['in_page.js', '--bundle', '--splitting', '--format=esm', '--minify', '--outdir=page',
    '--loader:.wasm=file', '--loader:.safetensors=file', '--log-level=warning'], {cwd: consumer});
  const server = await serve(page), session = await start();
  writeFileSync(join(page, 'index.html'), `<!doctype html><html lang="en"><title>A page that uses jmvae</title>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval';
      connect-src 'self'; worker-src 'self'; frame-src ${session.url}; img-src 'self' data:; base-uri 'none'; form-action 'none'">
    <link rel="icon" href="data:,"><script type="module" src="in_page.js"></script>
    <jmvae-demo src="${session.url}figure.html" screen="write" label="3"></jmvae-demo>`);
  try {
    const {page: shown, faults} = await open({...session, url: server.url}, {document: '', settled: false});
    await shown.waitForFunction(() => globalThis.pageSays && globalThis.workerSays && globalThis.figureSays?.write, null, {timeout: 30_000});
    const [inPage, inWorker] = await shown.evaluate(() => [globalThis.pageSays, globalThis.workerSays]);
    assert.deepEqual(inPage.values, inNode);
    assert.deepEqual(inWorker, inPage);
    assert.equal(await shown.evaluate(() => globalThis.figureSays.write.label), 3);
    assert.ok(inPage.certain > 0.5, `a seven with ${inPage.certain}`);
    assert.deepEqual(faults, []);
    assert.deepEqual(await shown.evaluate(() => window.policyViolations), []);
  } finally {
    await session.stop();
    await server.close();
  }
});
