import { defineConfig } from 'vite';

/** The build goes into a folder of its own for each state of the sources; `server/main/buildWeb.ts` names it. */
export default defineConfig({
  root: import.meta.dirname,
  build: {
    target: 'baseline-widely-available',
    // Fonts and pictures as files: the page's Content-Security-Policy allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
    reportCompressedSize: false,
  },
});
