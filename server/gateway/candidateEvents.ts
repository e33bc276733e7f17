import { appendPrice, helpPrice, openPrice, readPrice, sealPrice } from '../app/charge.ts';
import { ok } from '../app/result.ts';
import type { CandidateUseCases, SessionUseCases } from '../app/useCases.ts';
import {
  appendRequest,
  callRequest,
  openRequest,
  renewRequest,
  reportRequest,
  sealRequest,
  streamRequest,
} from '../protocol/candidate.ts';
import { questionsPerChunk } from '../protocol/limits.ts';
import { type AnyEvent, defineEvent, type GuardDeps } from './guard.ts';
import type { CandidateSocket } from './types.ts';

export interface CandidateEventDeps extends Pick<GuardDeps, 'rateLimits'> {
  readonly useCases: CandidateUseCases;
  readonly sessions: Pick<SessionUseCases, 'renew'>;
  /** This connection shows the attempt from now on. */
  show(socket: CandidateSocket, attemptId: string, deviceId: string): Promise<void>;
  /** The connection's token has been renewed and now runs until `expiresAt`, epoch ms. */
  renewed(socket: CandidateSocket, expiresAt: number): void;
}

/** The events of namespace `/candidate`, by name. */
export function candidateEvents(deps: CandidateEventDeps): ReadonlyMap<string, AnyEvent<CandidateSocket>> {
  const { useCases, sessions } = deps;
  return new Map([
    [
      'attempt:open',
      defineEvent(
        {
          schema: openRequest,
          price: openPrice,
          handle: async ({ socket, who, request }) => {
            socket.data.opening = request.deviceId;
            const opened = await useCases.openAttempt(who, request).finally(() => {
              socket.data.opening = null;
            });
            if (opened.ok) await deps.show(socket, opened.value.attemptId, request.deviceId);
            return opened;
          },
        },
        deps,
      ),
    ],
    [
      'paper:stream',
      defineEvent(
        {
          schema: streamRequest,
          price: () => readPrice,
          handle: async ({ socket, who, request }) => {
            const found = await useCases.streamQuestions(who, request);
            if (!found.ok) return found;
            const { from, questions } = found.value;
            for (let sent = 0; sent < questions.length; sent += questionsPerChunk) {
              const chunk = questions.slice(sent, sent + questionsPerChunk);
              socket.emit('paper:questions', { from: from + sent, questions: chunk });
            }
            return ok({ count: questions.length });
          },
        },
        deps,
      ),
    ],
    [
      'journal:append',
      defineEvent(
        {
          schema: appendRequest,
          price: () => appendPrice,
          handle: ({ who, request, receivedAt }) => useCases.appendEntries(who, request, receivedAt),
        },
        deps,
      ),
    ],
    [
      'attempt:seal',
      defineEvent(
        {
          schema: sealRequest,
          price: () => sealPrice,
          handle: ({ who, request, receivedAt }) => useCases.sealAttempt(who, request, receivedAt),
        },
        deps,
      ),
    ],
    [
      'invigilator:call',
      defineEvent(
        {
          schema: callRequest,
          price: () => helpPrice,
          handle: ({ who, request }) => useCases.callInvigilator(who, request),
        },
        deps,
      ),
    ],
    [
      'question:report',
      defineEvent(
        {
          schema: reportRequest,
          price: () => helpPrice,
          handle: ({ who, request }) => useCases.reportQuestion(who, request),
        },
        deps,
      ),
    ],
    [
      'session:renew',
      defineEvent(
        {
          schema: renewRequest,
          price: () => readPrice,
          handle: async ({ socket, who }) => {
            const renewed = await sessions.renew(who);
            if (renewed.ok) deps.renewed(socket, renewed.value.expiresAt);
            return renewed;
          },
        },
        deps,
      ),
    ],
  ]);
}
