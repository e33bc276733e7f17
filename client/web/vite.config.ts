import { join } from 'node:path';
import { defineConfig } from 'vite';
import { entryFileName, offlineBuild } from './offline/offlineBuild.ts';
import { webSocketOnly } from './offline/webSocketOnly.ts';

/**
 * One file of script instead of thirty: it compresses a tenth better and comes in fewer round trips. What not everybody
 * needs at once (languages, formulas, tools, practice, the staff's pages) stays by itself.
 */
const app = {
  name: 'app',
  test: /node_modules\/(?:react|react-dom|scheduler|wouter)\/|client\/session\/|client\/web\/shared\/(?!texts\/|design\/|richText\/katex\.ts)|client\/web\/candidate\/(?:candidateRoutes|around|sit\/(?!tools\/))/,
};

/** The build goes into a folder of its own for each state of the sources; `server/main/buildWeb.ts` names it. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [webSocketOnly(), offlineBuild()],
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
      output: { entryFileNames: entryFileName, codeSplitting: { groups: [app] } },
    },
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
  },
});
