import { useCallback, useState } from 'react';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { problemOf } from '../../shared/signIn/problems.ts';
import { ReasonField } from '../act/reasonField.tsx';
import { formatSpan } from '../format.ts';
import { newUuid } from '../newUuid.ts';
import { isWithin } from '../room/selectPeople.ts';
import { usePeopleCount, useRoom, useRoomView } from '../roomContext.tsx';
import type { LostTime } from '../staffReplies.ts';
import { useRoomTexts, useStaffTexts } from '../texts/roomTexts.tsx';
import { useLoaded } from '../useLoaded.ts';

const everyMs = 10_000;

/** The server takes no more in one request. */
const mostAtOnce = 500;

/** Time that candidates of this place could not use, to be given back to one or to all of them. */
export function LostTimes() {
  const { api, examId, place } = useRoom();
  const { roster } = useRoomView();
  const shared = useStaffTexts();
  const texts = useRoomTexts();
  const people = usePeopleCount();
  const { data, problem, reload } = useLoaded(
    useCallback(() => api.lostTime(examId), [api, examId]),
    everyMs,
  );
  const [reason, setReason] = useState('');
  const [said, setSaid] = useState<{ readonly sentence: string; readonly isGood: boolean } | null>(null);
  const [isUnderWay, setIsUnderWay] = useState(false);
  const here = (data?.candidates ?? [])
    .filter(({ status, ms }) => status === 'open' && ms > 0)
    .flatMap((lost) => {
      const person = roster.find(lost.candidateId);
      return person !== undefined && isWithin(place, person) ? [{ ...lost, person }] : [];
    })
    .toSorted((a, b) => b.ms - a.ms);

  /** How many got theirs, and what stopped it, if anything did. Nobody gets the same time twice: pressing again is harmless. */
  const grantAll = async (candidateIds: readonly string[]): Promise<[number, string | null]> => {
    let granted = 0;
    for (let from = 0; from < candidateIds.length; from += mostAtOnce) {
      const some = candidateIds.slice(from, from + mostAtOnce);
      const request = { commandId: newUuid(), candidateIds: some, reason: reason.trim() };
      const outcome = await api.grantLostTime(examId, request);
      if (outcome.kind !== 'done') return [granted, problemOf(outcome, shared)];
      granted += outcome.reply.granted.length;
    }
    return [granted, null];
  };
  const grant = async (chosen: readonly LostTime[]) => {
    if (isUnderWay) return;
    if (reason.trim() === '') return setSaid({ sentence: texts.actions.reasonNeeded, isGood: false });
    setIsUnderWay(true);
    const [granted, refusal] = await grantAll(chosen.map(({ candidateId }) => candidateId));
    setIsUnderWay(false);
    const { nothing, granted: given } = texts.lostTime;
    setSaid({
      sentence: refusal ?? (granted === 0 ? nothing : given(people(granted))),
      isGood: refusal === null,
    });
    reload();
  };

  const together = formatSpan(
    here.reduce((sum, { ms }) => sum + ms, 0),
    texts,
  );
  return (
    <div className="stack-tight lost-times">
      <p className="small quiet">{texts.lostTime.lead}</p>
      {problem !== null && <Banner tone="warning">{problem}</Banner>}
      {said !== null && (
        <p className={said.isGood ? 'small' : 'field-problem'} role="status">
          {said.sentence}
        </p>
      )}
      {data !== null && here.length === 0 && <p className="desk-none quiet">{texts.lostTime.none}</p>}
      {here.length > 0 && (
        <>
          <p>
            <strong>{texts.lostTime.total(people(here.length), together)}</strong>
          </p>
          <ReasonField value={reason} problem={null} onChange={setReason} />
          <Button look="primary" onClick={() => void grant(here)}>
            {texts.lostTime.grantAll(people(here.length))}
          </Button>
          <ul className="desk-list">
            {here.slice(0, 100).map(({ person, ...lost }) => (
              <li key={lost.candidateId} className="lost-time">
                <span>
                  {person.name} <span className="numbers quiet small">{person.rollNumber}</span>
                </span>
                <span className="numbers">{texts.lostTime.lost(formatSpan(lost.ms, texts))}</span>
                <Button className="button-small" onClick={() => void grant([lost])}>
                  {texts.lostTime.grant}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
