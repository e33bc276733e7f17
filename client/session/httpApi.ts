import type {
  FeedbackFormReply,
  FeedbackReply,
  FeedbackRequest,
} from '../../server/protocol/feedbackForm.ts';
import type { ExamsReply, ReceiptReply, SignInReply, VerifyReply } from '../../server/protocol/http.ts';
import { type SealedReply, sealedPath } from '../../server/protocol/sealed.ts';
import type { Environment } from './environment.ts';
import { type Form, object } from './form.ts';
import {
  type CookieRenewReply,
  cookieRenewReply,
  errorReply,
  examsReply,
  feedbackFormReply,
  feedbackReply,
  type KeySet,
  keySet,
  receiptReply,
  sealedReply,
  signInReply,
  verifyReply,
} from './replies.ts';
import type { Outcome } from './transport.ts';

export interface HttpCall<T> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Begins with `/`. */
  readonly path: string;
  readonly body?: object;
  readonly token?: string | undefined;
  readonly reply: Form<T>;
}

export interface HttpApiOptions {
  /** Origin of the server, without a slash at the end; '' for the page's own. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly environment: Environment;
  readonly timeoutMs?: number;
}

/** The HTTP routes of the contract. Every call is made once and resolves; it never throws. */
export class HttpApi {
  readonly #options: HttpApiOptions;

  constructor(options: HttpApiOptions) {
    this.#options = options;
  }

  signIn(
    username: string,
    secret: string,
    kind: 'password' | 'code' = 'password',
  ): Promise<Outcome<SignInReply>> {
    return this.call({
      method: 'POST',
      path: '/api/sessions',
      body: { username, [kind]: secret },
      reply: signInReply,
    });
  }

  /** By the refresh cookie. */
  renew(): Promise<Outcome<CookieRenewReply>> {
    return this.call({ method: 'POST', path: '/api/sessions/renew', body: {}, reply: cookieRenewReply });
  }

  /** Ends the sign-in that the refresh cookie stands for. */
  signOut(): Promise<Outcome<object>> {
    return this.call({ method: 'DELETE', path: '/api/sessions', reply: object({}) });
  }

  exams(token: string | undefined): Promise<Outcome<ExamsReply>> {
    return this.call({ method: 'GET', path: '/api/exams', token, reply: examsReply });
  }

  receipt(attemptId: string, token: string | undefined): Promise<Outcome<ReceiptReply>> {
    const path = `/api/attempts/${encodeURIComponent(attemptId)}/receipt`;
    return this.call({ method: 'GET', path, token, reply: receiptReply });
  }

  /** What may be fetched of an exam before its start. */
  sealed(examId: string, token: string | undefined): Promise<Outcome<SealedReply>> {
    const path = `/api/exams/${encodeURIComponent(examId)}/sealed`;
    return this.call({ method: 'GET', path, token, reply: sealedReply });
  }

  /** A sealed section, out of whatever cache has it; `null` when it cannot be had. */
  async ciphertext(hash: string): Promise<ArrayBuffer | null> {
    const { baseUrl, fetch } = this.#options;
    try {
      const response = await fetch(baseUrl + sealedPath(hash), { credentials: 'omit' });
      return response.ok ? await response.arrayBuffer() : null;
    } catch {
      return null;
    }
  }

  /** Asks whether a receipt is genuine. Needs no sign-in. */
  verify(receipt: string): Promise<Outcome<VerifyReply>> {
    return this.call({ method: 'POST', path: '/api/receipts/verify', body: { receipt }, reply: verifyReply });
  }

  feedbackForm(attemptId: string, token: string | undefined): Promise<Outcome<FeedbackFormReply>> {
    return this.call({ method: 'GET', path: feedbackPath(attemptId), token, reply: feedbackFormReply });
  }

  giveFeedback(
    attemptId: string,
    body: FeedbackRequest,
    token: string | undefined,
  ): Promise<Outcome<FeedbackReply>> {
    const path = feedbackPath(attemptId);
    return this.call({ method: 'POST', path, body, token, reply: feedbackReply });
  }

  /** The public keys with which receipts are verified (RFC 7517). */
  keys(): Promise<Outcome<KeySet>> {
    return this.call({ method: 'GET', path: '/.well-known/jwks.json', reply: keySet });
  }

  async call<T>({ method, path, body, token, reply }: HttpCall<T>): Promise<Outcome<T>> {
    const { baseUrl, environment, timeoutMs = 10_000 } = this.#options;
    const timeout = new AbortController();
    const callOff = environment.after(timeoutMs, () => timeout.abort());
    try {
      const response = await this.#options.fetch(baseUrl + path, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        credentials: 'same-origin',
        cache: 'no-store',
        signal: timeout.signal,
      });
      return readOutcome(reply, response.ok, await response.json());
    } catch {
      return { kind: 'unknown' };
    } finally {
      callOff();
    }
  }
}

function feedbackPath(attemptId: string): string {
  return `/api/attempts/${encodeURIComponent(attemptId)}/feedback`;
}

/** `isGood`: the status line says so. Something readable must stand in the body all the same. */
export function readOutcome<T>(reply: Form<T>, isGood: boolean, body: unknown): Outcome<T> {
  const refusal = errorReply.safeParse(body);
  if (refusal.success) return { kind: 'error', error: refusal.data.error };
  const read = isGood ? reply.safeParse(body) : undefined;
  return read?.success ? { kind: 'done', reply: read.data } : { kind: 'unknown' };
}
