import { useCallback } from 'react';
import type { PreviewReply } from '../../../../server/protocol/staff.ts';
import type { Outcome } from '../../../session/index.ts';
import { useCount, usePeopleCount, useRoom } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { useLoaded } from '../useLoaded.ts';
import type { Action } from './actions.ts';

export interface ReachKnown {
  /** `null` until the server has counted. */
  readonly reply: PreviewReply | null;
  readonly problem: string | null;
}

const alone: PreviewReply = { reaches: 1, started: 0, absent: 0, handedIn: 0, needsApproval: false };

/** People come and go while somebody writes a reason. */
const everyMs = 5_000;

/** Whom an action would reach, as the server counts them. A sign-in code is always for one. */
export function useReach({ kind, scope }: Action): ReachKnown {
  const { api, examId } = useRoom();
  const load = useCallback(
    (): Promise<Outcome<PreviewReply>> =>
      kind === 'sign-in-code'
        ? Promise.resolve({ kind: 'done', reply: alone })
        : api.preview(examId, { scope, kind }),
    [api, examId, kind, scope],
  );
  const { data, problem } = useLoaded(load, everyMs);
  return { reply: data, problem };
}

export function Reach({ reach }: { readonly reach: ReachKnown }) {
  const { actions, approvals } = useRoomTexts();
  const people = usePeopleCount();
  const format = useCount();
  const { reply, problem } = reach;
  if (problem !== null) return <p className="field-problem">{problem}</p>;
  if (reply === null) return <p className="reach quiet">{actions.reach.asking}</p>;
  const { reaches, started, absent, handedIn, needsApproval } = reply;
  return (
    <div className="reach" role="status">
      <p>
        <strong>{actions.reach.reaches(people(reaches))}</strong>
      </p>
      {reaches > 1 && (
        <p className="small">{actions.reach.parts(format(started), format(absent), format(handedIn))}</p>
      )}
      {needsApproval && <p className="small">{approvals.waiting}</p>}
    </div>
  );
}
