import type { HostedAttempt } from '../hostedAttempt.ts';
import type { HostedAttempts } from '../hostedAttempts.ts';
import type { Result } from '../result.ts';
import type { CandidateUseCases } from '../useCases.ts';

/** Told of each request over plain HTTP that is about an attempt. */
export interface RequestListener {
  onRequest(hosted: HostedAttempt): void;
}

/** The same use cases for plain HTTP: whoever asks for something there is not away, although no connection shows the attempt. */
export function heardOverHttp(
  useCases: CandidateUseCases,
  hosted: Pick<HostedAttempts, 'find'>,
  listeners: readonly RequestListener[],
): CandidateUseCases {
  const heard = <T>(attemptId: string, result: Result<T>): Result<T> => {
    const attempt = result.ok ? hosted.find(attemptId) : undefined;
    if (attempt !== undefined) for (const listener of listeners) listener.onRequest(attempt);
    return result;
  };
  return {
    ...useCases,
    async openAttempt(who, request) {
      const opened = await useCases.openAttempt(who, request);
      return opened.ok ? heard(opened.value.attemptId, opened) : opened;
    },
    appendEntries: async (who, request, receivedAt) =>
      heard(request.attemptId, await useCases.appendEntries(who, request, receivedAt)),
    attemptState: async (who, attemptId) => heard(attemptId, await useCases.attemptState(who, attemptId)),
  };
}
