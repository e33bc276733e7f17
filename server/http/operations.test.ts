import { Registry } from 'prom-client';
import { afterEach, describe, expect, it } from 'vitest';
import { type Doors, type DoorsOptions, startDoors } from '../test/doors/startDoors.ts';
import { registerLiveMetrics } from './liveMetrics.ts';
import { createPromMetrics } from './promMetrics.ts';

let doors: Doors;
afterEach(() => doors.close());

async function start(http: DoorsOptions['http'] = {}): Promise<Doors> {
  doors = await startDoors({ http });
  return doors;
}

async function ask(path: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${doors.url}${path}`);
  return { status: response.status, body: await response.json() };
}

describe('health', () => {
  it('[OPS-23] says that the process lives, whatever the database does', async () => {
    await start({ readiness: () => Promise.reject(new Error('gone')) });
    expect(await ask('/healthz')).toEqual({ status: 200, body: { ok: true } });
  });

  it('[OPS-24] says that the node is ready, or why it is not', async () => {
    let reason: string | null = null;
    await start({ readiness: async () => reason });
    expect(await ask('/readyz')).toEqual({ status: 200, body: { ok: true, live: 'alone' } });
    reason = 'The schema is older than this server.';
    expect(await ask('/readyz')).toEqual({ status: 503, body: { ok: false, reason, live: 'alone' } });
  });

  it('[LIV-19] says that the node does not hear the others, and is ready nevertheless', async () => {
    await start({ live: () => 'stale' });
    expect(await ask('/readyz')).toEqual({ status: 200, body: { ok: true, live: 'stale' } });
  });

  it('[OPS-24] waits a second for the database, and tells nothing of its errors', async () => {
    await start({ readiness: () => new Promise(() => undefined) });
    expect(await ask('/readyz')).toMatchObject({
      status: 503,
      body: { reason: 'The database does not answer.' },
    });
    await doors.close();
    await start({ readiness: () => Promise.reject(new Error('password of postgres is wrong')) });
    const { status, body } = await ask('/readyz');
    expect([status, JSON.stringify(body)]).toEqual([503, expect.not.stringContaining('password')]);
  });
});

describe('what operators and verifiers ask for', () => {
  it('[LIV-19] shows whether the others are heard, and what was lost or dropped', async () => {
    const registry = new Registry();
    let lost = 3;
    registerLiveMetrics(registry, {
      isStale: () => true,
      counts: () => ({ outages: 1, rejected: 2, lost }),
    });
    await start({ registry });
    await (await fetch(`${doors.url}/metrics`)).text();
    lost = 4;
    const text = await (await fetch(`${doors.url}/metrics`)).text();
    expect(text).toContain('pariksha_live_stale 1');
    expect(text).toContain('pariksha_live_outages_total 1');
    expect(text).toContain('pariksha_live_rejected_total 2');
    expect(text).toContain('pariksha_live_lost_total 4');
  });

  it('[OPS-25] counts requests, cuts, connections and latency', async () => {
    const registry = new Registry();
    const metrics = createPromMetrics(registry, {
      connections: () => ({ candidates: 40_000, proctors: 200, strangers: 12 }),
      queueDepth: () => 7,
    });
    await start({ registry });
    metrics.answered('socket', 'journal:append', 'ok', 3);
    metrics.answered('socket', 'journal:append', 'busy', 3);
    metrics.cut('flood');
    const response = await fetch(`${doors.url}/metrics`);
    const text = await response.text();
    expect(response.headers.get('content-type')).toContain('text/plain');
    expect(text).toContain('pariksha_requests_total{door="socket",request="journal:append",outcome="ok"} 1');
    expect(text).toContain(
      'pariksha_requests_total{door="socket",request="journal:append",outcome="busy"} 1',
    );
    expect(text).toContain('pariksha_append_seconds_bucket{le="0.005",door="socket"} 1');
    expect(text).toContain('pariksha_connections_cut_total{reason="flood"} 1');
    expect(text).toContain('pariksha_connections{kind="candidate"} 40000');
    expect(text).toContain('pariksha_connections{kind="stranger"} 12');
    expect(text).toContain('pariksha_write_queue_frames 7');
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
  });

  it('[OPS-25] names requests by our own tables, whatever clients send', async () => {
    await start();
    const socket = await doors.connect();
    await socket.emitWithAck('no "such" event', {});
    await fetch(`${doors.url}/api/attempts/someone/receipt`);
    await fetch(`${doors.url}/api/none/such`);
    expect(doors.metrics.outcomes).toEqual([
      'socket unknown unknown-event',
      'http get /api/attempts/{attemptId}/receipt unauthenticated',
    ]);
  });

  it('[RCP-5] publishes the receipts’ keys', async () => {
    const keys = [{ kty: 'OKP', crv: 'Ed25519', x: 'x', kid: 'k' }];
    await start({ jwks: () => ({ keys }) });
    expect(await ask('/.well-known/jwks.json')).toEqual({ status: 200, body: { keys } });
  });

  it('[OPS-26] says what this is', async () => {
    await start();
    const page = await fetch(doors.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/html'),
    ]);
    expect(await page.text()).toContain('exam server');
  });
});
