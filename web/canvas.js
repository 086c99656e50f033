// Keys, wheel and touches on the canvas, and its size. These listeners run before SDL's, which would take all events from
// the page.

import {call, runs} from './program.js';

const first = {capture: true};

function belongsToPage({key, ctrlKey, metaKey, altKey}) {
  if (ctrlKey || metaKey || altKey) return key.toLowerCase() !== 'z';  // undoing a stroke is the program's
  return key === 'Tab' || key === 'PageUp' || key === 'PageDown' || /^F\d+$/.test(key);
}

/** Leaves to the page what belongs to it. */
export function shareInput(canvas, stage) {
  for (const type of ['keydown', 'keyup', 'keypress']) {
    canvas.addEventListener(type, event => {
      if (event.key === 'Escape' && type === 'keyup') canvas.blur();
      if (belongsToPage(event)) event.stopImmediatePropagation();
    }, first);
  }

  // The canvas shows all of its content, so the wheel is always the page's.
  canvas.addEventListener('wheel', event => event.stopImmediatePropagation(), {capture: true, passive: true});

  canvas.addEventListener('mousedown', ({isTrusted}) => {
    if (!isTrusted) return;  // the form presses a part
    stage.classList.add('pressed');  // who presses sees where; the ring is for who comes by keys
    canvas.focus({preventScroll: true});
  }, first);
  canvas.addEventListener('blur', () => stage.classList.remove('pressed'));

  shareTouches(canvas);
  shareSize(canvas);
}

/** Tells SDL the canvas's size, which it looks at only when the window's changes. */
function shareSize(canvas) {
  let told = '';
  const tell = () => {
    const size = `${canvas.clientWidth} ${canvas.clientHeight}`;
    if (size === told) return;
    told = size;
    window.dispatchEvent(new Event('resize'));
  };
  // SDL empties the canvas then, so not between drawing a frame and showing it.
  new ResizeObserver(() => setTimeout(tell)).observe(canvas);
  // By a size of before, SDL would take the pointer to be elsewhere.
  for (const type of ['mousemove', 'mousedown', 'touchstart', 'touchmove']) {
    canvas.addEventListener(type, tell, {capture: true, passive: true});
  }
}

function shareTouches(canvas) {
  const takesTouch = ({clientX, clientY}) => {
    const box = canvas.getBoundingClientRect();
    const at = [clientX - box.left, clientY - box.top];
    return runs() && call('app_takes_touch', 'number', ['number', 'number'], at) !== 0;
  };
  canvas.addEventListener('touchstart', event => {
    if (takesTouch(event.changedTouches[0])) event.preventDefault();  // draw, don't scroll
  }, {capture: true, passive: false});
  // Once the browser scrolls, what the finger pressed is let go outside of it, and is not clicked.
  let scrolling = false;
  canvas.addEventListener('pointercancel', event => {
    if (event.pointerType !== 'touch' || !runs()) return;
    scrolling = true;
    call('app_cancel_pointer');
  });
  canvas.addEventListener('touchmove', event => {
    if (scrolling) event.stopImmediatePropagation();
  }, {capture: true, passive: true});
  for (const type of ['touchend', 'touchcancel']) {
    canvas.addEventListener(type, event => {
      if (event.touches.length === 0) scrolling = false;
      if (!event.cancelable) event.preventDefault = () => {};  // SDL would try, and the browser complain
    }, first);
  }
  canvas.addEventListener('pointermove', event => {
    if (event.pointerType === 'pen') canvas.style.touchAction = takesTouch(event) ? 'none' : '';
  });
}
