import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function logged(detail: object, level = 'info'): string {
  const lines: string[] = [];
  createLogger(level, 'n1', { write: (line) => void lines.push(line) }).info(detail, 'Something happened.');
  return lines.join('');
}

describe('the log', () => {
  it('[OPS-22] is lines of JSON with a time', () => {
    const line = JSON.parse(logged({ attemptId: 'a' }));
    expect(line).toMatchObject({ level: 30, node: 'n1', attemptId: 'a', msg: 'Something happened.' });
    expect(Date.parse(line.time)).not.toBeNaN();
    expect(logged({}, 'warn')).toBe('');
  });

  it('[OPS-22] holds no secret, on top, in a part, or in the headers of a request', () => {
    const secrets = {
      authorization: 'Bearer hunter2',
      cookie: 'pariksha_refresh=hunter2',
      'set-cookie': 'hunter2',
      token: 'hunter2',
      accessToken: 'hunter2',
      password: 'hunter2',
      secret: 'hunter2',
      masterKey: 'hunter2',
    };
    const line = logged({ ...secrets, request: { headers: secrets, body: 1 }, auth: secrets });
    expect(line).not.toContain('hunter2');
    expect(line).toContain('"body":1');
  });

  it('[OPS-22] shows an error with its cause', () => {
    const err = new Error('no answer', { cause: new Error('connection refused') });
    expect(logged({ err })).toContain('connection refused');
  });
});
