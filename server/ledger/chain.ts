import { hash } from 'node:crypto';
import type { FrameKind } from '../domain/frame.ts';

/** What a frame's hash covers, besides the hash before it. `body` is the exact text in the log. */
export interface ChainedFrame {
  readonly seq: number;
  readonly kind: FrameKind;
  readonly examSeq: number;
  readonly receivedAt: number;
  readonly body: string;
}

/** The hash that stands before an attempt's first frame: SHA-256 over attempt, exam and candidate. Hex. */
export function genesis(attemptId: string, examId: string, candidateId: string): string {
  return sha256([attemptId, examId, candidateId]);
}

/** `SHA-256(prev, seq, kind, exam_seq, received_at, body)`, every field framed by its length. `prev` and result in hex. */
export function frameHash(prev: string, frame: ChainedFrame): string {
  const { seq, kind, examSeq, receivedAt, body } = frame;
  return sha256([Buffer.from(prev, 'hex'), String(seq), kind, String(examSeq), String(receivedAt), body]);
}

/** The hash that stands before an exam's first command. Hex. */
export function examGenesis(examId: string): string {
  return sha256([examId]);
}

/** `SHA-256(prev, seq, kind, scope, body, actor, command_id, issued_at)`, framed like a frame's. Hex. */
export function commandHash(
  prev: string,
  row: {
    readonly seq: number;
    readonly kind: string;
    readonly scope: string;
    readonly body: string;
    readonly actor: string;
    readonly commandId: string;
    readonly issuedAt: number;
  },
): string {
  const { seq, kind, scope, body, actor, commandId, issuedAt } = row;
  return sha256([
    Buffer.from(prev, 'hex'),
    String(seq),
    kind,
    scope,
    body,
    actor,
    commandId,
    String(issuedAt),
  ]);
}

const lengthBytes = 4;

/** Each field is preceded by its length in bytes (big-endian, 32 bit), so that no two lists of fields read alike. */
function sha256(fields: readonly (string | Buffer)[]): string {
  const sizes = fields.map((field) => (typeof field === 'string' ? Buffer.byteLength(field) : field.length));
  const framed = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size + lengthBytes, 0));
  let at = 0;
  fields.forEach((field, index) => {
    at = framed.writeUInt32BE(sizes[index] ?? 0, at);
    at += typeof field === 'string' ? framed.write(field, at) : field.copy(framed, at);
  });
  return hash('sha256', framed, 'hex');
}
