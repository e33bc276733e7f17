import { readFile } from 'node:fs/promises';
import { type Plugin, transformWithOxc } from 'vite';

const fileName = 'tooOld.js';

/** Has the page run `tooOld.ts` as a script of the old kind: whoever needs it may know no modules. */
export function tooOldBuild(): Plugin {
  return {
    name: 'pariksha-too-old',
    async buildStart() {
      const source = new URL('./tooOld.ts', import.meta.url);
      const { code } = await transformWithOxc(await readFile(source, 'utf8'), 'tooOld.ts', {
        target: 'es2015',
      });
      this.emitFile({ type: 'asset', name: fileName, source: code });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {} }) {
        const built = Object.values(bundle).find(
          (file) => file.type === 'asset' && file.names.includes(fileName),
        );
        if (built === undefined) throw new Error('The script for old browsers was not built.');
        // `defer`: nobody waits for it, and the page's own program is asked for first.
        return [{ tag: 'script', attrs: { defer: true, src: `/${built.fileName}` }, injectTo: 'body' }];
      },
    },
  };
}
