import katexModule from 'katex';

/** In a chunk of its own. */
export const katex = katexModule;
