import { type OpenedState, penOf } from '../domain/attempt.ts';
import { mayWrite } from '../domain/decide.ts';
import type { OpenReply, OpenRequest } from '../protocol/candidate.ts';
import type { Outcome } from './attempts.ts';
import type { CandidateDesk } from './candidateDesk.ts';
import { endWaiting, turnAway } from './conduct/deviceRelease.ts';
import type { Exam } from './examBook.ts';
import type { HostedAttempt } from './hostedAttempt.ts';
import { failed, settle, whenAvailable } from './outcomes.ts';
import type { AttemptRef, Claims, Seat } from './ports.ts';
import { fail, ok, type Result } from './result.ts';
import { attemptView } from './views.ts';

/** Told when two first openings of one candidate keep missing each other, ms. */
const retryAfterMs = 500;

/**
 * Opens the candidate's attempt, or comes back to it. Without `epoch` the page takes the pen; with it, it is the
 * page's own reconnect and writes nothing. Opening twice is one attempt and one deadline.
 */
export function openAttempt(
  desk: CandidateDesk,
  who: Claims,
  request: OpenRequest,
): Promise<Result<OpenReply>> {
  return whenAvailable(async () => {
    const exam = await desk.exams.exam(request.examId);
    const seat = exam && (await desk.catalogue.seat(request.examId, who.userId));
    if (exam === null || seat === null) return fail('not-found');
    if (seat.attempt !== null) return comeBack(desk, who, request, seat.attempt);
    if (exam.closed) return fail('entry-closed');
    if (request.epoch !== undefined) return fail('unknown-epoch');
    const created = await create(desk, who, request, exam, seat);
    if (created !== 'exists') return created;
    const attempt = (await desk.catalogue.seat(request.examId, who.userId))?.attempt;
    return attempt ? comeBack(desk, who, request, attempt) : fail('busy', { retryAfterMs });
  });
}

async function create(
  desk: CandidateDesk,
  { userId, sessionId }: Claims,
  { examId, deviceId, sealed }: OpenRequest,
  { paper }: Exam,
  seat: Seat,
): Promise<Result<OpenReply> | 'exists'> {
  const { attempts, chance, clock } = desk;
  const { regionId, districtId, centreId, extraPerHourMs } = seat;
  const attemptId = chance.id();
  const ref: AttemptRef = { attemptId, examId, candidateId: userId, regionId, districtId, centreId };
  const seed = chance.seed();
  const now = clock.now();
  const command = { type: 'open', deviceId, sessionId, seed, extraPerHourMs, now } as const;
  const outcome = await attempts.create(ref, paper, command);
  if (outcome.type === 'exists') return 'exists';
  if (outcome.type === 'done') return ok(await withKeys(desk, outcome.hosted, outcome.state, sealed));
  return failed(outcome);
}

async function comeBack(
  desk: CandidateDesk,
  { sessionId }: Claims,
  { epoch, deviceId, sealed, waits }: OpenRequest,
  ref: AttemptRef,
): Promise<Result<OpenReply>> {
  const { attempts, clock } = desk;
  const hosted = await attempts.host(ref);
  try {
    if (epoch !== undefined) return await reconnect(desk, hosted, { epoch, deviceId, sessionId, sealed });
    const entered = await attempts.run(hosted, { type: 'enter', deviceId, sessionId, now: clock.now() });
    if (isToWait(entered)) return await turnAway(desk, hosted, waits);
    if (entered.type !== 'done') return failed(entered);
    await endWaiting(desk, hosted, entered.state);
    return ok(await withKeys(desk, hosted, entered.state, sealed));
  } finally {
    attempts.hosted.release(hosted);
  }
}

interface Reconnect {
  readonly epoch: number;
  readonly deviceId: string;
  readonly sessionId: string;
  readonly sealed: OpenRequest['sealed'];
}

async function reconnect(
  desk: CandidateDesk,
  hosted: HostedAttempt,
  { epoch, deviceId, sessionId, sealed }: Reconnect,
): Promise<Result<OpenReply>> {
  const { attempts, clock } = desk;
  const looked = settle(await attempts.run(hosted, { type: 'look', now: clock.now() }));
  if (!looked.ok) return looked;
  const { state } = looked.value;
  const pen = state.pens.find((known) => known.epoch === epoch);
  if (pen === undefined) return fail('unknown-epoch');
  if (pen.deviceId !== deviceId || pen !== penOf(state)) return fail('superseded');
  if (!mayWrite(state, pen, sessionId, hosted.context)) return turnAway(desk, hosted);
  return ok(await withKeys(desk, hosted, state, sealed));
}

function isToWait(outcome: Outcome): boolean {
  return outcome.type === 'rejected' && outcome.rejection.code === 'takeover-needs-release';
}

/** Keys go only where they were asked for: most pages that come back have their questions. */
async function withKeys(
  { clock, sealed: book }: CandidateDesk,
  hosted: HostedAttempt,
  state: OpenedState,
  sealed: OpenRequest['sealed'],
): Promise<OpenReply> {
  const now = clock.now();
  return attemptView(hosted, state, now, sealed ? await book.keys(hosted, state, now) : undefined);
}
