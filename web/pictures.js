// Pictures that visitors bring: told apart and measured by their first bytes, then decoded by the browser.

const LARGEST_FILE = 20e6;         // bytes
const LARGEST_SIDE = 16384;        // pixels; more than browsers decode
const MOST_PIXELS = 60e6;
const LONGEST_SIDE_READ = 1600;    // larger ones are reduced to this: digits need far less
const HEAD = 256 * 1024;           // bytes looked at before decoding

const latin = new TextDecoder('latin1');
const ascii = (bytes, at, length) => latin.decode(bytes.subarray(at, at + length));

/** Width, height and whether it moves, of each kind of file; undefined where the first bytes don't tell. */
const kinds = [
  {
    name: 'PNG',
    is: b => ascii(b, 1, 3) === 'PNG',
    measure: (b, view) => ({width: view.getUint32(16), height: view.getUint32(20), moves: hasChunk(b, view, 'acTL')}),
  },
  {name: 'JPEG', is: b => b[0] === 0xff && b[1] === 0xd8 && b[2] === 0xff, measure: measureJpeg},
  {
    name: 'GIF',
    is: b => /^GIF8[79]a/.test(ascii(b, 0, 6)),
    measure: (b, view) => ({
      width: view.getUint16(6, true),
      height: view.getUint16(8, true),
      moves: ascii(b, 0, b.length).includes('NETSCAPE2.0'),
    }),
  },
  {name: 'WebP', is: b => ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 4) === 'WEBP', measure: measureWebp},
  {
    name: 'BMP',
    is: b => ascii(b, 0, 2) === 'BM',
    measure: (b, view) => ({width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true))}),
  },
  {name: 'AVIF or HEIC', is: b => ascii(b, 4, 4) === 'ftyp', measure: () => ({})},
];

function hasChunk(bytes, view, wanted) {
  for (let at = 8; at + 8 <= bytes.length; at += 12 + view.getUint32(at)) {
    const type = ascii(bytes, at + 4, 4);
    if (type === wanted) return true;
    if (type === 'IDAT') return false;
  }
  return false;
}

function measureJpeg(bytes, view) {
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1];
    const startOfFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (startOfFrame) return {width: view.getUint16(at + 7), height: view.getUint16(at + 5)};
    at += marker === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return {};
}

function measureWebp(bytes, view) {
  const triple = at => 1 + (bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16);
  switch (ascii(bytes, 12, 4)) {
    case 'VP8X': return {width: triple(24), height: triple(27), moves: (bytes[20] & 2) !== 0};
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return {width: 1 + (bits & 0x3fff), height: 1 + (bits >> 14 & 0x3fff)};
    }
    case 'VP8 ': return {width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff};
    default: return {};
  }
}

const megabytes = bytes => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;

/** Fails with one sentence unless the first bytes are of a picture that can be decoded safely. */
function inspect(head, name) {
  const bytes = new Uint8Array(64 + head.length);  // room for reading past the end of a stump
  bytes.set(head);
  const kind = kinds.find(({is}) => is(bytes));
  if (!kind) {
    const found = head.subarray(0, 512).every(b => b >= 9) ? 'text' : 'something else';
    throw new Error(`${name} is not a picture: expected PNG, JPEG, WebP, GIF, BMP or AVIF, found ${found}.`);
  }
  let size = {};
  try {
    size = kind.measure(bytes, new DataView(bytes.buffer));
  } catch {
    // A chunk's length that leads past the first bytes: the decoder will tell.
  }
  const {width, height, moves = false} = size;
  if (width === 0 || height === 0) throw new Error(`${name} has no pixels: it is ${width} × ${height}.`);
  if (width > LARGEST_SIDE || height > LARGEST_SIDE || width * height > MOST_PIXELS) {
    throw new Error(`${name} is too large: it is ${width} × ${height} pixels, and up to ${LARGEST_SIDE} a side and ` +
                    `${MOST_PIXELS / 1e6} million in all are read.`);
  }
  return {kind: kind.name, moves};
}

/**
 * Decodes a picture file.
 * @param {Blob} file
 * @param {string} [name] what sentences call it
 * @returns {Promise<{image: ImageData, notice: string}>} notice: what the visitor should know, or ''
 */
export async function decodePicture(file, name = file.name || 'The picture') {
  if (file.size === 0) throw new Error(`${name} is empty.`);
  if (file.size > LARGEST_FILE) {
    const [found, limit] = [megabytes(file.size), megabytes(LARGEST_FILE)];
    throw new Error(`${name} is too large: it has ${found}, and up to ${limit} are read.`);
  }
  const {kind, moves} = inspect(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()), name);

  let bitmap;
  try {
    bitmap = await createImageBitmap(file, {premultiplyAlpha: 'none'});
  } catch {
    throw new Error(
      `${name} can't be decoded: it is a damaged ${kind} file or of a sort that this browser does not know.`);
  }
  try {
    const shrink = Math.min(1, LONGEST_SIDE_READ / Math.max(bitmap.width, bitmap.height));
    const [width, height] = [bitmap.width, bitmap.height].map(side => Math.max(1, Math.round(side * shrink)));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d', {willReadFrequently: true});
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, width, height);
    return {
      image: context.getImageData(0, 0, width, height),
      notice: moves ? `${name} is animated; its first picture is read.` : '',
    };
  } finally {
    bitmap.close();
  }
}

/** The first picture file among what was dropped or pasted, or null. */
export function pictureIn(transfer) {
  return [...transfer?.files ?? []].find(file => file.type.startsWith('image/')) ?? transfer?.files?.[0] ?? null;
}
