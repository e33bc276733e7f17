import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RosterRow } from '../../app/ports/live.ts';
import type { Logged } from '../../test/doors/fakes.ts';
import { liveContract, RosterWitness, rowOf, untilTaken } from '../test/liveContract.ts';
import { redisNodes, staleness, testNow } from '../test/redisNodes.ts';
import type { RedisLive } from './redisLive.ts';

const run = promisify(execFile);
const nodes = redisNodes();
const start = 1_800_000_000_000;

liveContract('Redis', () => nodes.open());

/** Resolves with what the node hears next on a channel of its bus. */
function nextOn(node: RedisLive, channel: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const stop = node.bus?.listen(channel, (_name, message) => {
    stop?.();
    resolve(message.toString());
  });
  return promise;
}

/** Resolves once everything that `from` has sent before has reached `to`. */
async function heardAll(from: RedisLive, to: RedisLive): Promise<void> {
  const last = nextOn(to, 'last-word');
  // A subscription is on its way: whoever speaks too early is not heard.
  const again = setInterval(() => from.bus?.publish('last-word', Buffer.from('that is all')), 5);
  await last;
  clearInterval(again);
}

async function two(): Promise<readonly [RedisLive, RedisLive]> {
  return [await nodes.open(), await nodes.open()];
}

async function follow(node: RedisLive, examId: string): Promise<RosterWitness> {
  const witness = new RosterWitness();
  witness.rows((await node.roster.follow(examId, witness)).rows);
  return witness;
}

