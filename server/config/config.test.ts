import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

const key = Buffer.alloc(32, 7).toString('base64');

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the configuration', () => {
  it('[OPS-21] of an empty environment is complete', () => {
    expect(loadConfig({})).toMatchObject({
      http: { host: '0.0.0.0', port: 8080, publicUrl: 'http://localhost:8080', trustedProxies: 0 },
      database: { url: null },
      redis: { url: null },
      data: { folder: resolve('.pariksha') },
      security: { masterKey: null },
      log: { level: 'info' },
      limits: { socketsPerAddress: 5_000 },
    });
  });

  it('[OPS-21, SEC-6] allows pages of its own address, by either name of this machine', () => {
    expect([...loadConfig({ PORT: '9000' }).http.allowedOrigins]).toEqual([
      'http://localhost:9000',
      'http://127.0.0.1:9000',
    ]);
    const published = loadConfig({
      PUBLIC_URL: 'https://exam.example/',
      ALLOWED_ORIGINS: 'https://a.example, https://b.example:8443',
    }).http;
    expect(published.publicUrl).toBe('https://exam.example');
    expect([...published.allowedOrigins]).toEqual([
      'https://exam.example',
      'https://a.example',
      'https://b.example:8443',
    ]);
  });

  it('[OPS-20] takes a variable that is empty as not set', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: '', LOG_LEVEL: '' })).toEqual(loadConfig({}));
  });

  it('[OPS-20] reads what is set', () => {
    const config = loadConfig({
      PORT: '0',
      HOST: '127.0.0.1',
      TRUST_PROXY: '2',
      DATABASE_URL: 'postgres://u:p@db.example/pariksha',
      REDIS_URL: 'rediss://redis.example',
      PARIKSHA_DATA: '/srv/data',
      PARIKSHA_MASTER_KEY: key,
      WORKER: 'off',
      LOG_LEVEL: 'warn',
      NODE_NAME: 'node-1',
      MAX_SOCKETS_PER_ADDRESS: '100',
      SECOND_APPROVER_ABOVE: '5',
      PATH: '/usr/bin',
    });
    expect(config).toMatchObject({
      http: { host: '127.0.0.1', port: 0, trustedProxies: 2 },
      database: { url: 'postgres://u:p@db.example/pariksha' },
      redis: { url: 'rediss://redis.example' },
      data: { folder: '/srv/data' },
      work: { jobs: false },
      log: { level: 'warn', node: 'node-1' },
      limits: { socketsPerAddress: 100, secondApproverAbove: 5 },
    });
    expect(config.security.masterKey?.toString('base64')).toBe(key);
  });

  it('[OPS-20] tells everything that is wrong at once, in sentences without the values', () => {
    const problems = problemsOf({
      PORT: 'eighty',
      PUBLIC_URL: 'exam.example',
      ALLOWED_ORIGINS: 'https://a.example/path',
      TRUST_PROXY: '-1',
      DATABASE_URL: 'mysql://root:hunter2@db',
      REDIS_URL: 'http://redis',
      PARIKSHA_MASTER_KEY: 'hunter2',
      WORKER: 'sometimes',
      LOG_LEVEL: 'loud',
      NODE_NAME: 'a\nb',
    });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'PUBLIC_URL',
      'ALLOWED_ORIGINS',
      'TRUST_PROXY',
      'DATABASE_URL',
      'REDIS_URL',
      'PARIKSHA_MASTER_KEY',
      'WORKER',
      'LOG_LEVEL',
      'NODE_NAME',
    ]);
    for (const problem of problems) expect(problem).toMatch(/^[A-Z_]+ must .*\.$/);
    expect(problems.join()).not.toContain('hunter2');
  });

  it.each(['65536', '1e3', '0x50', ' 80', '80.5', '99999999999999999999'])(
    '[OPS-20] takes no port %j',
    (port) => {
      expect(problemsOf({ PORT: port })).toEqual(['PORT must be a whole number from 0 to 65535.']);
    },
  );

  it('[OPS-20] wants the master key where the database is shared, and says so with all the rest', () => {
    const problems = problemsOf({ DATABASE_URL: 'postgres://db/x', PORT: 'x' });
    expect(problems).toHaveLength(2);
    expect(problems[1]).toContain('openssl rand -base64 32');
  });
});
