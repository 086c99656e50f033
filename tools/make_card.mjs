#!/usr/bin/env node
// make_card.mjs: the picture that other sites show beside a link to the page, 1200 × 630, web/card.jpg: its title and what
// its models make, drawn by the headless module of the built site.

import {writeFileSync} from 'node:fs';
import {parseArguments} from './lib/arguments.mjs';

const card = `<!doctype html><html lang="en"><meta charset="utf-8"><base href="/"><title>card</title>
<link rel="stylesheet" href="style.css">
<style>
  body { display: grid; grid-template-columns: 28rem 1fr; gap: 3.5rem; align-items: center; width: 1200px; height: 630px; padding: 0 4rem; }
  p { margin: 0 0 1.5rem; font-size: 1.75rem; color: var(--accent); }
  h1 { margin: 0; font-size: 5rem; letter-spacing: -.015em; }
  div { display: grid; grid-template-columns: repeat(4, 1fr); gap: 14px; }
  canvas { width: 100%; border-radius: 12px; }
</style>
<main><p>jmvae</p><h1>Pictures and labels, both ways</h1></main><div></div>
<script type="module">
  import {asImage, load} from './jmvae.js';
  const [digits, faces] = await Promise.all(['mnist-jmvae-kl-small', 'avatars-jmvae-kl'].map(
      name => load('weights/' + name + '.safetensors')));
  const asked = [{Smiling: 1, Eyeglasses: 1}, {Smiling: 1, Long_Hair: 1, Pink_Hair: 1}, {Beard: 1, Black_Hair: 1},
                 {Sunglasses: 1, Buzz_Cut: 1}, {Wearing_Beanie: 1, Smiling: 1}, {Curly_Hair: 1, Red_Hair: 1},
                 {Mustache: 1, Eyeglasses: 1}, {Blond_Hair: 1, Bob_Hair: 1, Smiling: 1}];
  const rows = [[2, 0, 1, 6], asked.slice(0, 4), [7, 3, 5, 8], asked.slice(4)];
  for (const [row, given] of rows.flatMap((row, i) => row.map(given => [i, given]))) {
    const [picture] = typeof given === 'number' ? digits.generate({given: {label: given}, seed: 4 + row})
                                                : faces.generate({given: {attributes: given}, seed: 11, spread: 0.7});
    const {data, width, height} = asImage(picture);
    if (typeof given === 'number') {
      const [paper, ink] = [[255, 253, 248], [38, 33, 28]];  // of the light theme
      data.forEach((grey, i) => { if (i % 4 < 3) data[i] = ink[i % 4] + (paper[i % 4] - ink[i % 4]) * grey / 255; });
    }
    const canvas = Object.assign(document.createElement('canvas'), {width, height});
    canvas.getContext('2d').putImageData(new ImageData(data, width), 0, 0);
    document.querySelector('div').append(canvas);
  }
  await document.fonts.ready;
  document.title = 'ready';
</script></html>`;

parseArguments(import.meta.url);
const {start} = await import('../tests/browser/browser.mjs');  // help needs no browser
const session = await start();
try {
  const page = await session.browser.newPage({viewport: {width: 1200, height: 630}, colorScheme: 'light'});
  await page.route('**/card', route => route.fulfill({contentType: 'text/html', body: card}));
  await page.goto(`${session.url}card`);
  await page.waitForFunction(() => document.title === 'ready');
  const picture = await page.screenshot({type: 'jpeg', quality: 88});
  writeFileSync(new URL('../web/card.jpg', import.meta.url), picture);
  console.log(`web/card.jpg: ${picture.length} bytes`);
} finally {
  await session.stop();
}
