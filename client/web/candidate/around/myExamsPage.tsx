import { Link } from 'wouter';
import type { ExamSummary } from '../../../../server/protocol/http.ts';
import { Banner } from '../../shared/banner.tsx';
import { Button } from '../../shared/button.tsx';
import { useTexts } from '../../shared/language.tsx';
import { Page } from '../../shared/page.tsx';
import { SignOutButton } from '../../shared/signIn/signOutButton.tsx';
import { ExamCard } from './examCard.tsx';
import { useExams } from './useExams.ts';
import { useNow } from './useNow.ts';

export function MyExamsPage() {
  const { myExams, common } = useTexts();
  const { exams, problem, serverNow, refresh } = useExams();
  const now = useNow(serverNow);
  const groups = groupsOf(exams ?? [], now);
  return (
    <Page title={myExams.title} aside={<SignOutButton />}>
      {problem !== null && (
        <Banner tone="warning" role="status">
          {problem}
        </Banner>
      )}
      {exams === null && problem === null && <p role="status">{common.loading}</p>}
      {exams?.length === 0 && <p>{myExams.none}</p>}
      {groups.map(({ name, exams: members }) => (
        <section key={name} className="stack">
          <h2>{myExams[name]}</h2>
          <div className="exam-cards">
            {members.map((exam) => (
              <ExamCard key={exam.id} exam={exam} now={now} />
            ))}
          </div>
        </section>
      ))}
      {exams !== null && (
        <p>
          <Button onClick={refresh}>{myExams.refresh}</Button>
        </p>
      )}
      <section className="card stack-tight">
        <h2>{myExams.practice}</h2>
        <p>{myExams.practiceText}</p>
        <p>
          <Link className="button" href="/practice">
            {myExams.practiceLink}
          </Link>
        </p>
      </section>
    </Page>
  );
}

type GroupName = 'openNow' | 'upcoming' | 'past';

function groupsOf(exams: readonly ExamSummary[], now: number) {
  const names: readonly GroupName[] = ['openNow', 'upcoming', 'past'];
  return names
    .map((name) => ({ name, exams: exams.filter((exam) => groupOf(exam, now) === name) }))
    .filter((group) => group.exams.length > 0);
}

function groupOf({ status, opensAt }: ExamSummary, now: number): GroupName {
  switch (status) {
    case 'in-progress':
    case 'open':
      return 'openNow';
    case 'upcoming':
      return opensAt <= now ? 'openNow' : 'upcoming';
    case 'handed-in':
    case 'closed':
      return 'past';
  }
}
