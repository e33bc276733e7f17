import { useEffect, useMemo, useState } from 'react';
import type { TimelineFrame, TimelineReply } from '../../../../server/protocol/staff.ts';
import { Button } from '../../shared/button.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { formatExactTime } from '../../shared/time.ts';
import { commandTitle } from '../desk/commandWords.ts';
import { formatSpan } from '../format.ts';
import { type RoomTexts, useRoomTexts } from '../texts/roomTexts.tsx';
import { answeredIn, entriesOf, type LoggedEntry, type QuestionThen, replay, valueText } from './replay.ts';

interface TimelineProps {
  readonly timeline: TimelineReply | null;
  readonly hasBegun: boolean;
}

/** The attempt's log, to be gone through moment by moment. */
export function Timeline({ timeline, hasBegun }: TimelineProps) {
  const { timeline: texts } = useRoomTexts();
  return (
    <section className="timeline stack-tight">
      <h3>{texts.title}</h3>
      {!hasBegun && <p className="quiet small">{texts.notOpened}</p>}
      {timeline !== null && timeline.frames.length > 0 && <Replay timeline={timeline} />}
    </section>
  );
}

const stepMs = 600;

function Replay({ timeline }: { readonly timeline: TimelineReply }) {
  const { frames, questionIds } = timeline;
  const { timeline: texts } = useRoomTexts();
  const { language } = useLanguage();
  /** `null`: the end, also when more is added there. */
  const [chosen, setChosen] = useState<number | null>(null);
  const [isPlaying, setIsPlaying] = useState(false);
  const at = Math.min(chosen ?? frames.length, frames.length);
  const questions = useMemo(() => replay(frames, at), [frames, at]);
  const frame = frames[at - 1];
  const goTo = (step: number) => setChosen(step >= frames.length ? null : Math.max(1, step));

  useEffect(() => {
    if (!isPlaying) return;
    const timer = setTimeout(() => {
      if (at >= frames.length) setIsPlaying(false);
      else setChosen(at + 1);
    }, stepMs);
    return () => clearTimeout(timer);
  }, [isPlaying, at, frames.length]);

  const play = () => {
    if (at >= frames.length) setChosen(1);
    setIsPlaying(!isPlaying);
  };
  return (
    <>
      <div className="replay-controls">
        <Button
          className="button-small"
          aria-label={texts.back}
          disabled={at <= 1}
          onClick={() => goTo(at - 1)}
        >
          ‹
        </Button>
        <input
          type="range"
          className="replay-slider"
          aria-label={texts.position}
          aria-valuetext={texts.stepOf(at, frames.length)}
          min={1}
          max={frames.length}
          value={at}
          onChange={(event) => goTo(Number(event.target.value))}
        />
        <Button
          className="button-small"
          aria-label={texts.forward}
          disabled={at >= frames.length}
          onClick={() => goTo(at + 1)}
        >
          ›
        </Button>
        <Button className="button-small" onClick={play}>
          {isPlaying ? texts.stop : texts.play}
        </Button>
      </div>
      <p className="small numbers">
        {texts.stepOf(at, frames.length)} · {frame !== undefined && formatExactTime(frame.at, language)}
      </p>
      <p className="small">
        <strong>{texts.answeredThen(answeredIn(questions))}</strong>
      </p>
      <QuestionGrid questionIds={questionIds} questions={questions} changed={frame} />
      {frame !== undefined && <Moment frame={frame} questionIds={questionIds} timeline={timeline} />}
    </>
  );
}

interface QuestionGridProps {
  readonly questionIds: readonly string[];
  readonly questions: ReadonlyMap<string, QuestionThen>;
  readonly changed: TimelineFrame | undefined;
}

