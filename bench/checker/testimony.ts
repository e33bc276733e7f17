import type { BenchRecord, InvokedRecord } from '../records.ts';

/** Everything that one candidate's page has sent and was told. */
export interface Testimony {
  readonly candidate: number;
  /** Empty while no opening was answered. */
  attemptId: string;
  /** The latest deadline it was told, epoch ms. */
  deadlineAt: number;
  readonly epochs: Map<number, EpochTestimony>;
  readonly receipts: { readonly sealSeq: number; readonly through: number; readonly head: string }[];
}

export interface EpochTestimony {
  /** By number; entry n stands at n - 1. */
  readonly sent: SentEntry[];
  /** 1…through were acknowledged. */
  through: number;
  /** Numbers up to which, from the one before on, entries were acknowledged in this way. */
  readonly acks: { readonly through: number; readonly as: 'answered' | 'late' | 'learned' }[];
  readonly refused: Set<number>;
  /** Appends that were never answered. */
  readonly unknown: { readonly from: number; readonly count: number }[];
}

export type SentEntry = Pick<InvokedRecord, 'what' | 'question' | 'value' | 'at' | 'sentAt' | 'commandId'>;

/** The records of all generators, by candidate. */
export function collectTestimonies(records: Iterable<BenchRecord>): ReadonlyMap<number, Testimony> {
  const testimonies = new Map<number, Testimony>();
  for (const record of records) {
    let testimony = testimonies.get(record.candidate);
    if (testimony === undefined) {
      const { candidate } = record;
      testimony = { candidate, attemptId: '', deadlineAt: 0, epochs: new Map(), receipts: [] };
      testimonies.set(candidate, testimony);
    }
    add(record, testimony);
  }
  return testimonies;
}

function add(record: BenchRecord, testimony: Testimony): void {
  const epoch = epochOf(testimony, record.epoch);
  switch (record.kind) {
    case 'invoked': {
      const { n, what, question, value, at, sentAt, commandId } = record;
      epoch.sent[n - 1] = {
        what,
        question,
        value,
        at,
        sentAt,
        ...(commandId !== undefined && { commandId }),
      };
      return;
    }
    case 'acked':
      epoch.through = Math.max(epoch.through, record.through);
      epoch.acks.push({ through: record.through, as: record.as });
      return;
    case 'refused':
      epoch.refused.add(record.n);
      return;
    case 'unknown':
      epoch.unknown.push({ from: record.from, count: record.count });
      return;
    case 'opened':
      testimony.attemptId = record.attemptId;
      testimony.deadlineAt = Math.max(testimony.deadlineAt, record.deadlineAt);
      return;
    case 'deadline':
      testimony.deadlineAt = Math.max(testimony.deadlineAt, record.deadlineAt);
      return;
    case 'sealed':
      testimony.receipts.push({ sealSeq: record.sealSeq, through: record.through, head: record.head });
      return;
  }
}

function epochOf({ epochs }: Testimony, number: number): EpochTestimony {
  const known = epochs.get(number);
  if (known !== undefined) return known;
  const epoch = { sent: [], through: 0, acks: [], refused: new Set<number>(), unknown: [] };
  epochs.set(number, epoch);
  return epoch;
}
