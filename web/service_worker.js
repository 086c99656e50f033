// Keeps the site for when there is no network, in a cache whose keys are names with the hashes of their content: what a
// new build left as it was is not fetched again, and what it no longer has is thrown away. What a page begins with is kept
// at once, weights and pictures when they were used.

import files from 'jmvae-files';  // the hash of every file of this build, by its name
import {hashOf} from './bytes.js';

const CACHE = 'jmvae';
const BEGINNING = /^[^/]+\.(html|css|js)$|^(jmvae_app\.wasm|text\.woff2|icon\.svg)$/;
const scope = self.registration.scope;

const addressOf = name => new URL(name.replace(/^index\.html$/, './'), scope).href;
const keyOf = name => `${addressOf(name)}?${encodeURIComponent(files[name])}`;

/** The name of the file that an address stands for, or undefined where it is not of this site. */
function nameOf(address) {
  const url = new URL(address);
  url.search = url.hash = '';
  if (!url.href.startsWith(scope)) return undefined;
  const name = url.href.slice(scope.length) || 'index.html';
  return Object.hasOwn(files, name) ? name : undefined;
}

const find = async name => (await caches.open(CACHE)).match(keyOf(name), {ignoreVary: true});

/** Keeps a file, if the server has it as this build does. */
async function keep(name) {
  if (await find(name)) return;
  const response = await fetch(addressOf(name), {cache: 'no-cache'});
  const bytes = await response.clone().arrayBuffer();
  if (!response.ok || await hashOf(bytes) !== files[name]) throw new Error(`${name} is not there as this build has it.`);
  // Browsers refuse an answer for a page that was led elsewhere.
  const {headers} = response;
  await (await caches.open(CACHE)).put(keyOf(name), response.redirected ? new Response(bytes, {headers}) : response);
}

self.addEventListener('install', event => {
  self.skipWaiting();
  event.waitUntil(Promise.all(Object.keys(files).filter(name => BEGINNING.test(name)).map(keep)));
});

self.addEventListener('activate', event => {
  const forget = async () => {
    const cache = await caches.open(CACHE), wanted = new Set(Object.keys(files).map(keyOf));
    const old = (await cache.keys()).filter(({url}) => !wanted.has(url));
    await Promise.all(old.map(request => cache.delete(request)));
  };
  event.waitUntil(Promise.all([forget(), self.clients.claim()]));
});

self.addEventListener('fetch', event => {
  const name = event.request.method === 'GET' ? nameOf(event.request.url) : undefined;
  if (name) event.respondWith(find(name).then(kept => kept ?? fetch(event.request)));
});

// A page tells what it has fetched, which the browser still has at hand. What breaks off or finds no room is not kept.
self.addEventListener('message', event => {
  event.waitUntil(Promise.allSettled(event.data.map(nameOf).filter(Boolean).map(keep)));
});
