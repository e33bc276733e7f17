import { useEffect, useId, useState } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import type { ExamSummary } from '../../../../server/protocol/http.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { inLanguage } from '../../shared/localText.ts';
import { Page } from '../../shared/page.tsx';
import type { Language, Texts } from '../../shared/texts/catalogues.ts';
import { formatDateTime, formatDuration } from '../../shared/time.ts';
import type { ExamDesk } from '../sit/examDesk.ts';
import { Instructions } from './instructions.tsx';
import { SystemCheck } from './systemCheck.tsx';
import { useExams } from './useExams.ts';
import { useNow } from './useNow.ts';
import { usePaperPrefetch } from './usePaperPrefetch.ts';
import { WaitingRoom } from './waitingRoom.tsx';

interface InstructionsPageProps {
  readonly examId: string;
  readonly desk: ExamDesk;
}

/** What a candidate has to know and to agree to before the time starts. */
export function InstructionsPage({ examId, desk }: InstructionsPageProps) {
  const { language, texts } = useLanguage();
  const { exams, problem, serverNow, refresh } = useExams();
  const exam = exams?.find(({ id }) => id === examId);
  if (exam === undefined) {
    return (
      <Page title={texts.instructions.title} isNarrow>
        {exams === null && problem === null && <p role="status">{texts.common.loading}</p>}
        {(problem !== null || exams !== null) && (
          <Banner tone="warning" role="status">
            {problem ?? texts.errors['not-found']}
          </Banner>
        )}
        <BackToList />
      </Page>
    );
  }
  if (exam.status === 'in-progress') return <Redirect to={`/exams/${examId}/sit`} replace />;
  if (exam.status === 'handed-in') return <Redirect to={`/exams/${examId}/receipt`} replace />;
  const title = inLanguage(exam.title, language);
  return (
    <Page title={title.text} titleLanguage={title.language} isNarrow>
      <WaitingRoom opensAt={exam.opensAt} serverNow={serverNow} />
      <h2>{texts.instructions.title}</h2>
      <Instructions time={timeSentence(exam, language, texts)} />
      <SystemCheck serverNow={serverNow} />
      {exam.status === 'closed' ? (
        <Banner tone="warning" title={texts.instructions.notNow}>
          {texts.errors['entry-closed']}
        </Banner>
      ) : (
        <Beginning exam={exam} serverNow={serverNow} refresh={refresh} desk={desk} />
      )}
      <BackToList />
    </Page>
  );
}

/** How long there is: from one's own beginning, or until everybody's end. */
function timeSentence(exam: ExamSummary, language: Language, texts: Texts): string {
  const { durationMs, endsAt } = exam;
  if (endsAt !== undefined) return texts.instructions.commonTime(formatDateTime(endsAt, language));
  return texts.instructions.time(formatDuration(durationMs, texts));
}

function BackToList() {
  const texts = useTexts();
  return (
    <p>
      <Link href="/">{texts.instructions.backToList}</Link>
    </p>
  );
}

interface BeginningProps {
  readonly exam: ExamSummary;
  readonly serverNow: () => number;
  readonly refresh: () => void;
  readonly desk: ExamDesk;
}

/** How often, at least, those who wait look whether the exam still opens when it did; spread over a hall. */
const lookAgainMs = 240_000;

/** Consent, and the button that starts the time. */
function Beginning({ exam, serverNow, refresh, desk }: BeginningProps) {
  const texts = useTexts();
  const [, navigate] = useLocation();
  const [hasConsented, setHasConsented] = useState(false);
  const [isReminded, setIsReminded] = useState(false);
  const id = useId();
  const now = useNow(serverNow);
  // By the server's clock: at the opening nobody has to ask.
  const isOpen = exam.opensAt <= now;
  usePaperPrefetch(exam, serverNow, desk);
  useEffect(() => {
    if (isOpen) return;
    const timer = setInterval(refresh, lookAgainMs * (1 + Math.random()));
    return () => clearInterval(timer);
  }, [isOpen, refresh]);
  const begin = () => {
    if (!hasConsented) return setIsReminded(true);
    desk.remember(exam);
    navigate(`/exams/${exam.id}/sit`, { state: { begins: exam.id } });
  };
  return (
    <div className="card stack">
      <span className="consent">
        <input
          id={id}
          type="checkbox"
          checked={hasConsented}
          aria-describedby={isReminded && !hasConsented ? `${id}-problem` : undefined}
          onChange={(event) => setHasConsented(event.target.checked)}
        />
        <label htmlFor={id}>{texts.instructions.consent}</label>
      </span>
      {isReminded && !hasConsented && (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {texts.instructions.consentNeeded}
        </p>
      )}
      {isOpen && (
        <div className="row">
          <Button look="primary" onClick={begin}>
            {texts.instructions.begin}
          </Button>
          <span className="quiet small">{texts.instructions.beginNote}</span>
        </div>
      )}
    </div>
  );
}