describe('two nodes with one Redis', () => {
  it('[LIV-8] count sign-ins and wrong passwords together', async () => {
    const [a, b] = await two();
    const key = randomUUID();
    expect(await a.signInLimits.take('sign-in-address', key, 2, start)).toBeNull();
    expect(await b.signInLimits.take('sign-in-address', key, 1, start)).toBe(1_000);
    for (const node of [a, b, a, b]) expect(await node.failures.begin(key, start)).toBeNull();
    expect([await a.failures.begin(key, start), await b.failures.begin(key, start)]).toEqual([1_000, 1_000]);
  });

  it('[LIV-10] tell each other at once that a session has ended', async () => {
    const [a, b] = await two();
    const sessionId = randomUUID();
    const told = new Promise((resolve) => b.ended.onEnded(resolve));
    a.ended.add(sessionId, start + 60_000_000);
    expect([await told, b.ended.has(sessionId, start)]).toEqual([sessionId, true]);
  });

  it('[LIV-10] tell a node that starts later which sessions have ended', async () => {
    const a = await nodes.open();
    const sessionId = randomUUID();
    a.ended.add(sessionId, start + 60_000_000);
    await a.failures.begin(randomUUID(), start);
    const b = nodes.openSoon();
    await new Promise<void>((resolve) => b.ended.onEnded((told) => told === sessionId && resolve()));
    expect(b.ended.has(sessionId, start)).toBe(true);
  });

  it('[LIV-10] tell a node that starts later of all of them, however many', async () => {
    const a = await nodes.open();
    const ids = Array.from({ length: 1_201 }, () => randomUUID());
    for (const id of ids) a.ended.add(id, start + 60_000_000);
    await a.failures.begin(randomUUID(), start);
    const b = nodes.openSoon();
    const told = new Set<string>();
    await new Promise<void>((resolve) =>
      b.ended.onEnded((id) => {
        told.add(id);
        if (ids.every((each) => told.has(each))) resolve();
      }),
    );
    expect(ids.every((id) => b.ended.has(id, start))).toBe(true);
  });

  it('[LIV-11] tell each other, and not themselves, of a new command', async () => {
    const [a, b] = await two();
    const told: unknown[] = [];
    a.pushes.onAnnounced((examId, seq) => told.push(['a', examId, seq]));
    b.pushes.onAnnounced((examId, seq) => told.push(['b', examId, seq]));
    await heardAll(a, b);
    a.pushes.announce('exam', 7);
    await Promise.all([heardAll(a, b), heardAll(a, a)]);
    expect(told).toEqual([['b', 'exam', 7]]);
  });

  it('[LIV-21] take turns: the next one has it when the one before no longer asks', async () => {
    const [a, b] = await two();
    const task = randomUUID();
    await untilTaken(a, task, 60_000);
    expect(await b.turns.take(task, 60_000)).toBe(false);
    await untilTaken(a, task, 1);
    await untilTaken(b, task, 60_000);
    expect(await a.turns.take(task, 60_000)).toBe(false);
  });

  it('[LIV-9] see the rows of both, those that were told before too', async () => {
    const [a, b] = await two();
    const examId = randomUUID();
    a.roster.publish(examId, [rowOf(), rowOf({ candidateId: 'bala', districtId: 2 })]);
    const witness = await follow(b, examId);
    await witness.until(() => witness.latest('asha') !== undefined && witness.latest('bala') !== undefined);
    expect(witness.latest()).toEqual({ ...rowOf(), examId });
    a.roster.publish(examId, [rowOf({ answered: 3, appliedSeq: 4 })]);
    await witness.until(() => witness.latest()?.answered === 3);
    expect(witness.latest()).toMatchObject({ connected: true, connectedAt: start });
  });

  it('[LIV-9] go on telling others when one who follows fails or leaves', async () => {
    const [a, b] = await two();
    const examId = randomUUID();
    const fails = new RosterWitness();
    fails.rows = () => {
      throw new Error('The screen is broken.');
    };
    const first = await b.roster.follow(examId, fails);
    const second = follow(b, examId);
    first.close();
    const witness = await second;
    const third = await b.roster.follow(examId, fails);
    a.roster.publish(examId, [rowOf()]);
    await witness.until(() => witness.latest() !== undefined);
    third.close();
    a.roster.publish(examId, [rowOf({ answered: 1 })]);
    await witness.until(() => witness.latest()?.answered === 1);
  });

  it('[LIV-12] believe the younger connection, and who knows more of the attempt', async () => {
    const [a, b] = await two();
    const examId = randomUUID();
    const witness = await follow(a, examId);
    const shows = (row: Partial<RosterRow>) =>
      witness.until(() =>
        Object.entries(row).every(([name, value]) => Reflect.get(witness.latest() ?? {}, name) === value),
      );
    a.roster.publish(examId, [rowOf({ appliedSeq: 5, answered: 4 })]);
    await shows({ answered: 4 });
    b.roster.publish(examId, [rowOf({ connectedAt: start + 10_000, appliedSeq: 6, answered: 5 })]);
    await shows({ answered: 5, connectedAt: start + 10_000 });
    // The first node notices late that its connection is dead.
    const late = { connected: false, disconnectedAt: start + 55_000, version: start + 55_000 };
    a.roster.publish(examId, [rowOf({ ...late, appliedSeq: 5, answered: 4 })]);
    b.roster.publish(examId, [
      rowOf({ connectedAt: start + 10_000, appliedSeq: 7, answered: 6, version: start + 1 }),
    ]);
    await shows({ answered: 6 });
    expect(witness.latest()).toMatchObject({ connected: true, disconnectedAt: null, appliedSeq: 7 });
  });

  it('[LIV-13] count the candidates of a node that is gone as not connected', async () => {
    const [a, b] = await two();
    const examId = randomUUID();
    const witness = await follow(a, examId);
    a.roster.publish(examId, [rowOf({ candidateId: 'bala' })]);
    b.roster.publish(examId, [rowOf()]);
    await witness.until(() => witness.latest()?.connected === true);
    await b.close();
    await witness.until(() => witness.latest()?.connected === false);
    expect(witness.latest('bala')).toMatchObject({ connected: true });
  });
});

describe('[LIV-20] a node that has closed', () => {
  const program = fileURLToPath(new URL('../test/openAndExit.ts', import.meta.url));

  it('leaves no timer and no connection', async () => {
    const { stdout } = await run(process.execPath, [program, nodes.redis().url]);
    expect(stdout).toBe('closed\n');
  });

  it('listens to nothing, and neither throws nor tries when it is used', async () => {
    const node = await nodes.open();
    await node.close();
    node.roster.publish('exam', [rowOf()]);
    node.ended.add('session', start);
    expect(await node.failures.begin(randomUUID(), start)).toBeNull();
  });
});

