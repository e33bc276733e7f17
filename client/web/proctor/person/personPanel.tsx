import { useCallback, useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import type { RosterPerson } from '../../../../server/protocol/proctor.ts';
import type { TimelineReply } from '../../../../server/protocol/staff.ts';
import type { Outcome } from '../../../session/index.ts';
import { Button } from '../../shared/button.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { formatClock, formatTime } from '../../shared/time.ts';
import { type ActionKind, isEnd, personKinds } from '../act/actions.ts';
import { IncidentCard } from '../desk/incidentCard.tsx';
import { byUrgency } from '../desk/incidentWords.ts';
import { formatSpan } from '../format.ts';
import { StateTag } from '../look/personRow.tsx';
import { addressOf } from '../places.ts';
import { statusOf } from '../room/selectPeople.ts';
import { usePerson, useRoom, useRoomView, useServerNow } from '../roomContext.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';
import { useLoaded } from '../useLoaded.ts';
import { LateAnswers } from './lateAnswers.tsx';
import { Timeline } from './timeline.tsx';

/** One candidate: how it stands with them now, what can be done, and everything that has happened. */
export function PersonPanel({ candidateId }: { readonly candidateId: string }) {
  const person = usePerson(candidateId);
  const { showCandidate } = useRoom();
  const { person: texts } = useRoomTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <aside className="person" aria-label={texts.label} data-person={candidateId}>
      <div className="person-head">
        <h2 ref={heading} tabIndex={-1}>
          {person?.name ?? '–'}
        </h2>
        <button
          type="button"
          className="person-close"
          aria-label={texts.close}
          onClick={() => showCandidate(null)}
        >
          <span aria-hidden="true">✕</span>
        </button>
      </div>
      {person === undefined ? <p className="quiet">{texts.gone}</p> : <Person person={person} />}
    </aside>
  );
}

function Person({ person }: { readonly person: RosterPerson }) {
  const { incidents } = useRoomView();
  const { api } = useRoom();
  const attemptId = person.live?.attemptId ?? null;
  const own = incidents
    .filter(({ candidateId, state }) => candidateId === person.candidateId && state !== 'resolved')
    .toSorted(byUrgency);
  const lastSaveAt = person.live?.lastSaveAt;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever was saved or judged is a reason to read the log again
  const load = useCallback(
    (): Promise<Outcome<TimelineReply | null>> =>
      attemptId === null ? Promise.resolve({ kind: 'done', reply: null }) : api.timeline(attemptId),
    [api, attemptId, lastSaveAt, person.live?.late, statusOf(person)],
  );
  const timeline = useLoaded(load);
  return (
    <>
      <Facts person={person} />
      <PersonActions person={person} />
      {own.length > 0 && (
        <ul className="desk-list">
          {own.map((incident) => (
            <IncidentCard key={incident.id} incident={incident} />
          ))}
        </ul>
      )}
      {timeline.problem !== null && (
        <p className="field-problem" role="status">
          {timeline.problem}
        </p>
      )}
      {timeline.data !== null && attemptId !== null && (
        <LateAnswers timeline={timeline.data} attemptId={attemptId} onJudged={timeline.reload} />
      )}
      <Timeline timeline={timeline.data} hasBegun={attemptId !== null} />
    </>
  );
}

function Facts({ person }: { readonly person: RosterPerson }) {
  const { examId } = useRoom();
  const { centres, districts } = useRoomView();
  const { language } = useLanguage();
  const now = useServerNow();
  const texts = useRoomTexts();
  const words = texts.person;
  const { live, centreId, districtId, extraPerHourMs, rollNumber } = person;
  const centre = centreId === null ? undefined : centres.get(centreId);
  const sits = live?.status === 'started' || live?.status === 'paused';
  return (
    <dl className="facts person-facts">
      <dt>{words.rollNumber}</dt>
      <dd className="numbers">{rollNumber}</dd>
      <dt>{words.centre}</dt>
      <dd>
        {centre === undefined ? (
          districts.get(districtId)?.name
        ) : (
          <Link href={addressOf(examId, { kind: 'centre', centreId: centre.id })}>
            {centre.code} · {centre.name}
          </Link>
        )}
      </dd>
      <dt>{words.state}</dt>
      <dd>
        <StateTag person={person} now={now} />
      </dd>
      <dt>{words.connection}</dt>
      <dd>
        <Connection person={person} now={now} />
      </dd>
      {live?.answered !== undefined && (
        <>
          <dt>{words.answered}</dt>
          <dd className="numbers">
            {live.answered === null ? words.unknown : words.answeredMarked(live.answered, live.marked ?? 0)}
          </dd>
        </>
      )}
      {sits && live.deadlineAt !== null && (
        <>
          <dt>{words.timeLeft}</dt>
          <dd className="numbers">
            {formatClock(live.deadlineAt - now)}{' '}
            <span className="quiet">{words.ends(formatTime(live.deadlineAt, language))}</span>
          </dd>
        </>
      )}
      {live !== null && live.lastSaveAt !== null && (
        <>
          <dt>{words.lastSave}</dt>
          <dd className="numbers">{texts.table.ago(formatSpan(now - live.lastSaveAt, texts))}</dd>
        </>
      )}
      {extraPerHourMs > 0 && (
        <>
          <dt>{words.extraTime}</dt>
          <dd>{words.extraPerHour(Math.round(extraPerHourMs / 60_000))}</dd>
        </>
      )}
    </dl>
  );
}

function Connection({ person, now }: { readonly person: RosterPerson; readonly now: number }) {
  const texts = useRoomTexts();
  const { live } = person;
  if (live === null) return texts.person.never;
  if (live.since === null) return live.connected ? texts.person.online : texts.counts.offline;
  const span = formatSpan(now - live.since, texts);
  return live.connected ? texts.person.connectedSince(span) : texts.person.offlineSince(span);
}

/** Those at hand; the others are behind “More”. */
const firstKinds = personKinds.slice(0, 4);

function PersonActions({ person }: { readonly person: RosterPerson }) {
  const { act } = useRoom();
  const { actions } = useRoomTexts();
  const [hasMore, setHasMore] = useState(false);
  const status = statusOf(person);
  const isPossible = (kind: ActionKind) => {
    if (kind === 'resume') return status === 'paused';
    if (kind === 'pause') return status === 'started';
    if (kind === 'reopen') return status === 'handed-in';
    return status !== 'handed-in' || !(isEnd(kind) || kind === 'extend' || kind === 'release-device');
  };
  const kinds = personKinds.filter(isPossible);
  const shown = hasMore ? kinds : kinds.filter((kind) => firstKinds.includes(kind));
  return (
    <div className="person-actions" role="toolbar" aria-label={actions.on}>
      {shown.map((kind) => (
        <Button
          key={kind}
          look={isEnd(kind) ? 'danger' : kind === 'extend' ? 'primary' : 'normal'}
          className="button-small"
          data-action={kind}
          onClick={() => act({ kind, scope: { kind: 'candidates', candidateIds: [person.candidateId] } })}
        >
          {actions.kinds[kind]}
        </Button>
      ))}
      <Button className="button-small" aria-expanded={hasMore} onClick={() => setHasMore(!hasMore)}>
        {hasMore ? actions.fewer : actions.more}
      </Button>
    </div>
  );
}
