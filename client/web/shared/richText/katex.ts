import katexModule from 'katex';
import 'katex/dist/katex.min.css';

/** With its style sheet, in a chunk of its own. */
export const katex = katexModule;
