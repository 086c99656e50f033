// Pictures that the visitor brings: by the button, by dropping, by pasting.

import {decodePicture, pictureIn} from './pictures.js';
import {call, runs, withBytes} from './program.js';
import {say} from './words.js';

let brought = 0;

async function bring(file, notify) {
  if (!runs() || !file) return;
  const turn = ++brought;
  notify('');
  try {
    const {image, notice} = await decodePicture(file);
    if (turn !== brought) return;  // a later one was quicker
    notify(notice);
    withBytes(image.data, at => call('app_picture_given', null, ['number', 'number', 'number', 'string'],
                                     [at, image.width, image.height, file.name ?? '']));
  } catch (error) {
    if (turn !== brought) return;
    call('app_picture_failed', null, ['string'], [say(error.message)]);
  }
}

/** Takes pictures from a file field and from what is dropped or pasted on the page; notify() shows a sentence. */
export function takePictures(field, notify) {
  field.addEventListener('change', () => {
    bring(field.files[0], notify);
    field.value = '';  // the same file may be chosen again
  });
  document.addEventListener('paste', event => {
    const file = pictureIn(event.clipboardData);
    if (!file) return;
    event.preventDefault();
    bring(file, notify);
  });
  document.addEventListener('dragover', event => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();  // or the browser would open the file
    document.body.classList.add('dropping');
  });
  document.addEventListener('dragleave', event => {
    if (!event.relatedTarget) document.body.classList.remove('dropping');
  });
  document.addEventListener('drop', event => {
    document.body.classList.remove('dropping');
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    bring(pictureIn(event.dataTransfer), notify);
  });
}
