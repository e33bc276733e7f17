import { isUtf8 } from 'node:buffer';
import { parseCookie } from 'cookie';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import { clientAddress, limitKey } from '../app/address.ts';
import { refusedFor } from '../app/charge.ts';
import type { Metrics } from '../app/metrics.ts';
import type { Clock, Log } from '../app/ports.ts';
import { fail, type Result } from '../app/result.ts';
import { unexpected } from '../app/unexpected.ts';
import type {
  CandidateUseCases,
  PublicUseCases,
  SessionUseCases,
  StaffIncidentUseCases,
  StaffUseCases,
} from '../app/useCases.ts';
import { wireError } from '../protocol/errorSentences.ts';
import { maxMessageBytes } from '../protocol/limits.ts';
import { candidateRoutes } from './candidateRoutes.ts';
import { sendError } from './errors.ts';
import { openApi } from './openApi.ts';
import { mountOperations, type Operations } from './operations.ts';
import { mountPages, type PageFolders } from './pages.ts';
import { mountPapers } from './papers.ts';
import { refreshCookie, refreshCookieOptions } from './refreshCookie.ts';
import type { Exchange, Route, RouteDeps } from './route.ts';
import { securityHeaders } from './securityHeaders.ts';
import { receiptRoutes, sessionRoutes } from './sessionRoutes.ts';
import { staffIncidentRoutes } from './staffIncidentRoutes.ts';
import { staffRoutes } from './staffRoutes.ts';

export interface HttpOptions extends RouteDeps, Operations, PageFolders {
  readonly useCases: CandidateUseCases;
  readonly staff: StaffUseCases & StaffIncidentUseCases;
  readonly publicUseCases: PublicUseCases;
  readonly sessions: SessionUseCases;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Where candidates reach the server; with https the refresh cookie is Secure. */
  readonly publicUrl: string;
  readonly allowedOrigins: ReadonlySet<string>;
  /** How many proxies of our own stand in front; their X-Forwarded-For is believed. */
  readonly trustedProxies: number;
}

/** Every route under /api, for the application and for its description. */
export function apiRoutes(
  options: Pick<HttpOptions, 'useCases' | 'staff' | 'publicUseCases' | 'sessions'>,
): readonly Route[] {
  return [
    ...sessionRoutes(options.sessions),
    ...candidateRoutes(options.useCases),
    ...receiptRoutes(options.publicUseCases),
    ...staffRoutes(options.staff),
    ...staffIncidentRoutes(options.staff),
  ];
}

/** The plain side of the server: sign-in, the exam over HTTP, receipts, health, metrics, and the pages. */
export function createHttp(options: HttpOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(securityHeaders(options.publicUrl));
  mountOperations(app, options);

  const routes = apiRoutes(options);
  const description = openApi(routes, options.publicUrl);
  app.get('/openapi.json', (_request, response) => void response.json(description));
  app.use('/api', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.use('/api', limitAddress(options));
  app.use('/api', express.json({ limit: maxMessageBytes, inflate: false, verify: onlyUtf8 }));
  for (const route of routes) {
    app[route.method](route.path.replaceAll(/\{(\w+)\}/g, ':$1'), (request, response) =>
      answer(route, request, response, options),
    );
  }
  mountPapers(app, options.publicUseCases);
  mountPages(app, options);
  app.use((_request, response) => sendError(response, wireError('not-found')));
  app.use(failure(options.log));
  return app;
}

async function answer(
  route: Route,
  request: Request,
  response: Response,
  options: HttpOptions,
): Promise<void> {
  const exchange = exchangeOf(request, response, options);
  const result = await resultOf(route, request, exchange, options);
  const outcome = result.ok ? 'ok' : result.error.code;
  const ms = options.clock.now() - exchange.receivedAt;
  options.metrics.answered('http', `${route.method} ${route.path}`, outcome, ms);
  if (result.ok) response.json({ ok: true, ...result.value });
  else sendError(response, result.error);
}

async function resultOf(
  route: Route,
  request: Request,
  exchange: Exchange,
  options: HttpOptions,
): Promise<Result<object>> {
  if (route.access === 'cookie' && !isAllowedOrigin(request, options.allowedOrigins))
    return fail('wrong-origin');
  try {
    return await route.run(exchange, options);
  } catch (error) {
    const { method, path } = route;
    return unexpected(error, crypto.randomUUID(), options.log, { method, path });
  }
}

/** Browsers name the page a request comes from; other programs do not, and hold no cookie of somebody else. */
function isAllowedOrigin(request: Request, allowed: ReadonlySet<string>): boolean {
  const { origin } = request.headers;
  return origin === undefined || allowed.has(origin);
}

function exchangeOf(request: Request, response: Response, options: HttpOptions): Exchange {
  const authorization = request.headers.authorization ?? '';
  const cookies = parseCookie(request.headers.cookie ?? '');
  return {
    params: { ...request.params },
    query: readQuery(request.query),
    body: request.body ?? {},
    receivedAt: options.clock.now(),
    address: addressOf(request, options),
    bearer: /^Bearer (\S+)$/i.exec(authorization)?.[1] ?? null,
    cookie: cookies[refreshCookie] ?? null,
    setCookie(cookie) {
      const how = refreshCookieOptions(options.publicUrl);
      if (cookie === null) response.clearCookie(refreshCookie, how);
      else response.cookie(refreshCookie, cookie.value, { ...how, expires: new Date(cookie.expiresAt) });
    },
  };
}

/** Numbers and truth values of a query as such, so that the schemas of the socket's requests fit. */
function readQuery(query: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(query).map(([name, value]) => {
      if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return [name, Number(value)];
      return [name, value === 'true' ? true : value === 'false' ? false : value];
    }),
  );
}

function addressOf(request: Request, { trustedProxies }: Pick<HttpOptions, 'trustedProxies'>): string {
  return limitKey(
    clientAddress(request.socket.remoteAddress, request.get('x-forwarded-for'), trustedProxies),
  );
}

const addressPrice = [{ bucket: 'http', cost: 1 }] as const;

function limitAddress(options: HttpOptions): express.RequestHandler {
  return (request, response, next) => {
    const now = options.clock.now();
    const refused = refusedFor(addressPrice, addressOf(request, options), options.rateLimits, now);
    if (refused === null) next();
    else sendError(response, refused.error);
  };
}

/** A decoder would put U+FFFD for every other byte, and somebody's answer would not be what they sent. */
function onlyUtf8(_request: unknown, _response: unknown, body: Buffer): void {
  if (!isUtf8(body)) throw new Error('not UTF-8');
}

const unreadable = { details: { issues: [': not readable: plain JSON in UTF-8, not compressed'] } };

/** What Express and its body parser complain about, in our shape; whatever else fails is logged. */
function failure(log: Log): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = statusIn(error);
    if (status === 413) sendError(response, wireError('too-large'));
    else if (status !== null && status < 500) sendError(response, wireError('malformed', unreadable));
    else {
      const result = unexpected(error, crypto.randomUUID(), log, {});
      if (!result.ok) sendError(response, result.error);
    }
  };
}

function statusIn(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}
