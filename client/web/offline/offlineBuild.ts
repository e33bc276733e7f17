import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** Fetched when they are needed, and kept then: formulas in many forms, letters few papers have, old forms of fonts, the staff's pages. */
const onDemand = /katex|nastaliq|\.(?:woff|ttf)$|proctor|admin|staff|room|design|\.map$/i;

const workerName = 'serviceWorker';

/** The worker's file stands at the root, because a worker serves what is below it, and its name never changes. */
export function entryFileName({ name }: { readonly name: string }): string {
  return name === workerName ? 'sw.js' : 'assets/[name]-[hash].js';
}

/** Tells the service worker which files the build has, and makes the description by which the page can be installed. */
export function offlineBuild(): Plugin {
  return {
    name: 'pariksha-offline',
    transformIndexHtml: () => [
      { tag: 'link', attrs: { rel: 'manifest', href: '/manifest.webmanifest' }, injectTo: 'head' },
    ],
    generateBundle(_options, bundle) {
      const names = Object.keys(bundle)
        .filter((name) => name.startsWith('assets/'))
        .sort();
      const icon = names.find((name) => /icon-[^/]*\.svg$/.test(name)) ?? '';
      const files = names.filter((name) => !onDemand.test(name)).map((name) => `/${name}`);
      const build = { name: createHash('sha256').update(names.join()).digest('hex').slice(0, 16), files };
      const worker = bundle['sw.js'];
      if (worker?.type !== 'chunk') throw new Error('The service worker was not built.');
      worker.code = `const __BUILD__ = ${JSON.stringify(build)};\n${worker.code}`;
      this.emitFile({
        type: 'asset',
        fileName: 'manifest.webmanifest',
        source: JSON.stringify(webManifest(`/${icon}`)),
      });
    },
  };
}

function webManifest(icon: string): object {
  return {
    name: 'Pariksha',
    short_name: 'Pariksha',
    description: 'Sit your exam.',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#ffffff',
    theme_color: '#1d4f91',
    icons: [{ src: icon, type: 'image/svg+xml', sizes: 'any', purpose: 'any' }],
  };
}
