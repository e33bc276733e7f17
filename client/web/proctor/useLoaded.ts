import { useCallback, useEffect, useState } from 'react';
import type { Outcome } from '../../session/index.ts';
import { problemOf } from '../shared/signIn/problems.ts';
import { useStaffTexts } from './texts/roomTexts.tsx';

export interface Loaded<T> {
  /** `null` until it has come for the first time. */
  readonly data: T | null;
  /** Why there is nothing, or nothing newer. */
  readonly problem: string | null;
  readonly reload: () => void;
}

/** What did not come is asked for again after so long. */
const againMs = 5_000;

/** What `load` brings, anew each `everyMs` and whenever `load` is another function. What was there stays meanwhile. */
export function useLoaded<T>(load: () => Promise<Outcome<T>>, everyMs?: number): Loaded<T> {
  const texts = useStaffTexts();
  const [data, setData] = useState<T | null>(null);
  const [last, setLast] = useState<Outcome<T> | null>(null);
  const [round, setRound] = useState(0);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is the reason to ask again
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const outcome = await load();
      if (isGone) return;
      setLast(outcome);
      if (outcome.kind === 'done') setData(outcome.reply);
      const pause = everyMs ?? (outcome.kind === 'done' ? undefined : againMs);
      if (pause !== undefined) timer = setTimeout(() => void ask(), pause);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [load, everyMs, round]);
  return { data, problem: last === null ? null : problemOf(last, texts), reload };
}
