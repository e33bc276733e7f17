import { useState } from 'react';
import type { TimelineFrame, TimelineReply } from '../../../../server/protocol/staff.ts';
import { Button } from '../../shared/button.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { problemOf } from '../../shared/signIn/problems.ts';
import { formatExactTime, formatTime } from '../../shared/time.ts';
import { ReasonField } from '../act/reasonField.tsx';
import { useRoom } from '../roomContext.tsx';
import { useRoomTexts, useStaffTexts } from '../texts/roomTexts.tsx';
import { entriesOf, type LoggedEntry } from './replay.ts';
import { EntryText, whyOf } from './timeline.tsx';

interface LateAnswersProps {
  readonly timeline: TimelineReply;
  readonly attemptId: string;
  readonly onJudged: () => void;
}

/** What came too late to count by itself, to be admitted or not. */
export function LateAnswers({ timeline, attemptId, onJudged }: LateAnswersProps) {
  const { late: texts } = useRoomTexts();
  // Other entries that came late have nothing in them that could count.
  const frames = timeline.frames.filter(
    (frame) => frame.kind === 'late' && entriesOf(frame).some(({ kind }) => kind === 'answer'),
  );
  if (frames.length === 0) return null;
  return (
    <section className="late stack-tight">
      <h3>{texts.title}</h3>
      <p className="small quiet">{texts.lead}</p>
      <ul className="desk-list">
        {frames.map((frame) => (
          <LateFrame
            key={frame.seq}
            frame={frame}
            questionIds={timeline.questionIds}
            attemptId={attemptId}
            onJudged={onJudged}
          />
        ))}
      </ul>
    </section>
  );
}

interface LateFrameProps {
  readonly frame: TimelineFrame;
  readonly questionIds: readonly string[];
  readonly attemptId: string;
  readonly onJudged: () => void;
}

function LateFrame({ frame, questionIds, attemptId, onJudged }: LateFrameProps) {
  const allTexts = useRoomTexts();
  const texts = allTexts.late;
  const { language } = useLanguage();
  const answers = entriesOf(frame).filter(({ kind }) => kind === 'answer');
  const verdict = frame.verdict ?? null;
  return (
    <li className="late-frame" data-late={frame.seq}>
      <p className="small numbers">
        {texts.frame(formatExactTime(frame.at, language))}, <strong>{whyOf(frame, allTexts)}</strong>
      </p>
      {verdict === null ? (
        <Judgement
          frame={frame}
          answers={answers}
          questionIds={questionIds}
          attemptId={attemptId}
          onJudged={onJudged}
        />
      ) : (
        <>
          <ul className="moment-entries small">
            {answers.map((entry) => (
              <li key={entry.n} data-refused={!verdict.admitted.includes(entry.n)}>
                <EntryText entry={entry} questionIds={questionIds} />
              </li>
            ))}
          </ul>
          <p className="small">
            <strong>{texts.judged(verdict.admitted.length, answers.length)}</strong> {verdict.reason} (
            {verdict.actor.name})
          </p>
        </>
      )}
    </li>
  );
}

interface JudgementProps extends LateFrameProps {
  readonly answers: readonly LoggedEntry[];
}

function Judgement({ frame, answers, questionIds, attemptId, onJudged }: JudgementProps) {
  const { api } = useRoom();
  const shared = useStaffTexts();
  const { late: texts, actions } = useRoomTexts();
  const { language } = useLanguage();
  const [admitted, setAdmitted] = useState<ReadonlySet<number>>(new Set(answers.map(({ n }) => n)));
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isUnderWay, setIsUnderWay] = useState(false);

  const toggle = (n: number) => {
    const next = new Set(admitted);
    if (!next.delete(n)) next.add(n);
    setAdmitted(next);
  };
  const judge = async () => {
    if (isUnderWay) return;
    if (reason.trim() === '') return setProblem(actions.reasonNeeded);
    setIsUnderWay(true);
    const admit = [...admitted].sort((a, b) => a - b);
    const outcome = await api.judge(attemptId, frame.seq, { admit, reason: reason.trim() });
    setIsUnderWay(false);
    setProblem(problemOf(outcome, shared));
    if (outcome.kind === 'done') onJudged();
  };
  return (
    <div className="stack-tight">
      {answers.map((entry) => (
        <label key={entry.n} className="check-line late-entry small">
          <input type="checkbox" checked={admitted.has(entry.n)} onChange={() => toggle(entry.n)} />
          <span>
            {texts.admit} <EntryText entry={entry} questionIds={questionIds} />
            {entry.at !== undefined && (
              <span className="quiet numbers"> {texts.claimedAt(formatTime(entry.at, language))}</span>
            )}
          </span>
        </label>
      ))}
      <ReasonField value={reason} problem={problem} onChange={setReason} />
      <span className="row">
        <Button
          look="primary"
          className="button-small"
          aria-disabled={isUnderWay}
          onClick={() => void judge()}
        >
          {texts.save}
        </Button>
        <Button className="button-small" onClick={() => setAdmitted(new Set(answers.map(({ n }) => n)))}>
          {texts.all}
        </Button>
        <Button className="button-small" onClick={() => setAdmitted(new Set())}>
          {texts.nothing}
        </Button>
      </span>
    </div>
  );
}
