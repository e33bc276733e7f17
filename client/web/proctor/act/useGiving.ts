import { useState } from 'react';
import type { CodeReply } from '../../../../server/protocol/staff.ts';
import type { Outcome } from '../../../session/index.ts';
import { errorSentence } from '../../shared/texts/errorSentence.ts';
import { newUuid } from '../newUuid.ts';
import { useRoom } from '../roomContext.tsx';
import { useRoomTexts, useStaffTexts } from '../texts/roomTexts.tsx';
import { type Action, type ActionForm, bodyOf } from './actions.ts';

/** What has become of an action. */
export type Given =
  | { readonly kind: 'issued' }
  | { readonly kind: 'waits' }
  | { readonly kind: 'code'; readonly reply: CodeReply };

export interface Giving {
  readonly isUnderWay: boolean;
  readonly problem: string | null;
  readonly give: (form: ActionForm) => Promise<Given | null>;
}

/** The id stands for something else already. After any other error it stays: the action may have been taken all the same. */
const spentIds: ReadonlySet<string> = new Set(['command-conflict', 'code-shown']);

/** Gives one action under one id, so that pressing again after a lost answer gives it once. */
export function useGiving({ kind, scope }: Action): Giving {
  const { api, examId } = useRoom();
  const shared = useStaffTexts();
  const { actions } = useRoomTexts();
  const [commandId, setCommandId] = useState(newUuid);
  const [isUnderWay, setIsUnderWay] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const request = async (form: ActionForm): Promise<Outcome<Given>> => {
    const [candidateId] = scope.kind === 'candidates' ? scope.candidateIds : [];
    if (kind === 'sign-in-code' && candidateId !== undefined) {
      const outcome = await api.signInCode(examId, candidateId, { commandId, reason: form.reason.trim() });
      return mapped(outcome, (reply) => ({ kind: 'code', reply }));
    }
    const outcome = await api.issue(examId, { commandId, scope, kind, body: bodyOf(kind, form) });
    return mapped(outcome, ({ approval }) => ({ kind: approval === undefined ? 'issued' : 'waits' }));
  };

  const give = async (form: ActionForm): Promise<Given | null> => {
    if (isUnderWay) return null;
    setIsUnderWay(true);
    setProblem(null);
    const outcome = await request(form);
    setIsUnderWay(false);
    switch (outcome.kind) {
      case 'done':
        return outcome.reply;
      case 'error':
        if (spentIds.has(outcome.error.code)) setCommandId(newUuid());
        setProblem(errorSentence(outcome.error.code, shared));
        return null;
      case 'unknown':
        setProblem(actions.unknown);
        return null;
    }
  };
  return { isUnderWay, problem, give };
}

function mapped<T>(outcome: Outcome<T>, map: (reply: T) => Given): Outcome<Given> {
  return outcome.kind === 'done' ? { kind: 'done', reply: map(outcome.reply) } : outcome;
}