/** Every question in the order this candidate sees, as it stood. */
function QuestionGrid({ questionIds, questions, changed }: QuestionGridProps) {
  const { timeline: texts } = useRoomTexts();
  const touched = new Set(
    changed === undefined ? [] : entriesOf(changed).flatMap(({ questionId }) => questionId ?? []),
  );
  return (
    <ol className="replay-grid" aria-label={texts.grid}>
      {questionIds.map((id, index) => {
        const then = questions.get(id);
        const words = [then?.isAnswered && texts.answeredSign, then?.isMarked && texts.markedSign].filter(
          Boolean,
        );
        return (
          <li
            key={id}
            className="replay-cell numbers"
            data-answered={then?.isAnswered ?? false}
            data-marked={then?.isMarked ?? false}
            data-touched={touched.has(id)}
            title={id}
          >
            {index + 1}
            {words.length > 0 && <span className="visually-hidden"> {words.join(', ')}</span>}
          </li>
        );
      })}
    </ol>
  );
}

interface MomentProps {
  readonly frame: TimelineFrame;
  readonly questionIds: readonly string[];
  readonly timeline: TimelineReply;
}

/** What the frame says, in words. */
function Moment({ frame, questionIds, timeline }: MomentProps) {
  const texts = useRoomTexts();
  const { kinds } = texts.timeline;
  const title = isKind(frame.kind, kinds) ? kinds[frame.kind] : frame.kind;
  const entries = entriesOf(frame);
  const why = whyOf(frame, texts);
  const { from, to } = frame.body;
  const command = timeline.commands.findLast(({ seq }) => seq <= frame.examSeq);
  return (
    <div className="moment">
      <p>
        <strong>{title}</strong>{' '}
        <span className="small quiet numbers">
          {texts.timeline.chain} {frame.seq}
        </span>
      </p>
      {frame.kind === 'returned' && typeof from === 'number' && typeof to === 'number' && (
        <p className="small">{texts.timeline.away(formatSpan(to - from, texts))}</p>
      )}
      {why !== null && <p className="small">{why}</p>}
      {command !== undefined && (
        <p className="small quiet">{texts.timeline.command(commandTitle(command.kind, texts))}</p>
      )}
      <ul className="moment-entries small">
        {entries.map((entry) => (
          <li key={entry.n} data-refused={entry.isRefused}>
            <EntryText entry={entry} questionIds={questionIds} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Why it was handed in, why it came late, or the reason that a person gave. */
export function whyOf({ body }: TimelineFrame, { timeline, late }: RoomTexts): string | null {
  const { reason, why } = body;
  if (typeof why === 'string') return isKind(why, late.why) ? late.why[why] : why;
  if (typeof reason !== 'string') return null;
  return isKind(reason, timeline.seals) ? timeline.seals[reason] : reason;
}

function isKind<T extends object>(kind: string, kinds: T): kind is keyof T & string {
  return Object.hasOwn(kinds, kind);
}

interface EntryTextProps {
  readonly entry: LoggedEntry;
  readonly questionIds: readonly string[];
}

export function EntryText({ entry, questionIds }: EntryTextProps) {
  const { timeline, incidents } = useRoomTexts();
  const words = timeline.entries;
  const { kind, questionId = '', value, sectionId = '', type = '', isRefused, marked } = entry;
  const number = questionIds.indexOf(questionId) + 1;
  const question = number > 0 ? `${number} (${questionId})` : questionId;
  const sentence = () => {
    switch (kind) {
      case 'answer':
        return value === null || value === undefined
          ? words.cleared(question)
          : words.answer(question, valueText(value));
      case 'visited':
        return words.visited(question);
      case 'section':
        return words.section(sectionId);
      case 'observed':
        return words.observed(isKind(type, incidents.kinds) ? incidents.kinds[type] : type);
      case 'confirmed':
        return words.confirmed;
      default:
        return kind;
    }
  };
  return (
    <>
      {sentence()}
      {marked === true && <span className="tag tag-review">{timeline.marked}</span>}
      {isRefused && <span className="tag tag-bad">{words.refused}</span>}
    </>
  );
}