describe('messages between nodes', () => {
  const payload = Buffer.from('news');

  /** What stands on the wire when node `from` says something on a channel. */
  async function recorded(from: RedisLive, channel: string): Promise<{ name: string; sealed: Buffer }> {
    const eavesdropper = nodes.redis().connect();
    await eavesdropper.psubscribe('*');
    const heard = new Promise<{ name: string; sealed: Buffer }>((resolve) =>
      eavesdropper.on('pmessageBuffer', (_pattern: string, name: Buffer, sealed: Buffer) => {
        if (name.toString().endsWith(`:${channel}`)) resolve({ name: name.toString(), sealed });
      }),
    );
    from.bus?.publish(channel, payload);
    return heard;
  }

  it('[LIV-14] that are forged, changed, repeated or meant for another channel have no effect', async () => {
    const [a, b] = await two();
    const heard: string[] = [];
    for (const channel of ['news', 'other-news']) {
      b.bus?.listen(channel, (name, message) => heard.push(`${name} ${message}`));
    }
    await heardAll(a, b);
    const { name, sealed } = await recorded(a, 'news');
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
    const attacker = nodes.redis().connect();
    for (const forged of ['', '{', 'news', sealed.subarray(0, 40), sealed, changed, randomBytes(60_000)]) {
      await attacker.publish(name, forged);
    }
    await attacker.publish(name.replace(':news', ':other-news'), sealed);
    await heardAll(a, b);
    expect(heard).toEqual(['news news']);
    expect(b.counts().rejected).toBe(8);
    const said = nodes.logOf(b).lines.filter(({ message }) => message.includes('was dropped'));
    expect(said).toHaveLength(1);
  });

  it('[LIV-14] of another installation on the same Redis are not heard', async () => {
    const [a, stranger] = [await nodes.open(), await nodes.open(randomBytes(32))];
    const heard: string[] = [];
    a.bus?.listen('news', (_name, message) => heard.push(message.toString()));
    await heardAll(a, a);
    stranger.bus?.publish('news', payload);
    await heardAll(stranger, stranger);
    await heardAll(a, a);
    expect([heard, a.counts().rejected]).toEqual([[], 0]);
  });

  it('[LIV-15] that make no sense end nothing, and what comes after them is heard', async () => {
    const [a, b] = await two();
    const witness = await follow(b, 'exam');
    const told: unknown[] = [];
    b.pushes.onAnnounced((examId, seq) => told.push([examId, seq]));
    await heardAll(a, b);
    for (const channel of ['exam-commands', 'ended', 'roster:exam']) {
      for (const nonsense of ['', '{', 'null', '[]', '{"__proto__":1}', '[[1],[2]]']) {
        a.bus?.publish(channel, Buffer.from(nonsense));
      }
    }
    a.pushes.announce('exam', 1);
    a.roster.publish('exam', [rowOf()]);
    await witness.until(() => witness.latest() !== undefined);
    expect(told).toEqual([['exam', 1]]);
  });

  it('[LIV-15] and kept rows that make no sense are passed over', async () => {
    const a = await nodes.open();
    const examId = randomUUID();
    const before = await follow(a, examId);
    a.roster.publish(examId, [rowOf()]);
    await before.until(() => before.latest() !== undefined);
    const vandal = nodes.redis().connect();
    const keysOf = () => vandal.keys(`*{${examId}:1}`);
    while ((await keysOf()).length === 0);
    const [hash = ''] = await keysOf();
    await vandal.hset(hash, { 'a:bala': 'x', 'c:bala': '{}', '': '', 'a:chitra': `${'9'.repeat(30)}[1,2]` });
    const b = await nodes.open();
    const after = await follow(b, examId);
    await after.until(() => after.latest() !== undefined);
    expect(after.heard.map(({ candidateId }) => candidateId)).toEqual(['asha']);
  });
});

