import { useLanguage } from '../language.tsx';
import { type LaterTexts, laterTexts } from './laterTexts.ts';

export function useLaterTexts(): LaterTexts {
  return laterTexts[useLanguage().language];
}
