import { useCallback } from 'react';
import { Link } from 'wouter';
import type { StaffExam } from '../../../server/protocol/staff.ts';
import { Banner } from '../shared/banner.tsx';
import { useLanguage } from '../shared/language.tsx';
import { inLanguage } from '../shared/localText.ts';
import { Page } from '../shared/page.tsx';
import { SignOutButton } from '../shared/signIn/signOutButton.tsx';
import { formatDateTime } from '../shared/time.ts';
import { addressOf } from './places.ts';
import type { StaffApi } from './staffApi.ts';
import { useRoomTexts } from './texts/roomTexts.tsx';
import { useLoaded } from './useLoaded.ts';

const everyMs = 30_000;

/** The exams whose rooms one may enter: those that run first. */
export function ExamsPage({ api }: { readonly api: StaffApi }) {
  const { exams: texts } = useRoomTexts();
  const { data, problem } = useLoaded(
    useCallback(() => api.exams(), [api]),
    everyMs,
  );
  return (
    <Page title={texts.title} aside={<SignOutButton />} isNarrow>
      {problem !== null && (
        <Banner tone="warning" role="status">
          {problem}
        </Banner>
      )}
      {data?.exams.length === 0 && <p>{texts.none}</p>}
      {data !== null && (
        <ul className="exam-rooms stack">
          {[...data.exams]
            .sort((a, b) => rank(a, data.serverNow) - rank(b, data.serverNow) || b.opensAt - a.opensAt)
            .map((exam) => (
              <ExamRoom key={exam.id} exam={exam} now={data.serverNow} />
            ))}
        </ul>
      )}
    </Page>
  );
}

type Phase = 'running' | 'upcoming' | 'over';

function phaseOf({ opensAt, closesAt }: StaffExam, now: number): Phase {
  if (now < opensAt) return 'upcoming';
  return now < closesAt ? 'running' : 'over';
}

function rank(exam: StaffExam, now: number): number {
  return (['running', 'upcoming', 'over'] as const).indexOf(phaseOf(exam, now));
}

function ExamRoom({ exam, now }: { readonly exam: StaffExam; readonly now: number }) {
  const { exams: texts } = useRoomTexts();
  const { language } = useLanguage();
  const phase = phaseOf(exam, now);
  const title = inLanguage(exam.title, language);
  return (
    <li className="card exam-room">
      <div className="stack-tight">
        <h2 lang={title.language}>{title.text}</h2>
        <p className="exam-room-times small quiet">
          <span>{`${texts.opens}: ${formatDateTime(exam.opensAt, language)}`}</span>
          <span>{`${texts.closes}: ${formatDateTime(exam.closesAt, language)}`}</span>
        </p>
      </div>
      <div className="row">
        <span className={`phase phase-${phase}`}>{texts.states[phase]}</span>
        <Link className="button button-primary" href={addressOf(exam.id, { kind: 'all' })}>
          {texts.open}
        </Link>
      </div>
    </li>
  );
}
