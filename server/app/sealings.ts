import { type AttemptContext, type OpenedState, unopened } from '../domain/attempt.ts';
import type { ExamCommand } from '../domain/command.ts';
import { fold } from '../domain/evolve.ts';
import type { Frame, SealReason } from '../domain/frame.ts';
import { ImpossibleHistory } from '../domain/frameTransitions.ts';
import { type ReceiptPayload, receiptPayload } from '../protocol/http.ts';

/** A frame that carries a receipt: a seal, or an adjudication that replaced the receipt of one. */
export interface Sealing {
  readonly seq: number;
  readonly examSeq: number;
  readonly at: number;
  readonly kid: string;
  /** The receipt's payload, exact text. */
  readonly receipt: string;
  /** `null` for an adjudication. */
  readonly reason: SealReason | null;
}

/** In the order of the log: the last one is in force. */
export function sealingsIn(frames: readonly Frame[]): readonly Sealing[] {
  return frames.flatMap(({ kind, body, seq, examSeq, receivedAt: at }): Sealing[] => {
    if (kind === 'sealed') {
      const { kid, receipt, reason } = body;
      return [{ seq, examSeq, at, kid, receipt, reason }];
    }
    if (kind !== 'adjudicated' || body.kid === undefined || body.receipt === undefined) return [];
    return [{ seq, examSeq, at, kid: body.kid, receipt: body.receipt, reason: null }];
  });
}

/**
 * What the receipt covers: the state right after its frame, as whoever wrote it knew it. Text: why these frames cannot
 * follow each other.
 */
export function stateAt(
  sealing: Sealing,
  frames: readonly Frame[],
  commands: readonly ExamCommand[],
  context: AttemptContext,
): OpenedState | string {
  try {
    const state = fold(
      unopened,
      frames.filter(({ seq }) => seq <= sealing.seq),
      commands.filter(({ seq }) => seq <= sealing.examSeq),
      context,
    );
    return state.status === 'scheduled' ? 'The attempt was never opened.' : state;
  } catch (error) {
    if (error instanceof ImpossibleHistory) return error.message;
    throw error;
  }
}

/** `null` when the text is not a receipt's payload. */
export function readReceipt(text: string): ReceiptPayload | null {
  try {
    return receiptPayload.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
