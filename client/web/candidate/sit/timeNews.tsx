import { useEffect, useRef, useState } from 'react';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { dueWarning } from './timeWarnings.ts';

interface TimeNewsProps {
  readonly leftMs: number;
  readonly sentence: (minutes: number) => string;
}

/** Long enough to be read, short enough not to stand in the way. */
const shownMs = 30_000;

/** Says at 30, 10, 5 and 1 minutes how much time is left, to the eye and to the ear. */
export function TimeNews({ leftMs, sentence }: TimeNewsProps) {
  const { common } = useTexts();
  const before = useRef<number | null>(null);
  const [minutes, setMinutes] = useState<number | null>(null);
  useEffect(() => {
    const due = dueWarning(before.current, leftMs);
    before.current = leftMs;
    if (due !== null) setMinutes(due);
  }, [leftMs]);
  useEffect(() => {
    if (minutes === null) return;
    const timer = setTimeout(() => setMinutes(null), shownMs);
    return () => clearTimeout(timer);
  }, [minutes]);
  return (
    <div aria-live={minutes === 1 ? 'assertive' : 'polite'}>
      {minutes !== null && (
        <Banner tone="warning" actions={<Button onClick={() => setMinutes(null)}>{common.close}</Button>}>
          {sentence(minutes)}
        </Banner>
      )}
    </div>
  );
}
