// PNG files for tests, good ones and odd ones.

import {deflateSync} from 'node:zlib';

/** A part of a PNG with its checksum, which zlib of older nodes does not give. */
export function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = ~0;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; ++bit) crc = crc >>> 1 ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(~crc >>> 0, 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** A PNG of bytes [height, width, channels], grey or in colour, with more chunks before its pixels. */
export function png(width, height, channels, pixels, ...more) {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, channels === 3 ? 2 : 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const row = width * channels, rows = Buffer.alloc(height * (1 + row));
  for (let y = 0; y < height; ++y) pixels.copy(rows, y * (1 + row) + 1, y * row, (y + 1) * row);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header), ...more,
                        chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}
