import { afterEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../app/ports.ts';
import { ok } from '../app/result.ts';
import { maxMessageBytes } from '../protocol/limits.ts';
import { question } from '../test/doors/fakes.ts';
import { RawSocket } from '../test/doors/rawSocket.ts';
import { type Doors, type DoorsOptions, startDoors } from '../test/doors/startDoors.ts';

let doors: Doors | undefined;
afterEach(() => doors?.close());

async function start(options?: DoorsOptions): Promise<Doors> {
  doors = await startDoors(options);
  return doors;
}

const open = { examId: 'exam-1', deviceId: 'device-1' };
const answer = { kind: 'answer', questionId: 'q1', value: 'a', marked: false, at: 1 };
const append = { attemptId: 'attempt-1', epoch: 1, from: 1, entries: [answer] };

function nested(depth: number): unknown {
  return depth === 0 ? 1 : [nested(depth - 1)];
}

describe('requests over the socket', () => {
  it('[WIRE-1] are answered with what the use case returned', async () => {
    const socket = await (await start()).connect();
    const opened = await socket.emitWithAck('attempt:open', open);
    expect(opened).toMatchObject({
      ok: true,
      attemptId: 'attempt-1',
      epoch: 1,
      answers: { q1: { value: 'a' } },
    });
    expect(await socket.emitWithAck('journal:append', append)).toMatchObject({
      ok: true,
      through: 1,
      seq: 2,
    });
    const seal = { attemptId: 'attempt-1', epoch: 1, through: 1, deadlineVersion: 0 };
    expect(await socket.emitWithAck('attempt:seal', seal)).toMatchObject({ ok: true, receipt: 'a.b.c' });
    const renewed = await socket.emitWithAck('session:renew', {});
    expect(renewed).toMatchObject({ ok: true, accessToken: expect.any(String) });
  });

  it('[WIRE-2] are carried out without an acknowledgement function', async () => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const { connect } = await start({
      useCases: {
        appendEntries: async (_who, request) => {
          resolve(request);
          return ok({ through: 1 });
        },
      },
    });
    (await connect()).emit('journal:append', append);
    expect(await promise).toEqual(append);
  });

  it('[WIRE-10] are stamped with their arrival, whatever they wait for', async () => {
    const stamps: number[] = [];
    const { connect, clock } = await start({
      useCases: {
        openAttempt: async () => {
          clock.advance(5_000);
          return ok({ attemptId: 'attempt-1' } as never);
        },
        appendEntries: async (_who, _request, receivedAt) => {
          stamps.push(receivedAt);
          return ok({ through: 1 });
        },
      },
    });
    const socket = await connect();
    const before = clock.now();
    await socket.emitWithAck('journal:append', append);
    await socket.emitWithAck('attempt:open', open);
    await socket.emitWithAck('journal:append', append);
    expect(stamps).toEqual([before, before + 5_000]);
  });

  it('[WIRE-11] stream questions in chunks of ten, and count them after the last', async () => {
    const { connect } = await start({
      useCases: {
        streamQuestions: async (_who, { from }) =>
          ok({ from, questions: Array.from({ length: 23 }, (_, index) => question(from + index)) }),
      },
    });
    const socket = await connect();
    const chunks: { from: number; questions: { id: string }[] }[] = [];
    socket.on('paper:questions', (chunk) => chunks.push(chunk));
    const reply = await socket.emitWithAck('paper:stream', { attemptId: 'attempt-1', from: 5, count: 50 });
    expect(reply).toEqual({ ok: true, count: 23 });
    expect(chunks.map(({ from, questions }) => [from, questions.length])).toEqual([
      [5, 10],
      [15, 10],
      [25, 3],
    ]);
    expect(chunks.flatMap(({ questions }) => questions.map(({ id }) => id)).at(-1)).toBe('q27');
  });
});

