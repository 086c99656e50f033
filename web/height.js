// How high a frame of this figure has to be in a page of somebody else's.

const COLUMN = 720;  // pixels that a column of text usually has

/** The height that it has in a usual column with nothing unfolded; view() ends when a frame was drawn. */
export async function heightInColumn(view) {
  const stage = document.getElementById('stage'), around = document.querySelector('.below');
  const folded = around.cloneNode(true);
  for (const part of folded.querySelectorAll('details')) part.open = false;
  Object.assign(folded.style, {position: 'absolute', visibility: 'hidden', width: `${COLUMN}px`});
  document.body.append(folded);
  const below = folded.offsetHeight;
  folded.remove();

  stage.style.maxWidth = `${COLUMN}px`;
  let same = 0;  // frames in which the height has stayed
  for (let last = 0; same < 3; same = stage.clientHeight === last ? same + 1 : 0) {
    last = stage.clientHeight;
    await view();
  }
  const height = stage.clientHeight;
  stage.style.maxWidth = '';
  return Math.ceil(height + document.body.getBoundingClientRect().bottom - stage.getBoundingClientRect().bottom -
                   around.offsetHeight + below);
}
