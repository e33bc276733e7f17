import { useEffect, useId, useState } from 'react';
import { Link, Redirect, useLocation } from 'wouter';
import type { ExamSummary } from '../../../../server/protocol/http.ts';
import { type KeptOn, probeStorage } from '../../../session/index.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useLanguage, useTexts } from '../../shared/language.tsx';
import { inLanguage } from '../../shared/localText.ts';
import { Page } from '../../shared/page.tsx';
import type { Language, Texts } from '../../shared/texts/catalogues.ts';
import { formatDateTime, formatDuration } from '../../shared/time.ts';
import { Instructions } from './instructions.tsx';
import { useExams } from './useExams.ts';
import { useNow } from './useNow.ts';

interface InstructionsPageProps {
  readonly examId: string;
}

/** What a candidate has to know and to agree to before the time starts. */
export function InstructionsPage({ examId }: InstructionsPageProps) {
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
  return (
    <Page title={inLanguage(exam.title, language).text} isNarrow>
      <h2>{texts.instructions.title}</h2>
      <Instructions time={timeSentence(exam, language, texts)} />
      <StorageCheck />
      {exam.status === 'closed' ? (
        <Banner tone="warning" title={texts.instructions.notNow}>
          {texts.errors['entry-closed']}
        </Banner>
      ) : (
        <Beginning exam={exam} serverNow={serverNow} refresh={refresh} />
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
}

/** How often the server is asked, at least, whether an exam that is due has opened; spread over a hall. */
const dueRefreshMs = 3_000;

/** Consent, and the button that starts the time. */
function Beginning({ exam, serverNow, refresh }: BeginningProps) {
  const { language, texts } = useLanguage();
  const [, navigate] = useLocation();
  const [hasConsented, setHasConsented] = useState(false);
  const [isReminded, setIsReminded] = useState(false);
  const id = useId();
  const now = useNow(serverNow);
  const isOpen = exam.status === 'open';
  const isDue = !isOpen && exam.opensAt <= now;
  useEffect(() => {
    if (!isDue) return;
    refresh();
    const timer = setInterval(refresh, dueRefreshMs + Math.random() * dueRefreshMs);
    return () => clearInterval(timer);
  }, [isDue, refresh]);
  const begin = () => {
    if (hasConsented) navigate(`/exams/${exam.id}/sit`, { state: { begins: exam.id } });
    else setIsReminded(true);
  };
  if (!isOpen) {
    return (
      <Banner tone="note" title={texts.instructions.notNow}>
        <p>
          {texts.myExams.opensAt}: {formatDateTime(exam.opensAt, language)}
        </p>
      </Banner>
    );
  }
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
      <div className="row">
        <Button look="primary" onClick={begin}>
          {texts.instructions.begin}
        </Button>
        <span className="quiet small">{texts.instructions.beginNote}</span>
      </div>
    </div>
  );
}

function StorageCheck() {
  const { instructions } = useTexts();
  const [keptOn, setKeptOn] = useState<KeptOn | null>(null);
  useEffect(() => {
    void probeStorage().then(setKeptOn);
  }, []);
  if (keptOn === null) return <p role="status">{instructions.checkingStorage}</p>;
  if (keptOn === 'device') return <Banner tone="good">{instructions.storageGood}</Banner>;
  return (
    <Banner tone="warning" role="alert" title={instructions.storageTitle}>
      {instructions.storageText}
    </Banner>
  );
}
