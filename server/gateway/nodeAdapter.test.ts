import { afterEach, describe, expect, it } from 'vitest';
import type { NodeBus } from '../app/ports/live.ts';
import { ok } from '../app/result.ts';
import { MemoryLog, openReply } from '../test/doors/fakes.ts';
import { type Doors, startDoors } from '../test/doors/startDoors.ts';
import { createRemoteAudience } from './remoteAudience.ts';

/** A bus of two nodes in one process, which can lose what is said and say what nobody has said. */
class TestBus implements NodeBus {
  readonly #listeners = new Map<string, Set<(channel: string, message: Buffer) => void>>();
  readonly said: string[] = [];
  isAway = false;

  publish(channel: string, message: Uint8Array): void {
    if (this.isAway) return;
    this.said.push(channel);
    this.say(channel, Buffer.from(message));
  }

  say(channel: string, message: Buffer): void {
    for (const [channels, listeners] of this.#listeners) {
      const isMeant = channels.endsWith('*')
        ? channel.startsWith(channels.slice(0, -1))
        : channel === channels;
      if (isMeant) for (const listener of listeners) listener(channel, message);
    }
  }

  listen(channels: string, listener: (channel: string, message: Buffer) => void): () => void {
    const listeners = this.#listeners.get(channels) ?? new Set();
    this.#listeners.set(channels, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(channels);
    };
  }

  get channels(): string[] {
    return [...this.#listeners.keys()];
  }
}

let nodes: Doors[] = [];
afterEach(async () => {
  for (const doors of nodes) await doors.close();
  nodes = [];
});

async function start(bus: NodeBus): Promise<Doors> {
  const useCases = {
    openAttempt: async (_who: unknown, { examId }: { examId: string }) =>
      ok({ ...openReply, attemptId: examId }),
  };
  const doors = await startDoors({ bus, useCases });
  nodes.push(doors);
  return doors;
}

/** A page at each of two nodes that shows attempt 1. */
async function pages() {
  const bus = new TestBus();
  const [a, b] = [await start(bus), await start(bus)];
  const [here, there] = [await a.connect(), await b.connect()];
  await here.emitWithAck('attempt:open', { examId: '1', deviceId: 'here' });
  await there.emitWithAck('attempt:open', { examId: '1', deviceId: 'there' });
  const told: string[] = [];
  here.onAny((event: string) => told.push(`here: ${event}`));
  there.onAny((event: string) => told.push(`there: ${event}`));
  /** A reply comes after everything that was pushed before it. */
  const settle = async () => {
    for (const socket of [here, there]) await socket.emitWithAck('session:renew', {});
  };
  return { bus, a, b, told, settle };
}

const sealed = { attemptId: '1', reason: 'expired', sealedAt: 1, receipt: 'a.b.c' };
const superseded = { attemptId: '1', epoch: 2, deviceId: 'here' };

describe('nodes with one bus', () => {
  it('[LIV-18] push what one of them has written to the pages of all, and the rest to their own', async () => {
    const { a, told, settle, bus } = await pages();
    a.gateway.audience.push('1', 'attempt:sealed', sealed, 'everywhere');
    a.gateway.audience.push('2', 'attempt:sealed', { ...sealed, attemptId: '2' }, 'everywhere');
    a.gateway.audience.push(
      '1',
      'attempt:paused',
      { attemptId: '1', at: 1, commandId: 'c', reason: 'r' },
      'here',
    );
    await settle();
    expect(told.sort()).toEqual(['here: attempt:paused', 'here: attempt:sealed', 'there: attempt:sealed']);
    expect(bus.said).toHaveLength(2);
  });

  it('[LIV-18] tell every page that it has lost the pen, but not the one that has taken it', async () => {
    const { a, told, settle } = await pages();
    a.gateway.audience.push('1', 'attempt:superseded', superseded, 'everywhere');
    await settle();
    expect(told).toEqual(['there: attempt:superseded']);
  });

  it('[LIV-18] tell their pages what a process without pages of its own has written', async () => {
    const { told, settle, bus } = await pages();
    const audience = createRemoteAudience(bus, new MemoryLog());
    audience.push('1', 'attempt:sealed', sealed, 'everywhere');
    audience.push('1', 'attempt:sealed', sealed, 'here');
    await settle();
    expect(told.sort()).toEqual(['here: attempt:sealed', 'there: attempt:sealed']);
  });

  it('[LIV-15] outlive every message that makes no sense', async () => {
    const { a, b, bus, told, settle } = await pages();
    const nonsense = [
      '',
      '{',
      '{}',
      '{"type":3}',
      '{"type":5,"requestId":"x"}',
      '\u00c1',
      '\u0093\u0001\u0002\u0003',
    ];
    for (const channels of bus.channels) {
      for (const text of nonsense) {
        const channel = channels.endsWith('*') ? `${channels.slice(0, -1)}attempt:1#` : channels;
        bus.say(channel, Buffer.from(text, 'latin1'));
      }
    }
    await settle();
    expect(told).toEqual([]);
    a.gateway.audience.push('1', 'attempt:superseded', superseded, 'everywhere');
    await settle();
    expect(told).toEqual(['there: attempt:superseded']);
    expect([...a.log.lines, ...b.log.lines].every(({ level }) => level === 'error')).toBe(true);
  });

  it('[LIV-16] go on by themselves when the bus loses what they say', async () => {
    const { a, bus, told, settle } = await pages();
    bus.isAway = true;
    a.gateway.audience.push('1', 'attempt:sealed', sealed, 'everywhere');
    await settle();
    expect(told).toEqual(['here: attempt:sealed']);
  });

  it('[LIV-18] listen to nothing any more when they are closed', async () => {
    const { a, b, bus } = await pages();
    await a.close();
    await b.close();
    expect(bus.channels).toEqual([]);
  });
});
