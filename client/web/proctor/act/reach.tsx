import { useEffect, useState } from 'react';
import type { PreviewReply } from '../../../../server/protocol/staff.ts';
import { useTexts } from '../../shared/language.tsx';
import { problemOf } from '../../shared/signIn/problems.ts';
import { useCount, usePeopleCount, useRoom } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import type { Action } from './actions.ts';

export interface ReachKnown {
  /** `null` until the server has counted. */
  readonly reply: PreviewReply | null;
  readonly problem: string | null;
}

const alone: PreviewReply = { reaches: 1, started: 0, absent: 0, handedIn: 0, needsApproval: false };

/** Whom an action would reach, as the server counts them. A sign-in code is always for one. */
export function useReach({ kind, scope }: Action): ReachKnown {
  const { api, examId } = useRoom();
  const shared = useTexts();
  const [known, setKnown] = useState<ReachKnown>({
    reply: kind === 'sign-in-code' ? alone : null,
    problem: null,
  });
  useEffect(() => {
    if (kind === 'sign-in-code') return;
    let isGone = false;
    void api.preview(examId, { scope, kind }).then((outcome) => {
      if (isGone) return;
      setKnown({
        reply: outcome.kind === 'done' ? outcome.reply : null,
        problem: problemOf(outcome, shared),
      });
    });
    return () => {
      isGone = true;
    };
  }, [api, examId, kind, scope, shared]);
  return known;
}

export function Reach({ reach }: { readonly reach: ReachKnown }) {
  const { actions, approvals } = useRoomTexts();
  const people = usePeopleCount();
  const format = useCount();
  const { reply, problem } = reach;
  if (problem !== null) return <p className="field-problem">{problem}</p>;
  if (reply === null) return <p className="reach quiet">{actions.reach.asking}</p>;
  if (reply.reaches === 0) return <p className="field-problem">{actions.reach.nobody}</p>;
  const { reaches, started, absent, handedIn, needsApproval } = reply;
  return (
    <div className="reach" role="status">
      <p>
        <strong>{actions.reach.reaches(people(reaches))}</strong>
      </p>
      {reply !== alone && reaches > 1 && (
        <p className="small">{actions.reach.parts(format(started), format(absent), format(handedIn))}</p>
      )}
      {needsApproval && <p className="small">{approvals.waiting}</p>}
    </div>
  );
}
