import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../config/config.ts';
import { freePort } from '../main/freePort.ts';
import { type Node, startNode } from '../main/node.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { type Nginx, startNginx } from './processes/nginx.ts';
import { makeSitters } from './sitters.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const masterKey = randomBytes(32);

describe('behind nginx with the configuration in deploy/', { timeout: 120_000 }, () => {
  let database: TestDatabase;
  let folder: string;
  let nodes: Node[];
  let nginx: Nginx;
  let url: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), `pariksha-test-${process.pid}-nginx-`));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    nodes = await Promise.all([node(), node(), node()]);
    nginx = await startNginx(
      folder,
      port,
      nodes.map((each) => each.port),
    );
  });

  afterAll(async () => {
    await nginx?.stop();
    await Promise.all((nodes ?? []).map((each) => each.stop()));
    await database.drop();
    await rm(folder, { recursive: true });
  });

  async function node(): Promise<Node> {
    const config = loadConfig({ PUBLIC_URL: url, TRUST_PROXY: '1' });
    return startNode({
      config: { ...config, http: { ...config.http, port: 0, host: '127.0.0.1' } },
      databaseUrl: database.url,
      masterKey,
      operator: silent,
      webFolder: await webFolder(),
    });
  }

  async function webFolder(): Promise<string> {
    const built = join(folder, 'web');
    await mkdir(join(built, 'assets'), { recursive: true });
    await writeFile(join(built, 'index.html'), '<!doctype html><title>A page</title>');
    await writeFile(join(built, 'assets', 'app-1a2b3c.js'), 'export {};');
    return built;
  }

  it('[OPS-38] files with hashed names are kept, pages are asked for each time, metrics are not shown', async () => {
    const asset = () => fetch(`${url}/assets/app-1a2b3c.js`);
    const [first, second] = [await asset(), await asset()];
    expect(first.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect([first.headers.get('x-cache'), second.headers.get('x-cache')]).toEqual(['MISS', 'HIT']);
    expect(await second.text()).toBe('export {};');
    expect((await fetch(`${url}/`)).headers.get('cache-control')).toBe('no-cache');
    expect((await fetch(`${url}/assets/gone.js`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`)).status).toBe(404);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });

  it('[OPS-38] a body that is too large gets the node’s own words', async () => {
    const response = await fetch(`${url}/api/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'a'.repeat(40_000), password: 'b' }),
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ ok: false, error: { code: 'too-large' } });
  });

  it('[OPS-38, ACK-1] candidates sit over WebSockets on all nodes, come back to any, and lose nothing when one drains', async () => {
    const sitters = await makeSitters({ databaseUrl: database.url, masterKey, issuer: url, candidates: 12 });
    sitters.sitAt(url);
    await sitters.acknowledged(200);
    const [gone, ...others] = nodes;
    await gone?.stop();
    nodes = others;
    await sitters.acknowledged(200);
    // Not one request fails because of the node that is gone.
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await fetch(`${url}/readyz`)).status),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    sitters.handIn();
    await sitters.acknowledged(50);
    expect(await sitters.leave()).toBeGreaterThanOrEqual(450);
    expect(await sitters.violations()).toEqual([]);
  });
});
