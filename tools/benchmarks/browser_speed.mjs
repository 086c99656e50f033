// How long one digit takes in Chromium, as JSON: generated from a label, read as the model sees it (encoded, averaged
// over 16 samples), and read from a drawing of the size that the page hands over (found and prepared first). Medians
// and 95th percentiles in milliseconds, after a warm-up.

import {parseArguments} from '../lib/arguments.mjs';

parseArguments(import.meta.url);
const {open, start} = await import('../../tests/browser/browser.mjs');  // help needs no browser

const session = await start();
const {page} = await open(session, {settled: false});
const measured = await page.evaluate(async () => {
  const {load} = await import('./jmvae.js');
  const model = await load('weights/mnist-jmvae-kl-small.safetensors');
  const side = 168, data = new Uint8ClampedArray(4 * side * side).fill(255);
  const [seven] = model.generate({given: {label: 7}, spread: 0});
  for (let y = 0; y < side; ++y) {
    for (let x = 0; x < side; ++x) {
      const ink = seven.values[Math.floor(y / 6) * 28 + Math.floor(x / 6)];
      data.set([255 - 255 * ink, 255 - 255 * ink, 255 - 255 * ink], 4 * (y * side + x));
    }
  }
  const drawing = {data, width: side, height: side}, [{pixels}] = model.infer(drawing, {single: true}).digits;

  const time = work => {
    const times = [];
    for (let i = 0; i < 300; ++i) {
      const begin = performance.now();
      work(i);
      times.push(performance.now() - begin);
    }
    times.splice(0, 50);
    times.sort((a, b) => a - b);
    return {median: times[125], percentile95: times[237]};
  };
  return {
    generate_one: time(i => model.generate({given: {label: i % 10}, seed: i})),
    infer_one: time(i => model.generate({given: {image: pixels}, modality: 'label', seed: i, count: 16})),
    infer_one_drawing: time(i => model.infer(drawing, {single: true, samples: 16, seed: i})),
  };
});
console.log(JSON.stringify({unit: 'milliseconds', browser: session.browser.version(), ...measured}, null, 2));
await session.stop();
