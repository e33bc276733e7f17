import type { Transport } from '../../client/session/transport.ts';
import type {
  AppendReply,
  AppendRequest,
  Deadline,
  OpenReply,
  SealReply,
} from '../../server/protocol/candidate.ts';
import { entry } from '../../server/protocol/entries.ts';
import type { AnswerBook } from '../answerBook.ts';
import type { InvokedRecord, RecordWriter } from '../records.ts';
import { statedIn } from './jws.ts';

export interface Witness {
  /** Number of the candidate in the run. */
  readonly candidate: number;
  readonly book: AnswerBook;
  readonly records: RecordWriter;
  readonly now: () => number;
  /** An answer got its number. */
  readonly onNumbered: (n: number, questionId: string) => void;
  readonly onConfirmed: (commandId: string) => void;
  readonly onAcknowledged: (through: number) => void;
}

/** The real client's way to the server, with everything that it sends and is told written into the records first. */
export function recordedTransport(transport: Transport, witness: Witness): Transport {
  const { candidate, records, now, book } = witness;
  const invoked = new Map<number, number>();
  const acknowledged = new Map<number, number>();
  let deadlineVersion = 0;

  const acknowledge = (epoch: number, through: number, as: 'answered' | 'late' | 'learned') => {
    if (through <= (acknowledged.get(epoch) ?? 0)) return;
    acknowledged.set(epoch, through);
    records.write({ kind: 'acked', candidate, epoch, through, as, at: now() });
    witness.onAcknowledged(through);
  };
  const learn = (epoch: number, deadline: Deadline | undefined) => {
    if (deadline === undefined || deadline.version <= deadlineVersion) return;
    deadlineVersion = deadline.version;
    records.write({ kind: 'deadline', candidate, epoch, deadlineAt: deadline.at });
  };
  const opened = ({ epoch, attemptId, deadline, through }: OpenReply) => {
    records.write({ kind: 'opened', candidate, epoch, attemptId, deadlineAt: deadline.at });
    deadlineVersion = Math.max(deadlineVersion, deadline.version);
    acknowledge(epoch, through, 'learned');
  };
  const invoke = ({ epoch, from, entries }: AppendRequest) => {
    for (const [index, sent] of entries.entries()) {
      const n = from + index;
      if (n <= (invoked.get(epoch) ?? 0)) continue;
      invoked.set(epoch, n);
      const what = inBook(book, sent);
      records.write({ kind: 'invoked', candidate, epoch, n, sentAt: now(), ...what });
      if (what.commandId !== undefined) witness.onConfirmed(what.commandId);
      else if (what.what !== 'visited') witness.onNumbered(n, book.questions[what.question]?.id ?? '');
    }
  };
  const appended = (epoch: number, { through, late, refused = [], deadline }: AppendReply) => {
    for (const { n } of refused) records.write({ kind: 'refused', candidate, epoch, n });
    acknowledge(epoch, through, late === true ? 'late' : 'answered');
    learn(epoch, deadline);
  };
  const sealed = (epoch: number, { receipt }: Pick<SealReply, 'receipt'>) =>
    records.write({ kind: 'sealed', candidate, epoch, ...statedIn(receipt) });

  return {
    get link() {
      return transport.link;
    },
    connect: () => transport.connect(),
    close: () => transport.close(),
    async open(request) {
      const outcome = await transport.open(request);
      if (outcome.kind === 'done') opened(outcome.reply);
      return outcome;
    },
    stream: (request, onChunk) => transport.stream(request, onChunk),
    async append(request) {
      const { epoch, from, entries } = request;
      invoke(request);
      const outcome = await transport.append(request);
      if (outcome.kind === 'done') appended(epoch, outcome.reply);
      else if (outcome.kind === 'unknown')
        records.write({ kind: 'unknown', candidate, epoch, from, count: entries.length });
      return outcome;
    },
    async seal(request) {
      const outcome = await transport.seal(request);
      if (outcome.kind === 'done') sealed(request.epoch, outcome.reply);
      return outcome;
    },
    help: (request) => transport.help(request),
    renew: () => transport.renew(),
    onLink: (listener) => transport.onLink(listener),
    onPush: (listener) => transport.onPush(listener),
  };
}

type Sent = Pick<InvokedRecord, 'what' | 'question' | 'value' | 'at' | 'commandId'>;

/** Where an entry stands in the answer book. The crew gives the real client nothing that is not in it. */
function inBook({ questions }: AnswerBook, sent: unknown): Sent {
  const read = entry.parse(sent);
  if (read.kind === 'confirmed') {
    const { commandId, at } = read;
    return { what: 'confirmed', question: 0, value: 0, at, commandId };
  }
  if (read.kind !== 'answer' && read.kind !== 'visited')
    throw new Error(`The real client has sent an entry of kind ${read.kind} that nobody asked it for.`);
  const question = questions.findIndex(({ id }) => id === read.questionId);
  if (read.kind === 'visited') return { what: 'visited', question, value: read.ms, at: read.at };
  const text = JSON.stringify(read.value);
  const value =
    questions[question]?.values.findIndex((each) => JSON.stringify(JSON.parse(each)) === text) ?? -1;
  if (value === -1) throw new Error(`The real client has sent ${text}, which the answer book does not hold.`);
  return { what: read.marked ? 'marked-answer' : 'answer', question, value, at: read.at };
}
