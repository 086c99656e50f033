// Which figures of a page are alive (web/live_figures.js), with figures and a screen that are made up.

import assert from 'node:assert/strict';
import {test} from 'node:test';

const observers = [];
Object.assign(globalThis, {
  innerHeight: 800,
  document: {hidden: false, addEventListener() {}},
  IntersectionObserver: class {
    watched = new Set();
    constructor(tell) {
      this.tell = tell;
      observers.push(this);
    }
    observe(figure) { this.watched.add(figure); }
    unobserve(figure) { this.watched.delete(figure); }
  },
});
const {show, unwatch, watch} = await import('../../web/live_figures.js');
const [approaching] = observers;

class Figure {
  starts = 0;
  holdsOwn = false;
  constructor(top) { this.top = top; }
  getBoundingClientRect() { return {top: this.top, bottom: this.top + 500}; }
  async start() { ++this.starts; }
  leave() { return new Promise(done => { this.left = done; }); }
  pause() {}
  resume() {}
}
const soon = () => new Promise(done => { setTimeout(done, 20); });
const near = (figure, isIntersecting) => approaching.tell([{target: figure, isIntersecting}]);

test('a figure that is wanted again while it is given up starts once', async () => {
  const figures = Array.from({length: 8}, (_, i) => new Figure(5000 + 1000 * i)), wanted = new Figure(100);
  for (const figure of figures) watch(figure, true);
  await soon();
  assert.deepEqual(figures.map(({starts}) => starts), Array(8).fill(1));

  const farthest = figures[7];
  show(wanted);
  await soon();
  assert.ok(farthest.left, 'the farthest makes room');
  farthest.top = 200;  // the page was scrolled meanwhile
  near(farthest, true);
  farthest.left();
  await soon();
  assert.equal(wanted.starts, 1);
  figures[6].left();
  await soon();
  assert.equal(farthest.starts, 2, 'once at first, and once again');
  for (let given = 0; given < 3; ++given) {
    figures.forEach(({left}) => left?.());
    await soon();
  }
  assert.equal(farthest.starts, 2);
});

test('a figure that leaves its place is not watched any more, though it is in the page again', () => {
  const figure = new Figure(100);
  figure.isConnected = true;
  watch(figure, false);
  assert.ok(observers.every(({watched}) => watched.has(figure)));
  unwatch(figure);
  assert.ok(observers.every(({watched}) => !watched.has(figure)));
});
