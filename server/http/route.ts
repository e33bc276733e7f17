import { z } from 'zod';
import { type Charge, readPrice, refusedFor } from '../app/charge.ts';
import { parsePayload } from '../app/payload.ts';
import type { EndedSessions } from '../app/ports/live.ts';
import type { Claims, RateLimits, Tokens } from '../app/ports.ts';
import { fail, ok, type Result } from '../app/result.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { Role } from '../protocol/http.ts';

/** One HTTP request as the routes see it, after its body has arrived in full. */
export interface Exchange {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** Server time at which the body was complete, epoch ms. */
  readonly receivedAt: number;
  readonly address: string;
  /** The bearer token, if the request has one. */
  readonly bearer: string | null;
  /** The refresh cookie's value, if the request has one. */
  readonly cookie: string | null;
  /** `null` takes the cookie back. */
  setCookie(cookie: { readonly value: string; readonly expiresAt: number } | null): void;
}

/** What a request holds, in zod: it is parsed with this, and the OpenAPI description is made of it. */
export interface Shape<Params, Query, Body> {
  readonly params: z.ZodType<Params>;
  readonly query: z.ZodType<Query>;
  readonly body: z.ZodType<Body>;
}

/** The part of a request that is not looked at. */
export const nothing = z.object({});

export const noParts = { params: nothing, query: nothing, body: nothing };

export interface Route {
  readonly method: 'get' | 'post' | 'delete';
  /** With parameters in braces, as OpenAPI writes them. */
  readonly path: string;
  readonly summary: string;
  /** Who may call: anybody, pages of allowed origins (they use the refresh cookie), or who is signed in as such. */
  readonly access: 'public' | 'cookie' | 'candidate' | 'staff';
  readonly shape: Shape<unknown, unknown, unknown>;
  /** What a success holds besides `ok: true`. */
  readonly reply: z.ZodObject;
  readonly errors: readonly ErrorCode[];
  run(exchange: Exchange, deps: RouteDeps): Promise<Result<object>>;
}

export interface RouteDeps {
  readonly tokens: Pick<Tokens, 'verify'>;
  readonly ended: Pick<EndedSessions, 'has'>;
  readonly rateLimits: RateLimits;
}

interface Parts<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

type RouteSpec<Params, Query, Body, Extra> = Omit<Route, 'shape' | 'run' | 'access'> & {
  readonly shape: Shape<Params, Query, Body>;
  handle(call: Parts<NoInfer<Params>, NoInfer<Query>, NoInfer<Body>> & Extra): Promise<Result<object>>;
};

type WithExchange = { readonly exchange: Exchange };
type SignedIn = { readonly who: Claims; readonly receivedAt: number };

/** A route that anybody may call, at a price for their address. With `cookie`, a page's Origin must be an allowed one. */
export function openRoute<Params, Query, Body>(
  access: 'public' | 'cookie',
  {
    handle,
    price,
    ...spec
  }: RouteSpec<Params, Query, Body, WithExchange> & { readonly price: readonly Charge[] },
): Route {
  return {
    ...spec,
    access,
    async run(exchange, { rateLimits }) {
      const parts = parse(spec.shape, exchange);
      if (!parts.ok) return parts;
      const refused = refusedFor(price, exchange.address, rateLimits, exchange.receivedAt);
      return refused ?? handle({ ...parts.value, exchange });
    },
  };
}

/** A route for a signed-in candidate, at the same price as the same request over the socket. */
export function candidateRoute<Params, Query, Body>({
  handle,
  price,
  ...spec
}: RouteSpec<Params, Query, Body, SignedIn> & { price(body: NoInfer<Body>): readonly Charge[] }): Route {
  return {
    ...spec,
    access: 'candidate',
    async run(exchange, deps) {
      const signedIn = authenticate(exchange, 'candidate', deps);
      if (!signedIn.ok) return signedIn;
      const parts = parse(spec.shape, exchange);
      if (!parts.ok) return parts;
      const who = signedIn.value;
      const { receivedAt } = exchange;
      const refused = refusedFor(price(parts.value.body), who.userId, deps.rateLimits, receivedAt);
      return refused ?? handle({ ...parts.value, who, receivedAt });
    },
  };
}

/** A route for those of the staff who have one of these roles. What they may see and act on says the use case. */
export function staffRoute<Params, Query, Body>({
  handle,
  roles,
  ...spec
}: RouteSpec<Params, Query, Body, SignedIn> & { readonly roles: readonly Role[] }): Route {
  return {
    ...spec,
    access: 'staff',
    async run(exchange, deps) {
      const signedIn = authenticate(exchange, 'staff', deps);
      if (!signedIn.ok) return signedIn;
      const who = signedIn.value;
      if (!roles.includes(who.role)) return fail('forbidden');
      const parts = parse(spec.shape, exchange);
      if (!parts.ok) return parts;
      const { receivedAt } = exchange;
      const refused = refusedFor(readPrice, who.userId, deps.rateLimits, receivedAt);
      return refused ?? handle({ ...parts.value, who, receivedAt });
    },
  };
}

type Audience = Parameters<Tokens['verify']>[1];

/** A genuine token for the other side of the house is `forbidden`: signing in again would not help. */
function authenticate(
  { bearer, receivedAt }: Exchange,
  audience: Audience,
  { tokens, ended }: RouteDeps,
): Result<Claims> {
  if (bearer === null) return fail('unauthenticated');
  const check = tokens.verify(bearer, audience, receivedAt);
  if (!check.ok) {
    const isForOthers = tokens.verify(bearer, audience === 'staff' ? 'candidate' : 'staff', receivedAt).ok;
    return fail(isForOthers ? 'forbidden' : check.code);
  }
  return ended.has(check.claims.sessionId, receivedAt) ? fail('session-ended') : ok(check.claims);
}

function parse<Params, Query, Body>(
  shape: Shape<Params, Query, Body>,
  exchange: Exchange,
): Result<Parts<Params, Query, Body>> {
  const params = parsePayload(shape.params, exchange.params);
  if (!params.ok) return params;
  const query = parsePayload(shape.query, exchange.query);
  if (!query.ok) return query;
  const body = parsePayload(shape.body, exchange.body);
  if (!body.ok) return body;
  return ok({ params: params.value, query: query.value, body: body.value });
}
