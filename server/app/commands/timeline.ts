import { isAnswered } from '../../domain/answers.ts';
import { type OpenedState, placeOf, waitingAnswers } from '../../domain/attempt.ts';
import { originOf, reachedFrom } from '../../domain/command.ts';
import type { Frame } from '../../domain/frame.ts';
import type { LateVerdict, TimelineFrame, TimelineReply } from '../../protocol/staff.ts';
import type { HostedAttempt } from '../hostedAttempt.ts';
import type { EnrolledPerson } from '../ports/commands.ts';
import type { Claims } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { actorsOf, commandView, systemName } from './listCommands.ts';
import { type StaffDesk, withStaffAttempt } from './staffDesk.ts';

const pageSize = 1_000;

/**
 * Everything that happened to one attempt, from its log and the exam's. Holds no answer key, no receipt and no secret.
 * `after`: the last frame that is known. Errors: those of `withStaffAttempt`.
 */
export function timeline(
  desk: StaffDesk,
  who: Claims,
  attemptId: string,
  after: number,
): Promise<Result<TimelineReply>> {
  return withStaffAttempt(desk, who, attemptId, async (hosted, state) => {
    const { ref } = hosted;
    const frames = await desk.attemptLog.read(ref, 0);
    const commands = await desk.follower.catchUp(ref.examId);
    const [person] = await desk.people.find(ref.examId, [ref.candidateId]);
    if (person === undefined) return fail('not-found');
    const reached = reachedFrom(originOf(commands, ref), commands);
    const actors = await actorsOf(desk, ref.examId, reached);
    const verdicts = await verdictsIn(desk, frames);
    const news = frames.filter(({ seq }) => seq > after);
    const page = news.slice(0, pageSize);
    return ok({
      examId: ref.examId,
      candidate: candidateView(hosted, state, person),
      frames: page.map((frame) => frameView(frame, verdicts)),
      more: news.length > page.length,
      commands: reached.map((command) => commandView(command, actors)),
      questionIds: hosted.orderOf(state).sections.flatMap(({ questionIds }) => questionIds),
    });
  });
}

function candidateView(
  { ref, context }: HostedAttempt,
  state: OpenedState,
  { name, rollNumber, extraPerHourMs }: EnrolledPerson,
): TimelineReply['candidate'] {
  const { districtId, centreId } = placeOf(state, context);
  const answers = [...state.answers.values()];
  return {
    candidateId: ref.candidateId,
    ...{ name, rollNumber, districtId, centreId, extraPerHourMs },
    status: state.status,
    deadlineAt: state.schedule.deadlineAt,
    deadlineVersion: state.deadlineVersion,
    answered: answers.filter(({ value }) => isAnswered(value)).length,
    marked: answers.filter(({ marked }) => marked).length,
    late: waitingAnswers(state),
  };
}

/** What was decided about late entries: place of the late frame → verdict. */
async function verdictsIn(
  desk: StaffDesk,
  frames: readonly Frame[],
): Promise<ReadonlyMap<number, LateVerdict>> {
  const judged = frames.filter((frame) => frame.kind === 'adjudicated');
  const names = await desk.people.names([...new Set(judged.map(({ body }) => body.actor))]);
  return new Map(
    judged.map(({ seq, receivedAt: at, body: { lateSeq, admitted, actor, reason } }) => [
      lateSeq,
      { seq, admitted, actor: { id: actor, name: names.get(actor) ?? systemName }, reason, at },
    ]),
  );
}

function frameView(frame: Frame, verdicts: ReadonlyMap<number, LateVerdict>): TimelineFrame {
  const { seq, kind, receivedAt: at, examSeq } = frame;
  const view = { seq, kind, at, examSeq, body: publicBody(frame) };
  return kind === 'late' ? { ...view, verdict: verdicts.get(seq) ?? null } : view;
}

/** Receipts are the candidate's, sign-ins identify sessions, and the seed tells the order of papers to come. */
const hidden: ReadonlySet<string> = new Set(['receipt', 'kid', 'sessionId', 'seed']);

function publicBody({ body }: Frame): TimelineFrame['body'] {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !hidden.has(name)));
}