describe('bad requests over the socket', () => {
  it.each([
    ['no payload', []],
    ['a text', ['hello']],
    ['null', [null]],
    ['a list', [[open]]],
    ['a missing field', [{ examId: 'exam-1' }]],
    ['an unknown field', [{ ...open, admin: true }]],
    ['a wrong type', [{ ...open, deviceId: 7 }]],
    ['an epoch of 0', [{ ...open, epoch: 0 }]],
    ['U+0000', [{ ...open, deviceId: 'a\u0000b' }]],
    ['a lone surrogate', [{ ...open, deviceId: '\ud800' }]],
    ['two payloads', [open, open]],
    ['a __proto__ key', [JSON.parse('{"examId":"e","deviceId":"d","__proto__":{"epoch":1}}')]],
    ['a constructor key', [{ ...open, constructor: { prototype: {} } }]],
  ])('[WIRE-3] are malformed with %s, and reach no use case', async (_name, payloads) => {
    let calls = 0;
    const { connect } = await start({
      useCases: {
        openAttempt: async () => {
          calls += 1;
          return ok({} as never);
        },
      },
    });
    const socket = await connect();
    const reply = await socket.emitWithAck('attempt:open', ...payloads);
    expect(reply).toMatchObject({ ok: false, error: { code: 'malformed', message: expect.any(String) } });
    expect(calls).toBe(0);
    expect(Object.prototype).not.toHaveProperty('epoch');
  });

  it('[WIRE-3] hold at least one entry and at most a hundred', async () => {
    const socket = await (await start()).connect();
    const send = (length: number) =>
      socket.emitWithAck('journal:append', { ...append, entries: Array.from({ length }, () => answer) });
    expect(await send(100)).toMatchObject({ ok: true });
    expect(await send(101)).toMatchObject({ error: { code: 'malformed' } });
    expect(await send(0)).toMatchObject({ error: { code: 'malformed' } });
  });

  it('[WIRE-4] are malformed when they are nested deeper than eight', async () => {
    const { connect, port, tokenOf } = await start();
    const socket = await connect();
    // The payload itself, the list of entries and the entry are three.
    const send = (depth: number) =>
      socket.emitWithAck('journal:append', { ...append, entries: [{ ...answer, value: nested(depth) }] });
    expect(await send(5)).toMatchObject({ ok: true });
    expect(await send(6)).toMatchObject({ error: { code: 'malformed' } });
    const raw = new RawSocket(port);
    await raw.signIn(tokenOf('bala'));
    raw.send(`42/candidate,1["journal:append",${'['.repeat(15_000)}${']'.repeat(15_000)}]`);
    expect(await raw.next('43/candidate,1')).toContain('"malformed"');
    raw.close();
    expect(await send(1)).toMatchObject({ ok: true });
  });

  it('[WIRE-5] are malformed with binary attachments', async () => {
    const socket = await (await start()).connect();
    const entries = [{ ...answer, value: Buffer.from('attached') }];
    expect(await socket.emitWithAck('journal:append', { ...append, entries })).toMatchObject({
      error: { code: 'malformed' },
    });
    expect(await socket.emitWithAck('journal:append', Buffer.from('attached'))).toMatchObject({
      error: { code: 'malformed' },
    });
    expect(await socket.emitWithAck('journal:append', append)).toMatchObject({ ok: true });
  });

  it('[WIRE-6] are too large over 32 KB, by what they hold in UTF-8', async () => {
    const socket = await (await start()).connect();
    const send = (value: string) =>
      socket.emitWithAck('journal:append', { ...append, entries: [{ ...answer, value }] });
    const room =
      maxMessageBytes - Buffer.byteLength(JSON.stringify({ ...append, entries: [{ ...answer, value: '' }] }));
    expect(await send('x'.repeat(room))).toMatchObject({ ok: true });
    expect(await send('x'.repeat(room + 1))).toMatchObject({ error: { code: 'too-large' } });
    expect(await send('प'.repeat(room / 3 + 1))).toMatchObject({ error: { code: 'too-large' } });
    expect(await send('x')).toMatchObject({ ok: true });
  });

  it('[WIRE-6] end the connection over 64 KB, and no other', async () => {
    const { connect } = await start();
    const [huge, other] = [await connect(), await connect('bala')];
    const gone = new Promise((resolve) => huge.once('disconnect', resolve));
    huge.emit('journal:append', { ...append, entries: ['x'.repeat(2 * maxMessageBytes)] });
    await gone;
    expect(await other.emitWithAck('journal:append', append)).toMatchObject({ ok: true });
  });

  it.each(['answers:everything', 'toString', '__proto__', 'constructor', 'connection', 'hasOwnProperty'])(
    '[WIRE-7] are unknown when their event is %s',
    async (name) => {
      const socket = await (await start()).connect();
      expect(await socket.emitWithAck(name, {})).toMatchObject({ error: { code: 'unknown-event' } });
      socket.emit(name);
      expect(await socket.emitWithAck('journal:append', append)).toMatchObject({ ok: true });
    },
  );

  it('[WIRE-7] are unknown when their event is a number', async () => {
    const { port, tokenOf } = await start();
    const raw = new RawSocket(port);
    await raw.signIn(tokenOf());
    raw.send('42/candidate,7[3,{}]');
    expect(await raw.next('43/candidate,7')).toContain('unknown-event');
    raw.close();
  });

  it('[WIRE-8] that fail unexpectedly are internal, under an id that is in the log with the cause', async () => {
    const { connect, log } = await start({
      useCases: {
        appendEntries: async () => {
          throw new Error('column "secret" does not exist');
        },
      },
    });
    const socket = await connect();
    const reply = await socket.emitWithAck('journal:append', append);
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(reply)).not.toContain('secret');
    const [line] = log.lines;
    expect(line?.detail).toMatchObject({
      incident: reply.error.details.incident,
      event: 'journal:append',
      userId: 'asha',
    });
    expect(String(line?.detail['err'])).toContain('secret');
  });

  it('[WIRE-9] are unavailable while the database gives no answer', async () => {
    const { connect, log } = await start({
      useCases: {
        attend: () => undefined,
        appendEntries: async () => {
          throw new Unavailable('gone');
        },
      },
    });
    const reply = await (await connect()).emitWithAck('journal:append', append);
    expect(reply).toMatchObject({
      error: { code: 'unavailable', retryAfterMs: expect.any(Number) },
    });
    expect(log.lines).toEqual([]);
  });
});

