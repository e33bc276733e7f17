import type { ExamRules } from '../domain/content.ts';
import { extraTime } from '../domain/timing.ts';
import type { ExamSummary, ExamsReply } from '../protocol/http.ts';
import type { CandidateDesk } from './candidateDesk.ts';
import { whenAvailable } from './outcomes.ts';
import type { Claims, EnrolledExam } from './ports.ts';
import { ok, type Result } from './result.ts';

/** The exams this candidate is enrolled in, as they stand now, earliest first. */
export function listExams(desk: CandidateDesk, who: Claims): Promise<Result<ExamsReply>> {
  return whenAvailable(async () => {
    const enrolled = await desk.catalogue.examsOf(who.userId);
    const exams = await Promise.all(enrolled.map((exam) => summary(desk, exam)));
    return ok({ exams: exams.sort((a, b) => a.opensAt - b.opensAt), serverNow: desk.clock.now() });
  });
}

async function summary(desk: CandidateDesk, enrolled: EnrolledExam): Promise<ExamSummary> {
  const { content } = await desk.exams.paper(enrolled.paperHash);
  const { opensAt, lastEntryAt, closesAt, clock, durationMs } = content.rules;
  const extraMs = extraTime(durationMs, enrolled.extraPerHourMs);
  return {
    id: enrolled.examId,
    title: content.title,
    status: statusOf(enrolled, content.rules, desk.clock.now()),
    opensAt,
    lastEntryAt,
    closesAt,
    clock,
    durationMs: durationMs + extraMs,
    ...(clock === 'common' && { endsAt: closesAt + extraMs }),
    languages: content.languages,
    rollNumber: enrolled.rollNumber,
    ...(enrolled.attempt && { attemptId: enrolled.attempt.attemptId }),
  };
}

function statusOf({ attempt }: EnrolledExam, rules: ExamRules, now: number): ExamSummary['status'] {
  if (attempt !== null) return attempt.status === 'sealed' ? 'handed-in' : 'in-progress';
  if (now < rules.opensAt) return 'upcoming';
  return now <= rules.lastEntryAt ? 'open' : 'closed';
}
