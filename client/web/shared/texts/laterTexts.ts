import type { Language } from './catalogues.ts';
import { type LaterTexts, laterEn } from './laterEn.ts';
import { laterHi } from './laterHi.ts';
import { laterMr } from './laterMr.ts';

export type { LaterTexts } from './laterEn.ts';

/** Only for parts that come after the first question: whatever imports this comes with three languages. */
export const laterTexts: Readonly<Record<Language, LaterTexts>> = { en: laterEn, hi: laterHi, mr: laterMr };
