import type { Plugin } from 'vite';

/** Has the page run `early.ts` before its own program, which takes longer to come. */
export function earlyBuild(): Plugin {
  return {
    name: 'pariksha-early',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const early = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.name === 'early' && file.isEntry,
        );
        if (early === undefined) throw new Error('The early script was not built.');
        const src = `/${early.fileName}`;
        // `async`: it does not wait for the style sheet.
        return [{ tag: 'script', attrs: { type: 'module', async: true, src }, injectTo: 'head-prepend' }];
      },
    },
  };
}
