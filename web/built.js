// The files that were built with this script, each by an address with its hash: no cache on the way can take another
// build's for it, and the service worker still has them for pages that were open before a new build.

import integrity from 'jmvae-integrity';
import {fetchBytes} from './bytes.js';

const here = new URL('.', import.meta.url);

/** The bytes of a file of this build; options as of fetchBytes(). */
export function fetchBuilt(path, options = {}) {
  const url = new URL(path, here);
  url.search = encodeURIComponent(integrity[path]);
  return fetchBytes(url, {...options, name: path, integrity: integrity[path]});
}
