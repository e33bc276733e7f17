import { useEffect, useMemo, useRef, useState } from 'react';
import type { LocalText } from '../../../../server/protocol/candidate.ts';
import type { WireError } from '../../../../server/protocol/errors.ts';
import type { ExamSession, KeptOn, SessionState } from '../../../session/index.ts';
import { Dialog } from '../../shared/dialog.tsx';
import { useLanguage } from '../../shared/language.tsx';
import { inLanguage } from '../../shared/localText.ts';
import { HelpRow } from '../help/helpRow.tsx';
import { useObservations } from '../observe/useObservations.ts';
import { type Exam, ExamContext } from './examContext.ts';
import { ExamHeader, type Person } from './examHeader.tsx';
import { Late } from './late/late.tsx';
import { LeaveGuard } from './leaveGuard.tsx';
import { NoticeList } from './noticeList.tsx';
import { Palette } from './palette.tsx';
import { allQuestions, sectionOf } from './paper.ts';
import { useQuestionLanguage } from './questionLanguage.tsx';
import { Questions } from './questions.tsx';
import { StatusBanners } from './statusBanners.tsx';
import { HandingIn, Paused } from './stops.tsx';
import { TimeNews } from './timeNews.tsx';
import { ExamKeys } from './tools/examKeys.tsx';
import { usePrefetch } from './usePrefetch.ts';
import { useDraftMap, useOwnDrafts, useServerNow } from './useSession.ts';
import { useShownQuestion } from './useShownQuestion.ts';
import { useStillBelow } from './useStillBelow.ts';

export interface ExamScreenProps {
  readonly session: ExamSession;
  readonly state: SessionState;
  readonly title: LocalText;
  readonly person: Person;
  readonly keptOn: KeptOn;
  readonly isPractice: boolean;
  readonly onLeave: () => void;
}

/** The exam as it is sat, looked at, paused and handed in. */
export function ExamScreen(props: ExamScreenProps) {
  const { session, state, title, person, keptOn, isPractice, onLeave } = props;
  const { language, texts } = useLanguage();
  const drafts = useOwnDrafts(session);
  const draftMap = useDraftMap(drafts);
  const { shownId, goTo } = useShownQuestion(session, state);
  const questionLanguage = useQuestionLanguage(state.paper?.languages ?? []);
  const now = useServerNow(session);
  const [place, setPlace] = useState<'questions' | 'summary'>('questions');
  const [isPaletteOpen, setIsPaletteOpen] = useState(false);
  const [problem, setProblem] = useState<WireError | null>(null);
  usePrefetch(state.questions);
  useObservations(session, state);
  const top = useRef<HTMLDivElement>(null);
  const standing = useRef<HTMLElement>(null);
  useStillBelow(top, { isAlways: true });
  useStillBelow(standing, { isAlways: false });

  const sections = state.paper?.sections ?? [];
  const ids = useMemo(() => allQuestions(state.paper?.sections ?? []), [state.paper]);
  const status = state.status;
  const leftMs = Math.max(0, (state.deadline?.at ?? now) - now);
  const section = shownId === null ? undefined : sectionOf(sections, shownId);
  const sectionTime = state.deadline?.sections?.find(({ id }) => id === section?.id);
  const sectionLeftMs = sectionTime ? Math.max(0, sectionTime.endsAt - now) : null;
  const isPaused = status.kind === 'paused';
  const isStopped = isPaused || status.kind === 'handing-in';
  // Whoever is cut off may have been given more time and not know it yet.
  const isTimeOver = leftMs === 0 && status.kind === 'writing' && state.connection.kind === 'up';
  const exam: Exam = {
    session,
    state,
    drafts,
    draftMap,
    mayWrite: status.kind === 'writing' && !isTimeOver,
    isPractice,
    keptOn: isPractice ? 'device' : keptOn,
    questionLanguage: questionLanguage.language,
    chooseQuestionLanguage: questionLanguage.choose,
    shownId,
    goTo: (questionId) => {
      drafts.flush();
      setPlace('questions');
      goTo(questionId);
    },
    numberOf: (questionId) => ids.indexOf(questionId) + 1,
  };

  useEffect(() => {
    if (leftMs === 0) drafts.flush();
  }, [leftMs, drafts]);

  useEffect(() => {
    document.title = inLanguage(title, language).text;
  }, [title, language]);

  const backToQuestions = () => setPlace('questions');
  const handIn = async () => {
    drafts.flush();
    const result = await session.seal();
    setProblem(result.kind === 'refused' ? result.error : null);
  };

  return (
    <ExamContext value={exam}>
      <a className="skip-link" href="#main">
        {texts.common.skipToContent}
      </a>
      <div className="exam">
        <div className="exam-top" ref={top}>
          <ExamHeader
            title={title}
            person={person}
            leftMs={isPaused ? null : leftMs}
            sectionLeftMs={isPaused ? null : sectionLeftMs}
          />
          <section className="exam-news" aria-label={texts.tools.news}>
            {!isPaused && <TimeNews leftMs={leftMs} sentence={texts.time.minutesLeft} />}
            {!isPaused && sectionLeftMs !== null && (
              <TimeNews key={section?.id} leftMs={sectionLeftMs} sentence={texts.time.sectionMinutesLeft} />
            )}
            <NoticeList />
          </section>
        </div>
        <section className="exam-standing" ref={standing} aria-label={texts.save.label}>
          <StatusBanners
            name={person.name}
            isTimeOver={isTimeOver}
            isAnswering={place === 'questions' && !isStopped}
          />
        </section>
        {status.kind === 'paused' && (
          <Paused reason={status.reason}>
            <HelpRow />
          </Paused>
        )}
        {status.kind === 'handing-in' && <HandingIn />}
        {!isStopped && place === 'summary' && (
          <Late onClose={backToQuestions}>
            {({ HandInSummary }) => (
              <HandInSummary
                leftMs={leftMs}
                problem={problem}
                onBack={backToQuestions}
                onHandIn={() => void handIn()}
              />
            )}
          </Late>
        )}
        {!isStopped && place === 'questions' && (
          <Questions onSubmit={() => setPlace('summary')} onPalette={() => setIsPaletteOpen(true)} />
        )}
        {isPaletteOpen && (
          <Dialog
            className="palette-dialog"
            title={texts.palette.title}
            onClose={() => setIsPaletteOpen(false)}
            actions={
              <button type="button" className="button" onClick={() => setIsPaletteOpen(false)}>
                {texts.common.close}
              </button>
            }
          >
            <Palette onChosen={() => setIsPaletteOpen(false)} />
          </Dialog>
        )}
        {!isPaused && <ExamKeys leftMs={leftMs} />}
        <LeaveGuard onLeave={onLeave} />
      </div>
    </ExamContext>
  );
}