describe('[SEC-18] packets against the protocol', () => {
  it.each([
    ['an unknown Engine.IO packet', '9'],
    ['an unknown Socket.IO packet', '49'],
    ['an event before its namespace', '42/staff,["x"]'],
    ['a payload that is no JSON', '42/candidate,["x"'],
    ['a reserved event', '42/candidate,["disconnect"]'],
    ['attachments without end', '451e9-/candidate,["x",{"_placeholder":true,"num":0}]'],
    ['an attachment that does not come', '451-/candidate,["x",{"_placeholder":true,"num":0}]'],
    ['a second sign-in', '40/candidate,{}'],
    ['an error of the client', '44/candidate,{"message":"x"}'],
    ['deep JSON with an attachment', `451-/candidate,["x",${'['.repeat(30_000)}${']'.repeat(30_000)}]`],
  ])('end their own connection at the most: %s', async (_name, packet) => {
    const { connect, port, tokenOf } = await start();
    const other = await connect('bala');
    const raw = new RawSocket(port);
    await raw.signIn(tokenOf());
    raw.send(packet);
    raw.send(new Uint8Array([4, 5, 6]));
    raw.send('45');
    raw.send(packet);
    await raw.closed;
    expect(await other.emitWithAck('journal:append', append)).toMatchObject({ ok: true });
  });
});
