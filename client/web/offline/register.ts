/** The page's files are kept once it has what it needs itself, ms. */
const delayMs = 5_000;

/** Has the page's files kept on this device, where the browser can, so that it opens without the server. */
export function keepOffline(): void {
  if (!('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  setTimeout(() => {
    // Without it everything works but opening the page offline.
    register(serviceWorker).catch(() => undefined);
  }, delayMs);
}

async function register(serviceWorker: ServiceWorkerContainer): Promise<void> {
  const registration = await serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  registration.waiting?.postMessage('take-over');
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') installing.postMessage('take-over');
    });
  });
}
