import { givenQuestion } from '../../domain/applyEntry.ts';
import { type AttemptContext, type OpenedState, placeOf } from '../../domain/attempt.ts';
import type { Location } from '../../domain/command.ts';
import type { CallRequest, HelpReply, ReportRequest } from '../../protocol/candidate.ts';
import { type CandidateDesk, withAttempt } from '../candidateDesk.ts';
import { whenAvailable } from '../outcomes.ts';
import type { NewReport } from '../ports/incidents.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';

/** The candidate asks for a person. The same call again is one; another one while nobody has come adds to the first. */
export function callInvigilator(
  desk: CandidateDesk,
  who: Claims,
  { attemptId, callId, text = '' }: CallRequest,
): Promise<Result<HelpReply>> {
  return withStanding(desk, who, attemptId, (_state, { place, ref, examId }) =>
    report(desk, ref, {
      subject: { key: `call:${attemptId}`, kind: 'invigilator-call', examId, ...ref, ...place },
      reportId: `call:${callId}`,
      detail: { text },
      text,
    }),
  );
}

/**
 * The candidate says what is wrong with a question. What the candidates of a district say about one question is one
 * incident. Errors: `not-found`, also for a question that this candidate was not given.
 */
export function reportQuestion(
  desk: CandidateDesk,
  who: Claims,
  { attemptId, reportId, questionId, text }: ReportRequest,
): Promise<Result<HelpReply>> {
  return withStanding(desk, who, attemptId, async (state, { place, ref, examId, context }) => {
    if (givenQuestion(state.drawn, questionId, context) === undefined) return fail('not-found');
    const { districtId } = place;
    const key = `question:${examId}:${districtId}:${questionId}`;
    const nobody = { attemptId: null, candidateId: null };
    return report(desk, ref, {
      subject: { key, kind: 'question-report', examId, ...nobody, districtId, centreId: null },
      reportId: `question:${reportId}`,
      detail: { questionId, text },
      text,
    });
  });
}

interface Standing {
  readonly examId: string;
  readonly ref: Pick<NewReport, 'attemptId' | 'candidateId'>;
  readonly place: Location;
  readonly context: AttemptContext;
}

/** Who asks, and from where. */
function withStanding(
  desk: CandidateDesk,
  who: Claims,
  attemptId: string,
  work: (state: OpenedState, standing: Standing) => Promise<Result<HelpReply>>,
): Promise<Result<HelpReply>> {
  return whenAvailable(() =>
    withAttempt(desk, who, attemptId, async (hosted) => {
      const state = await desk.attempts.current(hosted);
      if (state.status === 'scheduled') return fail('not-found');
      const { context } = hosted;
      const { examId, candidateId } = hosted.ref;
      const { districtId, centreId } = placeOf(state, context);
      return work(state, {
        examId,
        ref: { attemptId, candidateId },
        place: { districtId, centreId },
        context,
      });
    }),
  );
}

async function report(
  { incidents, clock }: CandidateDesk,
  ref: Standing['ref'],
  news: Omit<NewReport, 'at' | keyof Standing['ref']>,
): Promise<Result<HelpReply>> {
  const receivedAt = clock.now();
  await incidents.report({ ...news, ...ref, at: receivedAt });
  return ok({ receivedAt });
}
