// A small data set in MNIST's files.

import fs from 'node:fs';
import path from 'node:path';

/// An IDX file of bytes.
export function idx(shape, bytes) {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x800 + shape.length);
  shape.forEach((extent, i) => header.writeUInt32BE(extent, 4 + 4 * i));
  return Buffer.concat([header, bytes]);
}

/// Strokes at a place that depends on the label: enough for a model to learn something in a few steps.
export function writeData(folder, count) {
  fs.mkdirSync(folder, {recursive: true});
  for (const part of ['train', 't10k']) {
    const pixels = Buffer.alloc(count * 784), labels = Buffer.alloc(count);
    for (let i = 0; i < count; i++) {
      labels[i] = i % 10;
      for (let y = 4; y < 24; y++) pixels[i * 784 + y * 28 + 5 + 2 * labels[i] - (y + i) % 2] = 255;
    }
    fs.writeFileSync(path.join(folder, `${part}-images-idx3-ubyte`), idx([count, 28, 28], pixels));
    fs.writeFileSync(path.join(folder, `${part}-labels-idx1-ubyte`), idx([count], labels));
  }
}
