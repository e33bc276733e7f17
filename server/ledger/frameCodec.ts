import type { Frame, FrameContent, FrameEnvelope, FrameKind } from '../domain/frame.ts';

/** A row of `attempt_log` as the driver returns it; `received_at` is a bigint and comes as text. */
export interface FrameRow {
  readonly place: number;
  readonly seq: number;
  readonly kind: FrameKind;
  readonly body: string;
  readonly exam_seq: number;
  readonly received_at: string;
  readonly open: boolean;
  readonly hash: string;
}

/** The exact text of a frame's body. It is hashed and stored as it stands and never serialised again. */
export function encodeBody(content: FrameContent): string {
  return JSON.stringify(content.body);
}

/**
 * A frame from its row. The body's form is not checked again: these rules wrote it, the chain guards it, and the audit
 * recomputes it.
 */
export function decodeFrame(row: FrameRow): Frame {
  const envelope: FrameEnvelope = {
    seq: row.seq,
    examSeq: row.exam_seq,
    receivedAt: Number(row.received_at),
    open: row.open,
    hash: row.hash,
  };
  const content = { kind: row.kind, body: JSON.parse(row.body) } as FrameContent;
  return { ...content, ...envelope };
}
