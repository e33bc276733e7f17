import { z } from 'zod';
import type { Charge } from '../app/charge.ts';
import { fail, ok } from '../app/result.ts';
import type { PublicUseCases, SessionUseCases } from '../app/useCases.ts';
import { signInRequest, verifyRequest } from '../protocol/http.ts';
import { signInReply, verifyReply } from './replySchemas.ts';
import { noParts, openRoute, type Route } from './route.ts';

/** Each look at a cookie is a query: without a price anybody could have the database busy with invented ones. */
const cookiePrice: readonly Charge[] = [{ bucket: 'renewal', cost: 1 }];

/** Signing in and out. The refresh cookie is set, sent and taken back under this path only. */
export function sessionRoutes(sessions: SessionUseCases): readonly Route[] {
  return [
    openRoute('cookie', {
      method: 'post',
      path: '/api/sessions',
      summary: 'Signs in: an access token, and a refresh cookie for this browser.',
      shape: { ...noParts, body: signInRequest },
      reply: signInReply,
      errors: [
        'malformed',
        'too-large',
        'wrong-origin',
        'bad-credentials',
        'rate-limited',
        'busy',
        'unavailable',
      ],
      // The use case charges: it knows whose sign-in it is, and whether the password was right.
      price: [],
      handle: async ({ body, exchange }) => {
        const { username } = body;
        const signed =
          'code' in body
            ? await sessions.signInWithCode(username, body.code, exchange.address)
            : await sessions.signIn(username, body.password, exchange.address);
        if (!signed.ok) return signed;
        const { reply, cookie, cookieExpiresAt } = signed.value;
        exchange.setCookie({ value: cookie, expiresAt: cookieExpiresAt });
        return ok(reply);
      },
    }),
    openRoute('cookie', {
      method: 'post',
      path: '/api/sessions/renew',
      summary: 'A new access token for the holder of the refresh cookie.',
      shape: noParts,
      reply: signInReply,
      errors: ['wrong-origin', 'unauthenticated', 'session-ended', 'rate-limited', 'unavailable'],
      price: cookiePrice,
      handle: async ({ exchange }) => {
        if (exchange.cookie === null) return fail('unauthenticated');
        return sessions.renewByCookie(exchange.cookie);
      },
    }),
    openRoute('cookie', {
      method: 'delete',
      path: '/api/sessions',
      summary: 'Signs out, here or on every device.',
      shape: { ...noParts, query: z.object({ everywhere: z.boolean().optional() }) },
      reply: z.object({}),
      errors: ['malformed', 'wrong-origin', 'unauthenticated', 'rate-limited', 'unavailable'],
      price: cookiePrice,
      handle: async ({ query, exchange }) => {
        if (exchange.cookie === null) return fail('unauthenticated');
        const ended = await sessions.signOut(exchange.cookie, query.everywhere === true);
        if (ended.ok) exchange.setCookie(null);
        return ended;
      },
    }),
  ];
}

export function receiptRoutes(open: PublicUseCases): readonly Route[] {
  return [
    openRoute('public', {
      method: 'post',
      path: '/api/receipts/verify',
      summary: 'Whether a receipt was signed here, is unchanged, and is the one in force.',
      shape: { ...noParts, body: verifyRequest },
      reply: verifyReply,
      errors: ['malformed', 'too-large', 'bad-receipt', 'rate-limited', 'unavailable'],
      price: [],
      handle: ({ body }) => open.verifyReceipt(body.receipt),
    }),
  ];
}
