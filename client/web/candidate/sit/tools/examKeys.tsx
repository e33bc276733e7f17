import { useState } from 'react';
import { useDisplay } from '../../../shared/display/display.tsx';
import { nextTextSize } from '../../../shared/display/theme.ts';
import { useTexts } from '../../../shared/language.tsx';
import { formatDuration } from '../../../shared/time.ts';
import { useSaveSentence } from '../saveIndicator.tsx';
import { useShortcuts } from './useShortcuts.ts';

/** The shortcuts that belong to no button: text size, and having time and save state read out. */
export function ExamKeys({ leftMs }: { readonly leftMs: number }) {
  const texts = useTexts();
  const { textSize, choose } = useDisplay();
  const { sentence } = useSaveSentence();
  const [said, setSaid] = useState({ text: '', times: 0 });
  useShortcuts({
    larger: () => choose({ textSize: nextTextSize(textSize, 1) }),
    smaller: () => choose({ textSize: nextTextSize(textSize, -1) }),
    state: () => {
      const text = `${texts.time.leftInWords(formatDuration(leftMs, texts))} ${sentence}.`;
      setSaid(({ times }) => ({ text, times: times + 1 }));
    },
  });
  return (
    <div className="visually-hidden" aria-live="assertive">
      {/* A new element each time: the same sentence is read out again. */}
      <p key={said.times}>{said.text}</p>
    </div>
  );
}
