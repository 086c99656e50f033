// A page's script and, the same, a worker's: what a bundler makes of the package.
import {asImage, load} from 'jmvae';
import wasmUrl from 'jmvae/jmvae_core.wasm';
import weights from 'jmvae/weights/mnist-jmvae-kl-small.safetensors';

async function seven() {
  const model = await load(new URL(weights, import.meta.url), {wasmUrl: new URL(wasmUrl, import.meta.url)});
  const [picture] = model.generate({given: {label: 7}, seed: 42});
  const {predictions} = model.infer(asImage(picture), {single: true});
  return {values: [...picture.values], certain: predictions.label[7]};
}

if (globalThis.document) {
  const worker = new Worker(import.meta.url, {type: 'module'});
  worker.onmessage = ({data}) => { globalThis.workerSays = data; };
  seven().then(found => { globalThis.pageSays = found; });
  const demo = document.querySelector('jmvae-demo');
  demo.addEventListener('result', ({detail}) => { globalThis.figureSays = detail; });
  demo.addEventListener('error', ({detail}) => { globalThis.figureSays = detail; });
  import('jmvae/element');  // which a worker can't
} else {
  seven().then(found => postMessage(found));
}
