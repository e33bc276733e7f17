import { isAnswered } from '../domain/answers.ts';
import { type AttemptContext, type OpenedState, penOf } from '../domain/attempt.ts';
import type { ReceiptPayload } from '../protocol/http.ts';
import type { Digest, SubmissionRow } from './ports.ts';

/** What a seal states, before it is signed. */
export interface SealStatement {
  readonly reason: string;
  readonly sealedAt: number;
}

/**
 * The canonical text of the answers that a seal covers: JSON of `[questionId, value]` pairs that answer something,
 * sorted by question id, the rows of grids sorted too. Its SHA-256 is the receipt's digest.
 */
export function sealedAnswersText(state: Pick<OpenedState, 'answers'>): string {
  const answered = [...state.answers]
    .filter(([, answer]) => isAnswered(answer.value))
    .map(([questionId, answer]) => [questionId, canonical(answer.value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(answered);
}

function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The receipt's payload text as it stands in the sealing frame, and the row that goes with it. */
export function makeReceipt(
  state: OpenedState,
  context: AttemptContext,
  seal: SealStatement,
  signing: { readonly issuer: string; readonly kid: string; readonly digest: Digest },
): SubmissionRow {
  const pen = penOf(state);
  const answers = sealedAnswersText(state);
  const payload: ReceiptPayload = {
    iss: signing.issuer,
    attemptId: context.attemptId,
    examId: context.examId,
    candidateId: context.candidateId,
    paper: context.paper.hash,
    sealSeq: state.seq + 1,
    head: state.head,
    epoch: pen.epoch,
    through: pen.through,
    answered: [...state.answers.values()].filter(({ value }) => isAnswered(value)).length,
    digest: signing.digest(answers),
    reason: seal.reason,
    sealedAt: seal.sealedAt,
  };
  return { reason: seal.reason, receipt: JSON.stringify(payload), kid: signing.kid, digest: payload.digest };
}
