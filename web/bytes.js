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

async function checked(bytes, url, integrity) {
  const found = integrity && await hashOf(bytes);
  if (found && found !== integrity) throw new Error(`${url} is not the expected file: its hash is ${found}, not ${integrity}.`);
  return bytes;
}

/**
 * The bytes behind an address; in node of files on the disk too. Fails with one sentence where the server refuses, sends
 * a web page instead of data, or stops early, and where the bytes are not those that were expected.
 * @param {string|URL} url
 * @param {{fetch?: typeof fetch, signal?: AbortSignal, dense?: boolean, integrity?: string,
 *   onProgress?: (fraction: number) => void}} [options] dense: the file hardly shrinks when it is packed, so that the
 *   length of what is sent will do for progress; integrity: "sha256-..." of the file
 * @returns {Promise<Uint8Array>}
 */
export async function fetchBytes(url, options = {}) {
  const {integrity} = options;
  if (inNode && !options.fetch && String(url).startsWith('file:')) {
    const {readFile} = await partOfNode('fs/promises');
    return checked(await readFile(new URL(url)), url, integrity);
  }
  const {fetch = globalThis.fetch, signal, dense = false, onProgress = () => {}} = options;
  let response;
  try {
    // Where the page can't hash, the browser does, and says no more than that it failed.
    response = await fetch(url, globalThis.isSecureContext === false ? {signal, integrity} : {signal});
  } catch (error) {
    throw new Error(`${url} could not be fetched: ${error.message}.`);
  }
  if (!response.ok) throw new Error(`${url} could not be fetched: the server answered ${response.status}.`);
  if (/^text\/html/.test(response.headers.get('content-type') ?? '')) {
    throw new Error(`${url}: expected a data file, found a web page.`);
  }

  // The length that a server announces is of what it sends, which may be compressed.
  const packed = response.headers.get('content-encoding');
  const announced = Number(response.headers.get('content-length') ?? NaN);
  if (!response.body) return checked(new Uint8Array(await response.arrayBuffer()), url, integrity);
  const parts = [];
  let received = 0;
  const reader = response.body.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      received += part.value.length;
      if (announced > 0 && (dense || !packed)) onProgress(Math.min(1, received / announced));
    }
  } catch {
    throw new Error(`${url}: the connection broke after ${received} bytes.`);
  }
  if (!packed && announced >= 0 && received !== announced) {
    throw new Error(`${url}: expected ${announced} bytes, received ${received}.`);
  }
  const bytes = new Uint8Array(received);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return checked(bytes, url, integrity);
}
