import { type SealedText, unseal } from './unseal.ts';

/** Opens sealed sections beside the page, so that it never stands still. Answers `{id, text}`; no text: it failed. */
addEventListener('message', ({ data }: MessageEvent<SealedText & { readonly id: number }>) => {
  unseal(data).then(
    (text) => postMessage({ id: data.id, text }),
    () => postMessage({ id: data.id }),
  );
});
