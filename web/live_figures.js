// Which figures of a page are alive: those near the screen, one made ready after the other, and no more at a time than
// browsers have graphics contexts for. The others are given up and come back.

const MOST_LIVE = 8;
const NEAR = '80% 0px';     // of the screen's height, above and below
const PATIENCE = 10_000;    // milliseconds that one may hold up the next

const near = new Set(), seen = new Set(), live = new Set(), waiting = [];
let busy = false;

const distance = figure => {
  const {top, bottom} = figure.getBoundingClientRect();
  return Math.max(top - innerHeight, -bottom);
};

async function next() {
  if (busy || waiting.length === 0) return;
  busy = true;
  // Who is nearest comes first: the page may have been scrolled on since.
  waiting.sort((one, other) => distance(one) - distance(other));
  const figure = waiting[0], there = await makeRoom(figure);
  if (there && waiting.includes(figure)) {
    forget(figure);
    live.add(figure);
    await Promise.race([figure.start(), new Promise(done => setTimeout(done, PATIENCE))]);
    settle(figure);
  }
  busy = false;
  if (there) next();
}

/**
 * Gives up the farthest figure off the screen, where there are too many, and one that holds what can't come back only
 * where all others do; false where all of them are needed.
 */
async function makeRoom(wanted) {
  if (live.size < MOST_LIVE) return true;
  const [farthest] = [...live].filter(figure => !seen.has(figure))
      .sort((one, other) => one.holdsOwn - other.holdsOwn || distance(other) - distance(one));
  if (!farthest || distance(farthest) <= distance(wanted)) return false;
  live.delete(farthest);
  await farthest.leave();
  if (near.has(farthest)) queue(farthest);
  return true;
}

function queue(figure) {
  if (!live.has(figure) && !waiting.includes(figure)) waiting.push(figure);
}

function forget(figure) {
  if (waiting.includes(figure)) waiting.splice(waiting.indexOf(figure), 1);
}

const isSeen = figure => seen.has(figure) && !document.hidden;
const settle = figure => { if (live.has(figure)) isSeen(figure) ? figure.resume() : figure.pause(); };
document.addEventListener('visibilitychange', () => live.forEach(settle));

const approaching = new IntersectionObserver(entries => {
  for (const {target, isIntersecting} of entries) {
    if (isIntersecting) {
      near.add(target);
      show(target);
    } else {
      near.delete(target);
      forget(target);
    }
  }
}, {rootMargin: NEAR});

const showing = new IntersectionObserver(entries => {
  for (const {target, isIntersecting} of entries) {
    if (isIntersecting) seen.add(target);
    else seen.delete(target);
    settle(target);
  }
  next();  // there may be room now
});

/** Has a figure come alive when it is near the screen, or at once. */
export function watch(figure, atOnce) {
  approaching.observe(figure);
  showing.observe(figure);
  if (atOnce) show(figure);
}

/** Has a figure come alive as soon as there is room. */
export function show(figure) {
  queue(figure);
  next();
}

/** A figure has no frame any more. */
export function give(figure) {
  live.delete(figure);
  forget(figure);
}

/** A figure has left its place in the page, for good or for another one. */
export function unwatch(figure) {
  give(figure);
  for (const observer of [approaching, showing]) observer.unobserve(figure);
  for (const set of [near, seen]) set.delete(figure);
}
