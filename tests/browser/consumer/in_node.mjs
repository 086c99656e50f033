// What the package does in node; the test compares what this prints with what the page shows.
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import {load} from 'jmvae';

const file = createRequire(import.meta.url).resolve('jmvae/weights/mnist-jmvae-kl-small.safetensors');
const model = await load(pathToFileURL(file));
const [{values}] = model.generate({given: {label: 7}, seed: 42});
console.log(JSON.stringify([...values]));
