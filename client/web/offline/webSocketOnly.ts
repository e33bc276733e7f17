import type { Plugin } from 'vite';

const nothing = '\0no-transport';

/** The server takes WebSockets only; what engine.io would use otherwise stays out of the page. */
export function webSocketOnly(): Plugin {
  return {
    name: 'pariksha-websocket-only',
    enforce: 'pre',
    resolveId: (source, importer) =>
      /engine\.io-client/.test(importer ?? '') &&
      /\/(?:polling-xhr|polling-fetch|webtransport)\b/.test(source)
        ? nothing
        : null,
    load: (id) => (id === nothing ? 'export const XHR = null, WT = null, Fetch = null;' : null),
  };
}
