#!/usr/bin/env node
// serve.mjs FOLDER [--port N] [--open]: serves a folder of static files to this machine only, and shows it in
// the browser. Port 0, the default, is any free one.
// As a module: const {url, close} = await serve(folder, port).

import {spawn} from 'node:child_process';
import {createReadStream, realpathSync, statSync} from 'node:fs';
import {createServer} from 'node:http';
import {extname, join, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArguments} from './lib/arguments.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8', '.wasm': 'application/wasm', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.jpg': 'image/jpeg', '.webp': 'image/webp', '.woff2': 'font/woff2', '.json': 'application/json',
  '.safetensors': 'application/octet-stream', '.txt': 'text/plain; charset=utf-8',
};

/** The file that a path of an address stands for, or null; never outside of the folder. */
function find(folder, path) {
  let file;
  try {
    file = join(folder, decodeURIComponent(path));
    if (statSync(file).isDirectory()) file = join(file, 'index.html');
    file = realpathSync(file);
    return statSync(file).isFile() && file.startsWith(folder + sep) ? file : null;
  } catch {
    return null;
  }
}

function answer(folder, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return response.writeHead(405, {allow: 'GET, HEAD'}).end();
  let file = find(folder, new URL(request.url, 'http://localhost').pathname);
  if (!file) return response.writeHead(404, {'content-type': 'text/plain'}).end('not found\n');

  const headers = {'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'vary': 'accept-encoding',
                   'access-control-allow-origin': '*'};  // other pages may use the modules
  const packed = statSync(`${file}.br`, {throwIfNoEntry: false});
  if (packed?.mtimeMs >= statSync(file).mtimeMs && /\bbr\b/.test(request.headers['accept-encoding'] ?? '')) {
    file += '.br';
    headers['content-encoding'] = 'br';
  }
  const {size, mtimeMs} = statSync(file);
  // Browsers keep files, but ask each time whether they are still the same.
  headers['cache-control'] = 'no-cache';
  headers.etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  if (request.headers['if-none-match'] === headers.etag) return response.writeHead(304, headers).end();

  response.writeHead(200, {...headers, 'content-length': size});
  if (request.method === 'HEAD') return response.end();
  createReadStream(file).on('error', () => response.destroy()).pipe(response);
}

export function serve(folder, port = 0) {
  const root = realpathSync(folder);
  const server = createServer((request, response) => answer(root, request, response));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve({
      url: `http://127.0.0.1:${server.address().port}/`,
      close: () => new Promise(done => {
        server.close(done);
        server.closeAllConnections();
      }),
    }));
  });
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const options = {port: {type: 'string', default: '0'}, open: {type: 'boolean'}};
  const {values, positionals: [folder]} = parseArguments(import.meta.url, {least: 1, options});
  try {
    if (!/^\d+$/.test(values.port)) throw new Error(`--port: expected a number, found "${values.port}".`);
    const {url} = await serve(folder, Number(values.port));
    console.log(url);
    if (values.open) spawn('xdg-open', [url], {stdio: 'ignore', detached: true}).on('error', () => {}).unref();
  } catch (error) {
    console.error(error.code === 'EADDRINUSE' ? 'This port is taken; choose another with --port.' : error.message);
    process.exit(1);
  }
}
