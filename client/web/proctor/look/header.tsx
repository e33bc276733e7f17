import { useId } from 'react';
import { Link } from 'wouter';
import type { RoomScope } from '../../../../server/protocol/proctor.ts';
import icon from '../../icon.svg';
import { DisplayButton } from '../../shared/display/displayButton.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { LanguageSwitch } from '../../shared/languageSwitch.tsx';
import { inLanguage } from '../../shared/localText.ts';
import { SignOutButton } from '../../shared/signIn/signOutButton.tsx';
import { formatExactTime, formatTime } from '../../shared/time.ts';
import { formatSpan } from '../format.ts';
import { isSamePlace } from '../places.ts';
import { usePlaceName, useRoom, useRoomState, useRoomView, useServerNow } from '../roomContext.tsx';
import { Shortcuts } from '../shortcuts.tsx';
import { useRoomTexts } from '../texts/roomTexts.tsx';

/** Which exam it is, where it stands, and whether what is shown is true now. */
export function Header({ onScope }: { readonly onScope: (scope: RoomScope) => void }) {
  const { exam } = useRoomView();
  const { language } = useLanguage();
  const title = inLanguage(exam.title, language);
  return (
    <header className="room-header">
      <Link className="room-brand" href="/proctor" aria-label="Pariksha">
        <img src={icon} alt="" width="28" height="28" />
      </Link>
      <div className="room-title">
        <h1 lang={title.language}>{title.text}</h1>
        <p className="small quiet">
          <Phase />
        </p>
      </div>
      <FreshnessSign />
      <Assignment onScope={onScope} />
      <span className="room-tools">
        <Shortcuts />
        <LanguageSwitch />
        <DisplayButton />
        <SignOutButton />
      </span>
    </header>
  );
}

function Phase() {
  const { exam } = useRoomView();
  const now = useServerNow();
  const texts = useRoomTexts();
  const { language } = useLanguage();
  const span = (until: number) => formatSpan(until - now, texts);
  const phase =
    now < exam.opensAt
      ? texts.phase.opensIn(span(exam.opensAt))
      : now < exam.lastEntryAt
        ? texts.phase.entryCloses(span(exam.lastEntryAt))
        : now < exam.closesAt
          ? texts.phase.closesIn(span(exam.closesAt))
          : texts.phase.over;
  return (
    <>
      <strong>{phase}</strong>
      <span className="numbers room-clock" title={texts.phase.serverTime}>
        {formatExactTime(now, language)}
      </span>
    </>
  );
}

/** A sign, a word and a colour; the sentence that says what to do stands below the header. */
function FreshnessSign() {
  const { freshness } = useRoomState(useRoom().room);
  const texts = useRoomTexts();
  return (
    <span className={`freshness freshness-${freshness}`}>
      <span className="freshness-sign" aria-hidden="true" />
      {texts.freshness[freshness]}
    </span>
  );
}

/** For those who have several parts of the state. */
function Assignment({ onScope }: { readonly onScope: (scope: RoomScope) => void }) {
  const { rights, scope } = useRoomView();
  const { room } = useRoomTexts();
  const nameOf = usePlaceName();
  const id = useId();
  if (rights.length < 2) return null;
  return (
    <span className="row small">
      <label htmlFor={id}>{room.assignment}</label>
      <select
        id={id}
        className="select"
        value={rights.findIndex((right) => isSamePlace(right, scope))}
        onChange={(event) => {
          const chosen = rights[Number(event.target.value)];
          if (chosen !== undefined) onScope(chosen);
        }}
      >
        {rights.map((right, index) => (
          <option key={JSON.stringify(right)} value={index}>
            {nameOf(right)}
          </option>
        ))}
      </select>
    </span>
  );
}

/** What to think of what one sees, and what to do; nothing while all is well. */
export function FreshnessSentence() {
  const { freshness, lastNewsAt } = useRoomState(useRoom().room);
  const { language } = useLanguage();
  const texts = useRoomTexts();
  if (freshness === 'fresh' || lastNewsAt === null) return null;
  const at = formatTime(lastNewsAt, language);
  const sentences = {
    stale: texts.freshness.staleText,
    silent: texts.freshness.silentText,
    away: texts.freshness.awayText,
  };
  return sentences[freshness](at);
}
