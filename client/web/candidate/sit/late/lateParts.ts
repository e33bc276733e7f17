import { LatePart } from '../../../shared/latePart.ts';

/** What nobody needs before the first question; `usePrefetch` asks for it behind that. */
export const lateParts = new LatePart(() => import('./parts.ts'));
