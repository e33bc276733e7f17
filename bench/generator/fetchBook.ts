import { realEnvironment } from '../../client/session/environment.ts';
import type { WireQuestion } from '../../server/protocol/candidate.ts';
import { maxQuestionsPerStream } from '../../server/protocol/limits.ts';
import { type AnswerBook, answerBook } from '../answerBook.ts';
import { BenchError } from '../benchError.ts';
import { Connection, type ConnectionEvents, type Endpoint } from './connection.ts';
import { readArgument, readReply, textIn } from './reply.ts';
import { surroundings } from './surroundings.ts';

export interface BookOptions {
  readonly endpoint: Endpoint;
  readonly token: string;
  readonly examId: string;
  readonly random: () => number;
}

const patienceMs = 20_000;

/** Opens the exam once, asks for all questions and makes the answers that everybody will give. @throws BenchError */
export async function fetchBook({ endpoint, token, examId, random }: BookOptions): Promise<AnswerBook> {
  const { promise, resolve, reject } = Promise.withResolvers<AnswerBook>();
  const questions: WireQuestion[] = [];
  const refuse = (what: string, code: string) =>
    reject(
      new BenchError(
        code === 'entry-closed'
          ? 'The exam was over before anybody could come in: the machine is slower than planned. Say more --seconds.'
          : `The exam cannot be ${what}: the server says "${code}".`,
      ),
    );
  const events: ConnectionEvents = {
    onJoined() {
      const body = JSON.stringify({ examId, deviceId: realEnvironment.newId() });
      connection.request('attempt:open', body, (text) => {
        const reply = readReply(text);
        if (!reply.ok) return refuse('opened', reply.code);
        stream(textIn(reply.value, 'attemptId') ?? '');
      });
    },
    onEvent(name, body) {
      const { questions: chunk } = readArgument(body);
      if (name === 'paper:questions' && Array.isArray(chunk)) questions.push(...chunk);
    },
    onClosed: (reason) =>
      reject(new BenchError(`The server at ${endpoint.host}:${endpoint.port} cannot be used: ${reason}.`)),
  };
  const stream = (attemptId: string) => {
    const body = JSON.stringify({ attemptId, from: 0, count: maxQuestionsPerStream });
    connection.request('paper:stream', body, (text) => {
      const reply = readReply(text);
      if (!reply.ok) return refuse('read', reply.code);
      resolve(answerBook(questions, random));
    });
  };
  const connection = new Connection(surroundings(), { endpoint, token, delayMs: 0, patienceMs }, events);
  try {
    return await promise;
  } finally {
    connection.close();
  }
}
