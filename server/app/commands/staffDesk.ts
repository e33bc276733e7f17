import { type OpenedState, placeOf } from '../../domain/attempt.ts';
import { type Place, reaches, type Scope } from '../../domain/command.ts';
import type { Attempts } from '../attempts.ts';
import type { Exam, ExamBook } from '../examBook.ts';
import type { HostedAttempt } from '../hostedAttempt.ts';
import type { CommandDesk } from '../issueCommand.ts';
import type { Approvals, ExamPeople, PlaceCount } from '../ports/commands.ts';
import type { AttemptLog, Catalogue, Chance, Claims, Digest } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import { covers, coversScope, type StaffScope, type StaffScopes } from '../staff.ts';

/** What the use cases of proctors and of the exam office work with. */
export interface StaffDesk extends CommandDesk {
  readonly scopes: StaffScopes;
  readonly people: ExamPeople;
  readonly approvals: Approvals;
  readonly exams: ExamBook;
  readonly attempts: Attempts;
  readonly attemptLog: Pick<AttemptLog, 'read'>;
  readonly catalogue: Pick<Catalogue, 'attempt' | 'latestExams'>;
  readonly chance: Chance;
  readonly digest: Digest;
  /** To end the exam for more people than this takes a second person. */
  readonly secondApproverAbove: number;
}

/** An exam whose staff has been let in, with the rights of whoever asks. */
export interface StaffView {
  readonly exam: Exam;
  readonly rights: readonly StaffScope[];
}

/** Somebody without any rights is told nothing of the exam but that. Errors: `not-found`, `not-in-scope`. */
export async function enter(desk: StaffDesk, who: Claims, examId: string): Promise<Result<StaffView>> {
  const exam = await desk.exams.exam(examId);
  if (exam === null) return fail('not-found');
  const rights = await desk.scopes.of(who);
  return rights.length === 0 ? fail('not-in-scope') : ok({ exam, rights });
}

/** Whom a scope reaches now, by where they are and by how far they have come. */
export interface Reach {
  readonly reaches: number;
  readonly started: number;
  readonly absent: number;
  readonly handedIn: number;
  /** Those named, for a scope of candidates; else one place for each in which somebody sits. */
  readonly places: readonly (Place | PlaceCount)[];
}

/**
 * Whom `scope` reaches, if these rights cover it. Errors: `not-in-scope`; `unknown-candidate` when somebody who is named is
 * not enrolled; `empty-scope`.
 */
export async function reachOf(
  desk: StaffDesk,
  { exam, rights }: StaffView,
  scope: Scope,
): Promise<Result<Reach>> {
  const reach =
    scope.kind === 'candidates'
      ? await ofCandidates(desk, exam.id, scope)
      : await ofPlaces(desk, exam.id, scope);
  if (!reach.ok) return reach;
  const places = reach.value.places.map(asPlace);
  if (!(await coversScope(rights, scope, async () => places))) return fail('not-in-scope');
  return reach.value.reaches === 0 ? fail('empty-scope') : reach;
}

async function ofCandidates(
  desk: StaffDesk,
  examId: string,
  { candidateIds }: Extract<Scope, { kind: 'candidates' }>,
): Promise<Result<Reach>> {
  const people = await desk.people.find(examId, candidateIds);
  const known = new Set(people.map(({ candidateId }) => candidateId));
  const unknown = candidateIds.filter((candidateId) => !known.has(candidateId));
  if (unknown.length > 0) return fail('unknown-candidate', { details: { candidateIds: unknown } });
  const count = (attempt: (typeof people)[number]['attempt']) =>
    people.filter((person) => person.attempt === attempt).length;
  return ok({
    reaches: people.length,
    started: count('started'),
    absent: count('absent'),
    handedIn: count('handed-in'),
    places: people,
  });
}

async function ofPlaces(desk: StaffDesk, examId: string, scope: Scope): Promise<Result<Reach>> {
  const places = (await desk.people.counts(examId)).filter((place) => reaches(scope, asPlace(place)));
  const sum = (part: 'enrolled' | 'started' | 'handedIn') =>
    places.reduce((total, place) => total + place[part], 0);
  const [enrolled, started, handedIn] = [sum('enrolled'), sum('started'), sum('handedIn')];
  return ok({ reaches: enrolled, started, absent: enrolled - started - handedIn, handedIn, places });
}

/** Scopes of places ask for nobody's id. */
export function asPlace(place: Place | PlaceCount): Place {
  return 'candidateId' in place ? place : { ...place, candidateId: '' };
}

/**
 * Works on an attempt as it stands on the primary, if the candidate is where the caller may act. Errors: `not-found`,
 * `not-in-scope`.
 */
export async function withStaffAttempt<T>(
  desk: StaffDesk,
  who: Claims,
  attemptId: string,
  work: (hosted: HostedAttempt, state: OpenedState) => Promise<Result<T>>,
): Promise<Result<T>> {
  const ref = await desk.catalogue.attempt(attemptId);
  if (ref === null) return fail('not-found');
  const rights = await desk.scopes.of(who);
  const hosted = await desk.attempts.host(ref);
  try {
    const state = await desk.attempts.read(hosted);
    if (state.status === 'scheduled') return fail('not-found');
    if (!covers(rights, placeOf(state, hosted.context))) return fail('not-in-scope');
    return await work(hosted, state);
  } finally {
    desk.attempts.hosted.release(hosted);
  }
}
