/** Called for each thing that was noticed. */
export type Report = (type: string) => void;

type Watch = (report: Report) => () => void;

/** A blur that is over so soon was a menu, a dialog of the browser, or a tool of the system that came and went. */
const blurSettlesMs = 1_000;

/**
 * What a page can notice of itself. None of it depends on how somebody reads the screen or moves about in it: zoom, screen
 * readers, magnifiers, keys and the focus within the page are not looked at.
 */
const watches: Readonly<Record<string, Watch>> = {
  'tab-hidden': (report) =>
    listen(document, 'visibilitychange', () => {
      if (document.visibilityState === 'hidden') report('tab-hidden');
    }),
  'window-blur': (report) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = listen(window, 'blur', () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        // A page that is not in sight is reported as hidden.
        if (!document.hasFocus() && document.visibilityState === 'visible') report('window-blur');
      }, blurSettlesMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  },
  'fullscreen-exit': (report) =>
    listen(document, 'fullscreenchange', () => {
      if (document.fullscreenElement === null) report('fullscreen-exit');
    }),
  copy: (report) => {
    const stops = ['copy', 'cut'].map((event) => listen(document, event, () => report('copy')));
    return () => {
      for (const stop of stops) stop();
    };
  },
  paste: (report) => listen(document, 'paste', () => report('paste')),
  'network-change': (report) => {
    // Not every browser tells which network it uses; that there is one again they all tell.
    const connection: unknown = Reflect.get(navigator, 'connection');
    const stops = [listen(window, 'online', () => report('network-change'))];
    if (connection instanceof EventTarget) {
      stops.push(
        listen(connection, 'change', () => {
          if (navigator.onLine) report('network-change');
        }),
      );
    }
    return () => {
      for (const stop of stops) stop();
    };
  },
};

/** Looks out for these until the returned function is called. What it does not know it leaves alone. */
export function watchPage(types: readonly string[], report: Report): () => void {
  const stops = types.map((type) => (Object.hasOwn(watches, type) ? watches[type]?.(report) : undefined));
  return () => {
    for (const stop of stops) stop?.();
  };
}

function listen(target: EventTarget, event: string, listener: () => void): () => void {
  target.addEventListener(event, listener);
  return () => target.removeEventListener(event, listener);
}
