import type { Express } from 'express';
import type { Registry } from 'prom-client';

/** How long `/readyz` waits for the database, ms. */
const readinessMs = 1_000;

export interface Operations {
  /** Why this node can serve nobody at the moment; `null` when it can. Never needs longer than it is waited for. */
  readiness(): Promise<string | null>;
  readonly registry: Registry;
  /** The public keys that receipts are signed with (RFC 7517). */
  jwks(): object;
}

/** What operators and verifiers ask: is it alive, can it serve, how is it doing, which keys sign. */
export function mountOperations(app: Express, { readiness, registry, jwks }: Operations): void {
  const shared = sharing(() => withinTime(readiness()));
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/readyz', async (_request, response) => {
    const reason = await shared();
    response.set('Cache-Control', 'no-store');
    if (reason === null) response.json({ ok: true });
    else response.status(503).json({ ok: false, reason });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.get('/.well-known/jwks.json', (_request, response) => {
    response.set('Cache-Control', 'public, max-age=300').json(jwks());
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
