import { join } from 'node:path';
import { defineConfig } from 'vite';
import { entryFileName, offlineBuild } from './offline/offlineBuild.ts';

/** The build goes into a folder of its own for each state of the sources; `server/main/buildWeb.ts` names it. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [offlineBuild()],
  build: {
    target: 'baseline-widely-available',
    // Fonts and pictures as files: the page's Content-Security-Policy allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        serviceWorker: join(import.meta.dirname, 'offline/serviceWorker.ts'),
      },
      output: { entryFileNames: entryFileName },
    },
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
  },
});
