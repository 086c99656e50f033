// The figure's side of the messages between it and the page that embeds it: {jmvae: 1, type, ...}. The other side is
// element.js, or embed.js for the height alone.
//
//   to the figure:  state {state}, pause, resume, leave, report
//   from it:        height {height}, ready {state}, change {state}, result {result}, error {sentence}, picture {picture}

const host = window.parent === window ? null : window.parent;

/** Tells the embedding page, where there is one. */
export function tell(type, content) { host?.postMessage({jmvae: 1, type, ...content}, '*'); }

const body = document.body;
const tellHeight = () => tell('height', {height: Math.ceil(body.getBoundingClientRect().height)});

/** Does what the embedding page asks for. */
export function answerHost({setState, pause, view, report}) {
  if (!host) return;
  const answers = {
    state: ({state}) => { if (typeof state === 'string') setState(state); },
    pause: () => pause(true),
    resume: () => pause(false),
    // What a visitor drew is handed to pages of the same origin alone.
    async leave(message, origin) {
      pause(false);
      tell('picture', {picture: origin === location.origin ? await view() : null});
    },
    report() {
      document.documentElement.classList.add('fitted');  // the frame is as high as its content
      tellHeight();
      report();
    },
  };
  window.addEventListener('message', ({source, origin, data}) => {
    if (source === host && data?.jmvae === 1 && Object.hasOwn(answers, data.type)) answers[data.type](data, origin);
  });
  new ResizeObserver(tellHeight).observe(body);
}
