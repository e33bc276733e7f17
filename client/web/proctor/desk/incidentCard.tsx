import { useLayoutEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { policyReason } from '../../../../server/protocol/policyReason.ts';
import type { RosterIncident } from '../../../../server/protocol/proctor.ts';
import { Button } from '../../shared/button.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { problemOf } from '../../shared/signIn/problems.ts';
import { formatTime } from '../../shared/time.ts';
import { formatSpan } from '../format.ts';
import { newUuid } from '../newUuid.ts';
import { addressOf } from '../places.ts';
import { useCount, usePerson, useRoom, useRoomView, useServerNow } from '../roomContext.tsx';
import type { IncidentAct } from '../staffApi.ts';
import { useRoomTexts, useStaffTexts } from '../texts/roomTexts.tsx';
import { incidentTitle, numberIn, observationWords, textIn } from './incidentWords.ts';
import { remediesFor } from './remedies.ts';

/** One incident: what, where, who has it, and what can be done about it. */
export function IncidentCard({ incident }: { readonly incident: RosterIncident }) {
  const texts = useRoomTexts();
  const now = useServerNow();
  const { state, count, at, updatedAt, notes } = incident;
  const age = formatSpan(now - (count > 1 ? updatedAt : at), texts);
  return (
    <li className={`incident incident-${incident.kind} incident-${state}`} data-incident={incident.id}>
      <div className="incident-head">
        <h3>{incidentTitle(incident, texts)}</h3>
        <span className="small quiet numbers">{age}</span>
      </div>
      <Where incident={incident} />
      <What incident={incident} />
      {notes.length > 0 && (
        <ul className="incident-notes small">
          {notes.map((note) => (
            <li key={`${note.at}-${note.by.id}`}>
              <span className="quiet">{note.by.name}:</span> {note.text}
            </li>
          ))}
        </ul>
      )}
      {state !== 'resolved' && <Acts incident={incident} />}
    </li>
  );
}

function Where({ incident }: { readonly incident: RosterIncident }) {
  const { examId, showCandidate } = useRoom();
  const view = useRoomView();
  const person = usePerson(incident.candidateId);
  const centre = incident.centreId === null ? undefined : view.centres.get(incident.centreId);
  const district = incident.districtId === null ? undefined : view.districts.get(incident.districtId);
  return (
    <p className="incident-where">
      {person !== undefined && (
        <button type="button" className="link" onClick={() => showCandidate(person.candidateId)}>
          {person.name} <span className="numbers quiet">{person.rollNumber}</span>
        </button>
      )}
      {centre !== undefined && (
        <Link href={addressOf(examId, { kind: 'centre', centreId: centre.id })}>{centre.code}</Link>
      )}
      {centre === undefined && district !== undefined && (
        <Link href={addressOf(examId, { kind: 'district', districtId: district.id })}>{district.name}</Link>
      )}
    </p>
  );
}

function What({ incident }: { readonly incident: RosterIncident }) {
  const allTexts = useRoomTexts();
  const texts = allTexts.incidents;
  const { language } = useLanguage();
  const { user } = useRoom();
  const format = useCount();
  const { kind, detail, count, claimedBy, state } = incident;
  const [offline, started, since] = [
    numberIn(detail, 'offline'),
    numberIn(detail, 'started'),
    numberIn(detail, 'since'),
  ];
  const isPowerCut = offline !== null && started !== null;
  const [text, questionId] = [textIn(detail, 'text'), textIn(detail, 'questionId')];
  const [type, times] = [textIn(detail, 'type'), numberIn(detail, 'times')];
  return (
    <>
      {isPowerCut && (
        <p className="incident-text">
          <strong>
            {texts.powerCut(format(offline), format(started), formatTime(since ?? incident.at, language))}
          </strong>
        </p>
      )}
      {questionId !== null && <p className="small">{texts.question(questionId)}</p>}
      {text !== null && !text.startsWith(policyReason) && <p className="incident-text">“{text}”</p>}
      {type !== null && times !== null && (
        <p className="small">{texts.after(observationWords(type, allTexts) ?? type, times)}</p>
      )}
      {kind === 'device-waiting' && <p className="small">{texts.deviceWaits}</p>}
      {detail['paused'] === true && <p className="small">{texts.pausedBy}</p>}
      {count > 1 && !isPowerCut && <p className="small">{texts.times(count)}</p>}
      <p className="small">
        <span className={`incident-state incident-state-${state}`}>
          {state === 'claimed' && claimedBy !== null
            ? claimedBy.id === user.id
              ? texts.takenByYou
              : texts.takenBy(claimedBy.name)
            : texts.states[state]}
        </span>
      </p>
    </>
  );
}

type Writing = 'note' | 'resolve' | null;

function Acts({ incident }: { readonly incident: RosterIncident }) {
  const { api, room, user, act } = useRoom();
  const { scope } = useRoomView();
  const shared = useStaffTexts();
  const texts = useRoomTexts();
  const [writing, setWriting] = useState<Writing>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isUnderWay, setIsUnderWay] = useState(false);
  const isMine = incident.claimedBy?.id === user.id;

  const send = async (what: IncidentAct, request: object) => {
    if (isUnderWay) return;
    setIsUnderWay(true);
    const outcome = await api.incident(incident.id, what, request);
    setIsUnderWay(false);
    setProblem(problemOf(outcome, shared));
    if (outcome.kind !== 'done') return;
    room.learn(outcome.reply.incident);
    setWriting(null);
  };
  const press = (what: 'claim' | 'release') => void send(what, {});
  const remedies = remediesFor(incident, scope, texts.actions.reasons.power);
  return (
    <>
      <div className="incident-acts" aria-busy={isUnderWay}>
        {incident.state === 'open' && (
          <Button look="primary" className="button-small" onClick={() => press('claim')}>
            {texts.incidents.claim}
          </Button>
        )}
        {isMine && (
          <Button className="button-small" onClick={() => press('release')}>
            {texts.incidents.release}
          </Button>
        )}
        <Button className="button-small" onClick={() => setWriting(writing === 'note' ? null : 'note')}>
          {texts.incidents.note}
        </Button>
        <Button className="button-small" onClick={() => setWriting(writing === 'resolve' ? null : 'resolve')}>
          {texts.incidents.resolve}
        </Button>
        {remedies.map((remedy) => (
          <Button key={remedy.kind} className="button-small" onClick={() => act(remedy)}>
            {remedy.kind === 'extend' ? texts.incidents.extend : texts.actions.kinds[remedy.kind]}
          </Button>
        ))}
      </div>
      {writing !== null && (
        <Words
          key={writing}
          writing={writing}
          isUnderWay={isUnderWay}
          onSend={(note) => void send(writing, note)}
        />
      )}
      {problem !== null && (
        <p className="field-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

/** Under one id, so that sending it again after a lost answer writes it once. */
interface Note {
  readonly noteId: string;
  readonly text: string;
}

interface WordsProps {
  readonly writing: 'note' | 'resolve';
  readonly isUnderWay: boolean;
  readonly onSend: (note: Note) => void;
}

function Words({ writing, isUnderWay, onSend }: WordsProps) {
  const { incidents: texts } = useRoomTexts();
  const [{ noteId, text }, setNote] = useState<Note>(emptyNote);
  const [isMissing, setIsMissing] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  // It has just been opened by a button, to be written in.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <form
      className="incident-words stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() === '') setIsMissing(true);
        else onSend({ noteId, text: text.trim() });
      }}
    >
      <label className="field">
        <span className="field-label small">{writing === 'note' ? texts.noteLabel : texts.resolveLabel}</span>
        <textarea
          ref={field}
          className="input"
          rows={2}
          maxLength={500}
          value={text}
          onChange={(event) => setNote({ noteId: newUuid(), text: event.target.value })}
        />
      </label>
      {isMissing && text.trim() === '' && (
        <p className="field-problem" role="alert">
          {texts.needsText}
        </p>
      )}
      <Button type="submit" look="primary" className="button-small" aria-disabled={isUnderWay}>
        {writing === 'note' ? texts.addNote : texts.confirmResolve}
      </Button>
    </form>
  );
}

function emptyNote(): Note {
  return { noteId: newUuid(), text: '' };
}
