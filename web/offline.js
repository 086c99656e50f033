// After the first visit the page is there without a network.

/** Has the service worker keep this site, and what the page has fetched and will fetch of it. */
export async function keepForOffline() {
  try {
    const {serviceWorker} = navigator;
    await serviceWorker.register(new URL('service_worker.js', import.meta.url));
    const {active} = await serviceWorker.ready;
    const tell = entries => active.postMessage(entries.getEntries().map(({name}) => name));
    new PerformanceObserver(tell).observe({type: 'resource', buffered: true});
  } catch {
    // Frames that may store nothing, private windows and plain connections have no service worker; all else is as before.
  }
}
