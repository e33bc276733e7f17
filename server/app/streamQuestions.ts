import type { OpenedState } from '../domain/attempt.ts';
import { optionOrder } from '../domain/paperOrder.ts';
import { sectionState } from '../domain/timing.ts';
import type { QuestionsChunk, StreamRequest, WireQuestion } from '../protocol/candidate.ts';
import { type CandidateDesk, withAttempt } from './candidateDesk.ts';
import type { HostedAttempt } from './hostedAttempt.ts';
import { whenAvailable } from './outcomes.ts';
import type { Claims } from './ports.ts';
import { fail, ok, type Result } from './result.ts';
import { examTime, groupOf, questionView } from './views.ts';

/**
 * Questions of the candidate's own order, from memory: no query a question. A question of a section that is not open
 * does not leave the server.
 */
export function streamQuestions(
  desk: CandidateDesk,
  who: Claims,
  { attemptId, from, count }: StreamRequest,
): Promise<Result<QuestionsChunk>> {
  return whenAvailable(() =>
    withAttempt(desk, who, attemptId, async (hosted) => {
      const state = await desk.attempts.current(hosted);
      if (state.status === 'scheduled') return fail('not-found');
      return ok(openQuestions(hosted, state, examTime(state, desk.clock.now()), from, count));
    }),
  );
}

/** The stretch of `from`…`from + count` whose sections are open. Locked sections open one after the other, so it has no holes. */
function openQuestions(
  hosted: HostedAttempt,
  state: OpenedState,
  now: number,
  from: number,
  count: number,
): QuestionsChunk {
  const { sections } = hosted.orderOf(state);
  const places = sections.flatMap((section) =>
    section.questionIds.map((id) => ({ id, open: sectionState(state.schedule, section.id, now) === 'open' })),
  );
  const wanted = places.slice(from, from + count);
  const skipped = wanted.findIndex((place) => place.open);
  if (skipped === -1) return { from, questions: [] };
  const end = wanted.findIndex((place, index) => index > skipped && !place.open);
  const open = wanted.slice(skipped, end === -1 ? undefined : end);
  return { from: from + skipped, questions: open.flatMap(({ id }) => viewOf(hosted, id, state.seed)) };
}

function viewOf(hosted: HostedAttempt, questionId: string, seed: string): WireQuestion[] {
  const { paper } = hosted.context;
  const { questions, sections } = paper;
  const found = questions.get(questionId);
  const section = found && sections.get(found.sectionId);
  if (found === undefined || section === undefined) return [];
  const { question } = found;
  return [questionView(question, section, groupOf(question, paper), optionOrder(section, question, seed))];
}
