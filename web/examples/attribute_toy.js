// A face that follows a form: what is chosen is known, what is left free the model makes up.

import {asImage, load} from '../jmvae.js';

const canvas = document.querySelector('canvas'), form = document.querySelector('form');
const model = await load('../weights/avatars-jmvae-kl.safetensors');

function draw() {
  const {seed, ...chosen} = Object.fromEntries(new FormData(form));
  const attributes = {};
  for (const [name, value] of Object.entries(chosen)) if (value) attributes[name] = Number(value);

  const [face] = model.generate({given: {attributes}, filling: 'imputation', emphasis: 0.75, modality: 'image', seed: +seed});
  const {data, width} = asImage(face);
  canvas.getContext('2d').putImageData(new ImageData(data, width), 0, 0);
  canvas.ariaLabel = `A face, ${Object.entries(attributes).map(([name, on]) => `${name}: ${on ? 'yes' : 'no'}`).join(', ')}`;
}

form.addEventListener('input', draw);
draw();
