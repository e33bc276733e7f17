import express, { type Express } from 'express';
import type { Registry } from 'prom-client';

/** How long `/readyz` waits for the database, ms. */
const readinessMs = 1_000;

export interface Health {
  /** Why this node can serve nobody at the moment; `null` when it can. Never needs longer than it is waited for. */
  readiness(): Promise<string | null>;
  readonly registry: Registry;
  /** How it stands with the other nodes. It says nothing against this one: it saves without them. */
  live(): LiveHealth;
}

/** `alone`: by design. `stale`: the others are not heard, and this node tries again by itself. */
export type LiveHealth = 'alone' | 'joined' | 'stale';

export interface Operations extends Health {
  /** The public keys that receipts are signed with (RFC 7517). */
  jwks(): object;
}

/** What operators and verifiers ask: how is it doing, and which keys sign. */
export function mountOperations(app: Express, { jwks, ...health }: Operations): void {
  mountHealth(app, health);
  app.get('/.well-known/jwks.json', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').json(jwks());
  });
}

/** The only doors of a process that serves nobody. */
export function createHealth(health: Health): Express {
  const app = express();
  app.disable('x-powered-by');
  mountHealth(app, health);
  return app;
}

/** Is it alive, can it be of use, how is it doing. */
function mountHealth(app: Express, { readiness, registry, live }: Health): void {
  const shared = sharing(() => withinTime(readiness()));
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/readyz', async (_request, response) => {
    const reason = await shared();
    response.set('Cache-Control', 'no-store');
    if (reason === null) response.json({ ok: true, live: live() });
    else response.status(503).json({ ok: false, reason, live: live() });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
}

/** Whoever asks while an answer is on its way gets that one: a crowd of askers costs the database one question at a time. */
function sharing<T>(ask: () => Promise<T>): () => Promise<T> {
  let asking: Promise<T> | null = null;
  return () => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };
}

async function withinTime(readiness: Promise<string | null>): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const timer = setTimeout(() => resolve('The database does not answer.'), readinessMs);
  try {
    return await Promise.race([readiness, promise]);
  } catch {
    return 'The database cannot be asked.';
  } finally {
    clearTimeout(timer);
  }
}
