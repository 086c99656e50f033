// The figure without WebGL 2: digits written and read on 2-D canvases by the headless module, controls in HTML.

import {say} from './words.js';

const element = id => document.getElementById(id);
const INK = [38, 33, 28], SHEET = [255, 253, 248];  // as the light theme has them
const SIDE = 280;  // of the sheet to draw on, in its own pixels

/** Paints the numbers of a digit, 0 ... 1, as ink. */
function paint(canvas, {values, width, height}) {
  const image = new ImageData(width, height);
  values.forEach((ink, i) => {
    SHEET.forEach((light, channel) => { image.data[4 * i + channel] = light + ink * (INK[channel] - light); });
    image.data[4 * i + 3] = 255;
  });
  Object.assign(canvas, {width, height}).getContext('2d').putImageData(image, 0, 0);
}

/** The sheet: an example's digit as the model writes it, or what is drawn by hand. */
function offerSheet(model, example) {
  const sheet = element('plain-sheet'), context = sheet.getContext('2d', {willReadFrequently: true});
  Object.assign(sheet, {width: SIDE, height: SIDE});
  function clear() {
    context.fillStyle = `rgb(${SHEET})`;
    context.fillRect(0, 0, SIDE, SIDE);
    element('plain-reading').textContent = say('Draw a digit.');
  }
  function read() {
    const {predictions} = model.infer(context.getImageData(0, 0, SIDE, SIDE), {single: true});
    if (!predictions) return;
    const [[label, first], [other, second]] = Object.entries(predictions.label).sort(([, a], [, b]) => b - a);
    const percent = part => `${Math.round(100 * part)} %`;
    element('plain-reading').textContent =
        say(`Read as ${label}: ${percent(first)}, or as ${other}: ${percent(second)}.`);
  }
  const at = ({offsetX, offsetY}) => [offsetX * SIDE / sheet.clientWidth, offsetY * SIDE / sheet.clientHeight];
  sheet.addEventListener('pointerdown', event => {
    sheet.setPointerCapture(event.pointerId);
    context.beginPath();
    context.moveTo(...at(event));
  });
  sheet.addEventListener('pointermove', event => {
    if (!sheet.hasPointerCapture(event.pointerId)) return;
    Object.assign(context, {strokeStyle: `rgb(${INK})`, lineWidth: SIDE / 14, lineCap: 'round', lineJoin: 'round'});
    context.lineTo(...at(event));
    context.stroke();
  });
  sheet.addEventListener('pointerup', read);
  element('plain-clear').addEventListener('click', clear);

  clear();
  const digit = document.createElement('canvas');
  paint(digit, model.generate({given: {label: example}, spread: 0})[0]);
  context.drawImage(digit, 0, 0, SIDE, SIDE);
  read();
}

/** Shows digits to write and one to read, as a state's text asks for, with the sentence why. */
export async function showPlain(here, text) {
  const {load} = await import(new URL('jmvae.js', here));
  const model = await load(new URL('weights/mnist-jmvae-kl-small.safetensors', here));
  const asked = new URLSearchParams(text);
  const digit = (name, otherwise) => /^[0-9]$/.test(asked.get(name) ?? '') ? Number(asked.get(name)) : otherwise;
  let seed = 1;

  const written = Array.from({length: 8}, () => document.createElement('canvas'));
  element('plain-written').replaceChildren(...written);
  const labels = element('plain-labels'), {values} = model.info.modalities.find(({name}) => name === 'label');
  function write(label) {
    model.generate({given: {label}, seed, count: written.length}).forEach((picture, i) => paint(written[i], picture));
    element('plain-written').setAttribute('aria-label', say(`Eight pictures of the digit ${label}`));
    for (const button of labels.children) button.setAttribute('aria-pressed', button.value === label);
  }
  labels.replaceChildren(...values.map(label => {
    const button = Object.assign(document.createElement('button'), {type: 'button', value: label, textContent: label});
    button.addEventListener('click', () => write(label));
    return button;
  }));
  element('plain-again').addEventListener('click', () => {
    ++seed;
    write(labels.querySelector('[aria-pressed=true]').value);
  });
  write(String(digit('label', 7)));
  offerSheet(model, digit('example', 5));

  for (const id of ['canvas', 'poster', 'share']) element(id).hidden = true;
  for (const part of document.querySelectorAll('.below, .controls')) part.hidden = true;
  element('plain').hidden = false;
  element('stage').style.height = 'auto';
}
