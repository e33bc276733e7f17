import { useEffect, useState } from 'react';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { readPreference, writePreference } from '../../shared/preferences.ts';
import { useExam } from './examContext.ts';

/** The other side of a takeover: this page writes now, where another device did. */
export function TakenOver() {
  const { common, elsewhere } = useTexts();
  const { state } = useExam();
  const { attemptId, turn, status } = state;
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (attemptId === null || turn === null) return;
    const latest = `turn:${attemptId}`;
    // After a page of this browser nothing is said: it was only loaded again, or left for another tab.
    setIsShown(turn.before !== null && readPreference(latest) !== String(turn.before));
    writePreference(latest, String(turn.epoch));
  }, [attemptId, turn]);
  if (!isShown || status.kind !== 'writing') return null;
  return (
    <Banner
      role="status"
      title={elsewhere.takenOverTitle}
      actions={<Button onClick={() => setIsShown(false)}>{common.close}</Button>}
    >
      {elsewhere.takenOverText}
    </Banner>
  );
}
