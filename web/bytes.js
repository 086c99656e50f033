// Fetching files whole, with the checks that tell a visitor what is wrong instead of failing later.

const inNode = Boolean(globalThis.process?.versions?.node);
const partOfNode = name => import(/* webpackIgnore: true */ /* @vite-ignore */ `node:${name}`);

/** The hash of a file as subresource integrity has it, "sha256-...", or null where the page may not ask for one. */
export async function hashOf(bytes) {
  const {subtle} = globalThis.crypto ?? (await partOfNode('crypto')).webcrypto;
  if (!subtle) return null;  // only pages that came over a secure connection have it
  const hash = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return `sha256-${btoa(String.fromCharCode(...hash))}`;
}

/** What came is not what was expected: the file has changed since the hash was taken. */
export class OtherFile extends Error {}

/** The bytes, unless their hash is another; name is what they are called then. */
export async function checked(bytes, name, integrity) {
  const found = integrity && await hashOf(bytes);
  if (found && found !== integrity) {
    throw new OtherFile(`${name} is not the expected file: its hash is ${found}, not ${integrity}.`);
  }
  return bytes;
}

/** The bytes that a server sends, whatever they are. */
async function receive(url, options) {
  const {name = url, fetch = globalThis.fetch, signal, cache = 'default', dense = false, integrity, onProgress = () => {}} = options;
  let response;
  try {
    // Where the page can't hash, the browser does, and says no more than that it failed.
    response = await fetch(url, globalThis.isSecureContext === false ? {signal, cache, integrity} : {signal, cache});
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new Error(`${name} could not be fetched: ${error.message}.`);
  }
  if (!response.ok) throw new Error(`${name} could not be fetched: the server answered ${response.status}.`);
  if (/^text\/html/.test(response.headers.get('content-type') ?? '')) {
    throw new Error(`${name}: expected a data file, found a web page.`);
  }
  if (!response.body) return new Uint8Array(await response.arrayBuffer());

  // The length that a server announces is of what it sends, which may be compressed; of other origins nobody is told
  // whether it is.
  const announced = Number(response.headers.get('content-length') ?? NaN);
  const comparable = response.type === 'basic' && !response.headers.get('content-encoding');
  const parts = [];
  let received = 0;
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      received += part.value.length;
      if (announced > 0 && (dense || comparable)) onProgress(Math.min(1, received / announced));
    }
  } catch {
    if (signal?.aborted) throw signal.reason;
    throw new Error(`${name}: the connection broke after ${received} bytes.`);
  }
  if (comparable && announced >= 0 && received !== announced) {
    throw new Error(`${name}: expected ${announced} bytes, received ${received}.`);
  }
  const bytes = new Uint8Array(received);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/**
 * The bytes behind an address; in node of files on the disk too. Fails with one sentence where the server refuses, sends
 * a web page instead of data, or stops early, as an OtherFile where the bytes are not those that were expected, and with
 * the signal's reason where that ends it.
 * @param {string|URL} url
 * @param {{name?: string, fetch?: typeof fetch, signal?: AbortSignal, dense?: boolean, integrity?: string,
 *   onProgress?: (fraction: number) => void}} [options] name: what sentences call it, if not by its address; dense: it
 *   hardly shrinks when it is packed, so that the length of what is sent will do for progress; integrity: its
 *   "sha256-..."
 * @returns {Promise<Uint8Array>}
 */
export async function fetchBytes(url, options = {}) {
  const {name = url, integrity} = options;
  if (inNode && !options.fetch && String(url).startsWith('file:')) {
    const {readFile} = await partOfNode('fs/promises');
    return checked(await readFile(new URL(url)), name, integrity);
  }
  try {
    return await checked(await receive(url, options), name, integrity);
  } catch (error) {
    if (!(error instanceof OtherFile)) throw error;
    // Caches on the way may have kept what was there before.
    return checked(await receive(url, {...options, cache: 'reload'}), name, integrity);
  }
}
