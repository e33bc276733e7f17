import { Link } from 'wouter';
import type { ExamSummary } from '../../../../server/protocol/http.ts';
import { useLanguage } from '../../shared/language.tsx';
import type { Texts } from '../../shared/texts/catalogues.ts';
import { formatDateTime, formatDuration } from '../../shared/time.ts';
import { Title } from '../../shared/title.tsx';
import { languageName } from '../languageName.ts';
import { countdown } from './countdown.ts';

interface ExamCardProps {
  readonly exam: ExamSummary;
  /** Epoch ms by the server's clock. */
  readonly now: number;
}

export function ExamCard({ exam, now }: ExamCardProps) {
  const { language, texts } = useLanguage();
  const { myExams } = texts;
  return (
    <article className="card stack exam-card">
      <h3>
        <Title text={exam.title} />
      </h3>
      <dl className="facts">
        <dt>{myExams.rollNumber}</dt>
        <dd className="numbers">{exam.rollNumber}</dd>
        <dt>{myExams.duration}</dt>
        <dd>{formatDuration(exam.durationMs, texts)}</dd>
        <dt>{myExams.opensAt}</dt>
        <dd>{formatDateTime(exam.opensAt, language)}</dd>
        <dt>{myExams.lastEntry}</dt>
        <dd>{formatDateTime(exam.lastEntryAt, language)}</dd>
        <dt>{myExams.languages}</dt>
        <dd>{exam.languages.map((tag) => languageName(tag, language)).join(', ')}</dd>
      </dl>
      <ExamAction exam={exam} now={now} />
    </article>
  );
}

function ExamAction({ exam: { id, status, opensAt }, now }: ExamCardProps) {
  const { texts } = useLanguage();
  const { myExams } = texts;
  const path = `/exams/${encodeURIComponent(id)}`;
  switch (status) {
    case 'in-progress':
      return (
        <div className="row">
          <p>{myExams.inProgress}</p>
          <Link className="button button-primary" href={`${path}/sit`}>
            {myExams.goOn}
          </Link>
        </div>
      );
    case 'open':
    case 'upcoming':
      return (
        <div className="row">
          {status === 'upcoming' && <p className="numbers">{untilOpening(opensAt - now, texts)}</p>}
          <Link className={status === 'open' ? 'button button-primary' : 'button'} href={path}>
            {myExams.start}
          </Link>
        </div>
      );
    case 'handed-in':
      return (
        <div className="row">
          <p>{myExams.handedIn}</p>
          <Link className="button" href={`${path}/receipt`}>
            {myExams.receipt}
          </Link>
        </div>
      );
    case 'closed':
      return <p className="quiet">{myExams.closed}</p>;
  }
}

function untilOpening(leftMs: number, texts: Texts): string {
  return leftMs <= 0 ? texts.myExams.opensNow : texts.myExams.startsIn(countdown(leftMs, texts));
}
