import { join } from 'node:path';
import { defineConfig } from 'vite';
import { earlyBuild } from './early/earlyBuild.ts';
import { tooOldBuild } from './early/tooOldBuild.ts';
import { entryFileName, offlineBuild } from './offline/offlineBuild.ts';
import { webSocketOnly } from './offline/webSocketOnly.ts';

/**
 * One file of script instead of thirty: it compresses a tenth better and comes in fewer round trips. What not everybody
 * needs at once (languages, formulas, tools, practice, the staff's pages) stays by itself.
 */
const app = {
  name: 'app',
  test: /node_modules\/(?:preact|@preact|react|react-dom|use-sync-external-store|wouter)\/|client\/session\/|client\/web\/shared\/(?!texts\/|design\/|richText\/katex\.ts)|client\/web\/candidate\/(?:candidateRoutes|around|sit\/(?!late\/|tools\/))/,
};

/** What `early.ts` shares with the page: it must not have to wait for the page's own file. */
const early = {
  name: 'first',
  priority: 1,
  test: /preload-helper|client\/session\/firstQuestionsPath|client\/web\/(?:early\/(?:early(?:Replies|Line)|examAddress|fillGaps)|shared\/preferences|shared\/texts\/(?:catalogues|preferredLanguage))/,
};

/** The build goes into a folder of its own for each state of the sources; `server/main/buildWeb.ts` names it. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [webSocketOnly(), earlyBuild(), tooOldBuild(), offlineBuild()],
  build: {
    // Chrome 92 and Safari 15.4, which `tooOld.ts` lets in, can run it too. For them the bundler would write each private field as
    // a WeakMap, 2.6 KB on every phone, because of an old fault with static fields, of which the page has none.
    target: ['chrome98', 'edge98', 'firefox98', 'safari16'],
    // Fonts and pictures as files: the page's Content-Security-Policy allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      // How long the build took is nobody's concern who starts a server.
      checks: { bundlerTimings: false },
      input: {
        index: join(import.meta.dirname, 'index.html'),
        early: join(import.meta.dirname, 'early/early.ts'),
        serviceWorker: join(import.meta.dirname, 'offline/serviceWorker.ts'),
      },
      output: { entryFileNames: entryFileName, codeSplitting: { groups: [early, app] } },
    },
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
  },
});
