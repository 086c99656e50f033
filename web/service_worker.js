// Keeps the site for when there is no network, in a cache whose keys are addresses with the hashes of their content: what a
// new build left as it was is not fetched again, and what it no longer has is thrown away when no page of the old one is
// open any more. What a page begins with is kept at once, weights and pictures when they were used.

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

const find = async key => (await caches.open(CACHE)).match(key, {ignoreVary: true});

/** Keeps a file, if the server has it as this build does; address: by which the browser may still have it at hand. */
async function keep(name, address = addressOf(name)) {
  if (await find(keyOf(name))) return;
  const response = await fetch(address, {cache: 'no-cache'});
  const bytes = await response.clone().arrayBuffer();
  if (!response.ok || await hashOf(bytes) !== files[name]) throw new Error(`${name} is not there as this build has it.`);
  // Browsers refuse an answer for a page that was led elsewhere.
  const {headers} = response;
  await (await caches.open(CACHE)).put(keyOf(name), response.redirected ? new Response(bytes, {headers}) : response);
}

const openPages = async () => (await self.clients.matchAll({includeUncontrolled: true})).map(({id}) => id);

const older = new Set();  // the pages of the build before, which may still ask for its files

self.addEventListener('install', event => {
  self.skipWaiting();
  const remember = async () => { for (const id of await openPages()) older.add(id); };
  event.waitUntil(Promise.all([remember(), ...Object.keys(files).filter(name => BEGINNING.test(name)).map(name => keep(name))]));
});

async function forget() {
  if ((await openPages()).some(id => older.has(id))) return;
  const cache = await caches.open(CACHE), wanted = new Set(Object.keys(files).map(keyOf));
  const old = (await cache.keys()).filter(({url}) => !wanted.has(url));
  if (self.registration.installing || self.registration.waiting) return;  // what is unknown here may be of a newer build
  await Promise.all(old.map(request => cache.delete(request)));
}

self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));

// An address with a hash is meant as it is, also where this build has another file by that name.
self.addEventListener('fetch', event => {
  const {url, method} = event.request, name = method === 'GET' ? nameOf(url) : undefined;
  if (name) event.respondWith(find(url.includes('?sha256-') ? url : keyOf(name)).then(kept => kept ?? fetch(event.request)));
});

// A page tells what it has fetched, which the browser still has at hand. What breaks off or finds no room is not kept.
self.addEventListener('message', event => {
  const told = event.data.filter(nameOf).map(address => keep(nameOf(address), address));
  event.waitUntil(Promise.allSettled([forget(), ...told]));
});
