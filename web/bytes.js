// Fetching files whole, with the checks that tell a visitor what is wrong instead of failing later.

/**
 * The bytes behind an address. Fails with one sentence where the server refuses, sends a web page instead of data, or
 * stops early.
 * @param {string|URL} url
 * @param {{fetch?: typeof fetch, signal?: AbortSignal, dense?: boolean, onProgress?: (fraction: number) => void}} [options]
 *   dense: the file hardly shrinks when it is packed, so that the length of what is sent will do for progress
 * @returns {Promise<Uint8Array>}
 */
export async function fetchBytes(url, {fetch = globalThis.fetch, signal, dense = false, onProgress = () => {}} = {}) {
  let response;
  try {
    response = await fetch(url, {signal});
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
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
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
  return bytes;
}
