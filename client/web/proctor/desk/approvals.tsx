import { useCallback, useState } from 'react';
import type { ApprovalsReply, ApprovalView } from '../../../../server/protocol/staff.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { problemOf } from '../../shared/signIn/problems.ts';
import { formatTime } from '../../shared/time.ts';
import { ReasonField } from '../act/reasonField.tsx';
import { usePeopleCount, useRoom, useRoomView } from '../roomContext.tsx';
import type { StaffApi } from '../staffApi.ts';
import { useRoomTexts, useStaffTexts } from '../texts/roomTexts.tsx';
import { type Loaded, useLoaded } from '../useLoaded.ts';
import { commandTitle, scopeName } from './commandWords.ts';

const everyMs = 5_000;

export function useApprovals(api: StaffApi, examId: string): Loaded<ApprovalsReply> {
  return useLoaded(
    useCallback(() => api.approvals(examId), [api, examId]),
    everyMs,
  );
}

/** What would end the exam of many waits here for a second person. */
export function Approvals({ approvals }: { readonly approvals: Loaded<ApprovalsReply> }) {
  const { approvals: texts } = useRoomTexts();
  const { data, problem, reload } = approvals;
  return (
    <>
      {problem !== null && <Banner tone="warning">{problem}</Banner>}
      {data?.approvals.length === 0 && <p className="desk-none quiet">{texts.none}</p>}
      <ul className="desk-list">
        {data?.approvals.map((approval) => (
          <ApprovalCard key={approval.id} approval={approval} onDecided={reload} />
        ))}
      </ul>
    </>
  );
}

interface ApprovalCardProps {
  readonly approval: ApprovalView;
  readonly onDecided: () => void;
}

function ApprovalCard({ approval, onDecided }: ApprovalCardProps) {
  const { api, examId } = useRoom();
  const view = useRoomView();
  const shared = useStaffTexts();
  const texts = useRoomTexts();
  const { language } = useLanguage();
  const people = usePeopleCount();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isUnderWay, setIsUnderWay] = useState(false);
  const decide = async (approve: boolean) => {
    if (isUnderWay) return;
    if (reason.trim() === '') return setProblem(texts.actions.reasonNeeded);
    setIsUnderWay(true);
    const outcome = await api.decide(examId, approval.id, { approve, reason: reason.trim() });
    setIsUnderWay(false);
    setProblem(problemOf(outcome, shared));
    if (outcome.kind === 'done') onDecided();
  };
  const asked = typeof approval.body['reason'] === 'string' ? approval.body['reason'] : null;
  return (
    <li className="command approval" data-approval={approval.id}>
      <div className="incident-head">
        <h3>{commandTitle(approval.kind, texts)}</h3>
        <span className="small quiet">{scopeName(approval.scope, view, texts, people)}</span>
      </div>
      <p className="incident-text">
        <strong>{texts.approvals.reaches(people(approval.reaches))}</strong>
      </p>
      {asked !== null && <p className="small">{asked}</p>}
      <p className="small quiet">
        {texts.approvals.asks(approval.issuer.name, formatTime(approval.issuedAt, language))}
      </p>
      {approval.own ? (
        <p className="small">{texts.approvals.own}</p>
      ) : (
        <div className="stack-tight">
          <ReasonField value={reason} problem={problem} onChange={setReason} />
          <span className="row">
            <Button look="danger" className="button-small" onClick={() => void decide(true)}>
              {texts.approvals.approve}
            </Button>
            <Button className="button-small" onClick={() => void decide(false)}>
              {texts.approvals.decline}
            </Button>
          </span>
        </div>
      )}
    </li>
  );
}