/** A busy machine may make more of them, but none is told twice. */
function expectEachOutageToldOnce(lines: readonly Logged[]): void {
  const said = lines.map(({ level, message }) => `${level} ${message.split(':')[0]}`);
  const each = ['warn Redis is away', 'info Redis is back'];
  expect(said).toEqual(said.map((_, index) => each[index % 2]));
}

describe('when Redis', () => {
  const faults: readonly (readonly [string, () => Promise<void>, () => Promise<void>])[] = [
    ['is killed and started again', () => nodes.redis().kill(), () => nodes.redis().restart()],
    ['is frozen and goes on', async () => nodes.redis().freeze(), async () => nodes.redis().thaw()],
  ];

  it.each(faults)(
    '%s, [LIV-16] nodes are stale, count by themselves, say so once, and are back',
    async (_what, begin, end) => {
      const [a, b] = await two();
      const examId = randomUUID();
      const witness = await follow(b, examId);
      a.roster.publish(examId, [rowOf()]);
      await witness.until(() => witness.latest() !== undefined);

      await begin();
      await Promise.all([staleness(a, true), staleness(b, true)]);
      await witness.until(() => witness.staleness.includes(true));
      expect(await a.turns.take(randomUUID(), 1_000)).toBe(false);
      const key = randomUUID();
      expect(await a.signInLimits.take('sign-in-address', key, 2, start)).toBeNull();
      expect(await a.signInLimits.take('sign-in-address', key, 1, start)).toBe(1_000);
      for (let n = 0; n < 4; n++) expect(await a.failures.begin(key, start)).toBeNull();
      expect(await a.failures.begin(key, start)).toBe(1_000);
      const sessionId = randomUUID();
      a.ended.add(sessionId, testNow() + 600_000);
      expect(a.ended.has(sessionId, testNow())).toBe(true);
      a.pushes.announce('exam', 1);
      a.roster.publish(examId, [rowOf({ answered: 1, appliedSeq: 2 })]);
      const own = await follow(a, examId);
      expect(own.latest()).toMatchObject({ answered: 1 });

      await end();
      await Promise.all([staleness(a, false), staleness(b, false)]);
      await witness.until(() => witness.staleness.at(-1) === false && witness.latest()?.answered === 1);
      if (!b.ended.has(sessionId, testNow())) {
        await new Promise<void>((resolve) => b.ended.onEnded((told) => told === sessionId && resolve()));
      }
      expect(witness.latest()).toMatchObject({ connected: true });
      for (const node of [a, b]) expectEachOutageToldOnce(nodes.logOf(node).lines);
    },
  );

  it('[LIV-17] forgets everything, what nodes know comes back by itself', async () => {
    const [a, b] = await two();
    const examId = randomUUID();
    const sessionId = randomUUID();
    const witness = await follow(a, examId);
    a.roster.publish(examId, [rowOf()]);
    b.roster.publish(examId, [rowOf({ candidateId: 'bala', districtId: 2 })]);
    a.ended.add(sessionId, testNow() + 600_000);
    await witness.until(() => witness.latest('bala') !== undefined);
    await nodes.redis().connect().flushall();
    expect(await a.signInLimits.take('sign-in-user', randomUUID(), 1, start)).toBeNull();
    const c = await nodes.open();
    const late = await follow(c, examId);
    await late.until(() => late.latest('asha') !== undefined && late.latest('bala') !== undefined);
    if (!c.ended.has(sessionId, testNow())) {
      await new Promise<void>((resolve) => c.ended.onEnded((told) => told === sessionId && resolve()));
    }
    for (const node of [a, b, c]) expectEachOutageToldOnce(nodes.logOf(node).lines);
  });

  it('[LIV-16] is not there when a node starts, the node is stale and recovers by itself', async () => {
    await nodes.redis().kill();
    const node = nodes.openSoon();
    expect(node.isStale()).toBe(true);
    expect(await node.failures.begin(randomUUID(), start)).toBeNull();
    const view = await node.roster.follow('exam', new RosterWitness());
    expect(view.rows).toEqual([]);
    await nodes.redis().restart();
    await staleness(node, false);
  });
});
