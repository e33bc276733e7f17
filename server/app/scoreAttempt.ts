import type { OpenedState } from '../domain/attempt.ts';
import type { PaperKey } from '../domain/key.ts';
import type { PaperIndex } from '../domain/paperIndex.ts';
import { candidateOrder } from '../domain/paperOrder.ts';
import { type Score, scoreAttempt as scoreAnswers } from '../domain/scoring.ts';
import { attemptContext } from './attemptContext.ts';
import type { AttemptLog, AttemptRef, Catalogue, Digest, ExamLog, Marking } from './ports.ts';
import { sealedAnswersText } from './receipts.ts';
import { readReceipt, sealingsIn, stateAt } from './sealings.ts';

export interface ScoringWorld {
  readonly catalogue: Pick<Catalogue, 'attempt'>;
  readonly papers: { paper(hash: string): Promise<PaperIndex> };
  readonly attemptLog: Pick<AttemptLog, 'read'>;
  readonly examLog: Pick<ExamLog, 'read'>;
  readonly marking: Pick<Marking, 'key' | 'saveScore' | 'raiseIncident'>;
  readonly digest: Digest;
}

export type ScoringResult =
  | {
      readonly outcome: 'scored';
      readonly sealSeq: number;
      readonly keyVersion: number;
      readonly score: Score;
    }
  | { readonly outcome: 'not-found' | 'not-sealed' }
  /** The log does not bear out the receipt: nothing was scored, and a person has to look. */
  | { readonly outcome: 'incident'; readonly kind: IncidentKind; readonly detail: string };

export type IncidentKind = 'impossible-history' | 'digest-mismatch';

/**
 * Scores what the receipt in force covers, with the newest key, from nothing but the logs: frames are folded anew from
 * the first one, and only if the answers found are those of the receipt is there a score. Repeating it is harmless.
 * @throws Unavailable
 */
export async function scoreAttempt(world: ScoringWorld, attemptId: string): Promise<ScoringResult> {
  const ref = await world.catalogue.attempt(attemptId);
  if (ref === null) return { outcome: 'not-found' };
  const frames = await world.attemptLog.read(ref, 0);
  const sealing = sealingsIn(frames).at(-1);
  if (sealing === undefined) return { outcome: 'not-sealed' };
  const [first] = frames;
  if (first?.kind !== 'opened') {
    return incident(world, ref, 'impossible-history', 'The log does not begin with the opening.');
  }
  const paper = await world.papers.paper(first.body.paper);
  const commands = await world.examLog.read(ref.examId, 0);
  const found = stateAt(sealing, frames, commands, attemptContext(ref, paper));
  if (typeof found === 'string') return incident(world, ref, 'impossible-history', found);
  const promised = readReceipt(sealing.receipt)?.digest;
  const digest = world.digest(sealedAnswersText(found));
  if (digest !== promised) {
    const detail = `The answers in the log have the digest ${digest}, but the receipt says ${promised ?? 'nothing'}.`;
    return incident(world, ref, 'digest-mismatch', detail);
  }
  return await score(world, ref, paper, sealing.seq, found);
}

/** The score of what `state` has answered. @throws Error as the domain's `scoreAttempt` does. */
export function scoreState(paper: PaperIndex, state: OpenedState, key: PaperKey): Score {
  const { sections } = candidateOrder(paper.content, state.seed);
  return scoreAnswers(paper.content, sections, state.answers, key);
}

/** What is kept of a score beside its total and its maximum. */
export function scoreDetail({ perSection, perQuestion }: Score) {
  return { sections: perSection, questions: perQuestion };
}

async function score(
  world: ScoringWorld,
  { attemptId }: AttemptRef,
  paper: PaperIndex,
  sealSeq: number,
  state: OpenedState,
): Promise<ScoringResult> {
  const marking = await world.marking.key(paper.hash);
  if (marking === null) throw new Error(`Paper ${paper.hash} has no key.`);
  const result = scoreState(paper, state, marking.key);
  await world.marking.saveScore({
    attemptId,
    sealSeq,
    keyVersion: marking.version,
    total: result.total,
    maximum: result.maximum,
    detail: JSON.stringify(scoreDetail(result)),
  });
  return { outcome: 'scored', sealSeq, keyVersion: marking.version, score: result };
}

async function incident(
  world: ScoringWorld,
  { examId, attemptId }: AttemptRef,
  kind: IncidentKind,
  detail: string,
): Promise<ScoringResult> {
  await world.marking.raiseIncident({ examId, attemptId, kind, detail: JSON.stringify({ detail }) });
  return { outcome: 'incident', kind, detail };
}
