import { useCallback, useEffect, useRef, useState } from 'react';
import type { ExamSummary, ExamsReply } from '../../../../server/protocol/http.ts';
import type { Outcome } from '../../../session/index.ts';
import { useTexts } from '../../shared/language.tsx';
import { useSignIn } from '../../shared/services.tsx';
import { problemOf } from '../../shared/signIn/problems.ts';

export interface ExamList {
  /** `null` until the server has told for the first time. */
  readonly exams: readonly ExamSummary[] | null;
  /** Why there is no list, or no newer one. */
  readonly problem: string | null;
  /** Epoch ms by the server's clock as it was when the list came; by the device's until then. */
  readonly serverNow: () => number;
  readonly refresh: () => void;
}

const nothing = () => null;

/** Asks again by itself while there is no answer. */
const retryMs = 4_000;

/** `ahead`: the answer to a question that was asked before there was a screen, if there is one. */
export function useExams(ahead: () => Promise<Outcome<ExamsReply> | null> | null = nothing): ExamList {
  const { api, credentials } = useSignIn();
  const texts = useTexts();
  const [exams, setExams] = useState<readonly ExamSummary[] | null>(null);
  const offset = useRef<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [round, setRound] = useState(0);
  const refresh = useCallback(() => setRound((last) => last + 1), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round is the reason to ask again
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      const outcome = (await ahead()) ?? (await credentials.authorised((token) => api.exams(token)));
      if (isGone) return;
      setProblem(outcome.kind === 'unknown' ? texts.common.waitingForServer : problemOf(outcome, texts));
      if (outcome.kind === 'done') {
        setExams(outcome.reply.exams);
        offset.current = outcome.reply.serverNow - performance.now();
      } else timer = setTimeout(() => void ask(), retryMs);
    };
    void ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [api, credentials, texts, ahead, round]);

  const serverNow = useCallback(
    () => (offset.current === null ? Date.now() : performance.now() + offset.current),
    [],
  );
  return { exams, problem, serverNow, refresh };
}
