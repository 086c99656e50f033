// Gives plain frames of the demo the height that they need. For pages that paste an <iframe>:
//
//   <script async src="https://example.org/jmvae/embed.js"></script>

{
  const site = new URL('.', document.currentScript.src).href;
  const isOurs = frame => frame instanceof HTMLIFrameElement && frame.src.startsWith(site);
  const ask = frame => frame.contentWindow.postMessage({jmvae: 1, type: 'report'}, '*');

  addEventListener('message', ({source, data}) => {
    if (data?.jmvae !== 1 || data.type !== 'height' || !(data.height > 0)) return;
    const frame = [...document.querySelectorAll('iframe')].find(({contentWindow}) => contentWindow === source);
    if (frame && isOurs(frame)) frame.style.height = `${Math.min(data.height, 10000)}px`;
  });
  // Those that are there already, and those that come.
  addEventListener('load', ({target}) => { if (isOurs(target)) ask(target); }, true);
  [...document.querySelectorAll('iframe')].filter(isOurs).forEach(ask);
}
