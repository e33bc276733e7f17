import { describe, expect, it } from 'vitest';
import { wireError } from '../../server/protocol/errorSentences.ts';
import { devicePatienceMs } from './journalKeeper.ts';
import type { JournalStore } from './journalStore.ts';
import { MemoryStore } from './stores/memory.ts';
import { attemptId } from './test/modelServer.ts';
import { SilentStore } from './test/silentStore.ts';
import { World } from './test/world.ts';
import { ProcessWriterLock } from './writerLock.ts';

describe('answering', () => {
  it('[CLI-4] is saved when the server has committed it, and not before', async () => {
    const world = new World();
    const page = await world.writingPage();
    const { session } = page;
    expect(session.answer('q1', 'one')).toEqual({ ok: true });
    expect(session.state.answers['q1']?.save.kind).toBe('pending');
    expect(session.state.save).toMatchObject({ kind: 'pending', count: 1, keptOn: 'device' });
    await world.untilSaved(page);
    expect(world.server.answers.get('q1')).toEqual({ value: 'one', marked: false, visited: true });
    expect(session.state.answers['q1']?.save.kind).toBe('saved');
  });

  it('[CLI-31] remembers how far the log was when it was last told, as a witness', async () => {
    const world = new World();
    const page = await world.writingPage();
    expect(page.session.state.witness).toEqual({ seq: 0, head: '0000000000000000' });
    page.session.answer('q1', 'one');
    await world.untilSaved(page);
    expect(page.session.state.witness).toEqual({ seq: 1, head: '0000000000000001' });
  });

  it('[CLI-4] marks for review without touching the answer, and answers without touching the mark', async () => {
    const world = new World();
    const page = await world.writingPage();
    page.session.answer('q1', 'one');
    page.session.mark('q1', true);
    page.session.answer('q1', 'two');
    page.session.mark('q2', true);
    await world.untilSaved(page);
    expect(world.server.answers.get('q1')).toMatchObject({ value: 'two', marked: true });
    expect(world.server.answers.get('q2')).toMatchObject({ value: null, marked: true });
  });

  it('[CLI-5] says what the server did not take, and why', async () => {
    const world = new World();
    const page = await world.writingPage();
    page.session.answer('q1', 'good');
    page.session.answer('q1', 'bad');
    await world.untilSaved(page);
    expect(page.session.state.answers['q1']).toMatchObject({
      value: 'bad',
      save: { kind: 'refused', code: 'invalid-value' },
      committed: { value: 'good' },
    });
  });

  it('[CLI-29] takes nothing that could not travel, and shows it nowhere', async () => {
    const world = new World();
    const { session } = await world.writingPage();
    expect(session.answer('q1', 'x'.repeat(9_000))).toEqual({ ok: false, why: 'too-large' });
    expect(session.answer('', 'x')).toEqual({ ok: false, why: 'invalid' });
    expect(session.state.answers).toEqual({});
    expect(session.state.save.kind).toBe('saved');
  });

  it('[CLI-3] sends one message at a time; what is entered meanwhile goes together in the next', async () => {
    const world = new World();
    const { session } = await world.writingPage();
    const messages: number[] = [];
    const append = world.server.append.bind(world.server);
    world.server.append = (request) => {
      messages.push(request.entries.length);
      return append(request);
    };
    session.answer('q1', 'a');
    await world.environment.flush();
    for (let n = 0; n < 120; n += 1) session.answer('q1', `b${n}`);
    await world.environment.until(() => session.state.save.kind === 'saved');
    expect(messages).toEqual([1, 100, 20]);
    expect(world.server.answers.get('q1')?.value).toBe('b119');
    expect(session.state.traffic).toEqual({ sent: 121, acknowledged: 121, resent: 0 });
  });

  it('[CLI-27] records visits with the time spent', async () => {
    const world = new World();
    const page = await world.writingPage();
    page.session.visit('q1');
    await world.environment.advance(4_000);
    page.session.visit('q1');
    page.session.visit('q2');
    await world.untilSaved(page);
    const visits = world.server.log.map(({ entry }) =>
      entry.kind === 'visited' ? [entry.questionId, entry.ms] : [],
    );
    expect(visits).toEqual([
      ['q1', 0],
      ['q1', 4_000],
      ['q2', 0],
    ]);
    expect(page.session.state.current).toBe('q2');
  });
});

describe('when the connection fails', () => {
  it('[CLI-6] sends the same numbers again and commits them once', async () => {
    const world = new World();
    const page = await world.writingPage();
    page.transport.accidents = { ...page.transport.accidents, answerLost: 1 };
    page.session.answer('q1', 'one');
    await world.environment.until(() => world.server.log.length === 1);
    page.transport.accidents = { ...page.transport.accidents, answerLost: 0 };
    page.session.answer('q2', 'two');
    expect(page.session.state.save).toMatchObject({ kind: 'pending', count: 2 });
    await world.untilSaved(page);
    expect(world.server.log.map(({ n }) => n)).toEqual([1, 2]);
    expect(page.session.state.answers['q1']?.save.kind).toBe('saved');
  });

  it('[CLI-6] does not show a refused answer as saved although the answer that refused it was lost', async () => {
    const world = new World();
    const page = await world.writingPage();
    page.session.answer('q1', 'good');
    await world.untilSaved(page);
    page.transport.accidents = { ...page.transport.accidents, answerLost: 1 };
    page.session.answer('q1', 'bad');
    await world.environment.until(() => world.server.log.length === 2);
    page.transport.accidents = { ...page.transport.accidents, answerLost: 0 };
    await world.untilSaved(page);
    await world.environment.advance(1_000);
    expect(page.session.state.answers['q1']).toMatchObject({
      save: { kind: 'refused', code: 'not-applied' },
      committed: { value: 'good' },
    });
  });

  it('[CLI-6] asks what the server holds when a request that lay about is overtaken by its own repetition', async () => {
    const world = new World();
    const page = await world.writingPage();
    const { append } = world.server;
    let lain: () => void = () => {};
    world.server.append = (request) => {
      lain = () => void append.call(world.server, request);
      page.transport.drop(1_000);
      return { kind: 'unknown' };
    };
    page.session.answer('q1', 'bad');
    await world.environment.until(() => page.session.state.connection.kind === 'down');
    world.server.append = (request) => {
      lain();
      return append.call(world.server, request);
    };
    await world.untilSaved(page);
    await world.environment.advance(1_000);
    expect(world.server.log).toHaveLength(1);
    expect(page.session.state.answers['q1']?.save).toEqual({ kind: 'refused', code: 'not-applied' });
  });

  it('[CLI-8] waits as long as a busy server asks, and sends again', async () => {
    const world = new World();
    const page = await world.writingPage();
    world.server.trouble = wireError('busy', { retryAfterMs: 3_000 });
    page.session.answer('q1', 'one');
    await world.environment.advance(2_900);
    world.server.trouble = null;
    expect(page.session.state.save.kind).toBe('pending');
    await world.environment.advance(50);
    expect(world.server.log).toHaveLength(0);
    await world.untilSaved(page);
    expect(world.server.log).toHaveLength(1);
  });

  it('[CLI-7] sends again what a server has acknowledged and lost', async () => {
    const world = new World();
    const page = await world.writingPage();
    for (const n of [1, 2, 3, 4]) page.session.answer(`q${n}`, `v${n}`);
    await world.untilSaved(page);
    world.server.loseLast(2);
    page.session.answer('q5', 'v5');
    await world.untilSaved(page);
    expect(world.server.log.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5]);
    expect(world.server.answers.get('q3')?.value).toBe('v3');
  });

  it('[CLI-7] takes a new turn when the server does not know its numbers and they are no longer here', async () => {
    const world = new World();
    const store = new MemoryStore();
    const first = await world.writingPage({ store });
    first.session.answer('q1', 'v1');
    await world.untilSaved(first);
    first.session.answer('q2', 'v2');
    await first.session.close();
    const page = await world.writingPage({ store });
    page.session.answer('q3', 'v3');
    await world.untilSaved(page);
    world.server.pens.length = 0;
    page.transport.drop(10);
    page.session.answer('q4', 'v4');
    await world.environment.until(() => world.server.answers.get('q4')?.value === 'v4');
    expect(page.session.state.status.kind).toBe('writing');
  });

  it('[CLI-3] makes a message smaller that the server finds too large', async () => {
    const world = new World();
    const page = await world.writingPage();
    const { append } = world.server;
    world.server.append = (request) =>
      request.entries.length > 3
        ? { kind: 'error', error: wireError('too-large') }
        : append.call(world.server, request);
    for (let n = 0; n < 10; n += 1) page.session.answer('q1', `v${n}`);
    await world.untilSaved(page);
    expect(world.server.log).toHaveLength(10);
  });
});

describe('a journal that outlives its page', () => {
  it('[CLI-9, CLI-10] goes on under the next page, in the same order and only once', async () => {
    const world = new World();
    const store = new MemoryStore();
    const first = await world.writingPage({ store });
    first.session.answer('q1', 'saved');
    await world.untilSaved(first);
    first.transport.drop(60_000);
    for (const n of [2, 3]) first.session.answer(`q${n}`, `v${n}`);
    await first.session.close();
    const second = await world.writingPage({ store });
    expect(second.session.state.answers['q3']).toMatchObject({ value: 'v3', save: { kind: 'pending' } });
    await world.untilSaved(second);
    expect(world.server.log.map(({ epoch, n, fate }) => [epoch, n, fate])).toEqual([
      [1, 1, 'applied'],
      [2, 1, 'applied'],
      [2, 2, 'applied'],
    ]);
    expect(await store.load(attemptId)).toEqual([]);
  });

  it('[CLI-34] begins the next page at the question that was looked at last, though the server knows of an earlier one', async () => {
    const world = new World();
    const store = new MemoryStore();
    const first = await world.writingPage({ store });
    first.session.visit('q1');
    await world.untilSaved(first);
    first.transport.drop(60_000);
    first.session.visit('q2');
    first.session.visit('q5');
    await first.session.close();

    const second = await world.writingPage({ store });
    expect(second.session.state.current).toBe('q5');
  });

  it('[CLI-9] does not send again what had arrived although its acknowledgement had not', async () => {
    const world = new World();
    const store = new MemoryStore();
    const first = await world.writingPage({ store });
    first.transport.accidents = { ...first.transport.accidents, answerLost: 1 };
    first.session.answer('q1', 'one');
    await world.environment.until(() => world.server.log.length === 1);
    await first.session.close();
    const second = await world.writingPage({ store });
    await world.environment.advance(1_000);
    expect(world.server.log).toHaveLength(1);
    expect(second.session.state.answers['q1']).toMatchObject({ value: 'one', save: { kind: 'saved' } });
    expect(await store.load(attemptId)).toEqual([]);
  });

  it('[CLI-10] goes on under the next page but one, when the page between was left before it wrote', async () => {
    const world = new World();
    const store = new MemoryStore();
    const first = await world.writingPage({ store });
    first.session.answer('q1', 'saved');
    await world.untilSaved(first);
    first.transport.drop(60_000);
    for (const n of [2, 3]) first.session.answer(`q${n}`, `v${n}`);
    await first.session.close();
    world.server.open({ examId: 'exam-1', deviceId: 'reloaded-at-once' });
    world.server.open({ examId: 'exam-1', deviceId: 'reloaded-again' });
    const last = await world.writingPage({ store });
    await world.untilSaved(last);
    expect(world.server.log.map(({ epoch, n, fate }) => [epoch, n, fate])).toEqual([
      [1, 1, 'applied'],
      [4, 1, 'applied'],
      [4, 2, 'applied'],
    ]);
    expect(await store.load(attemptId)).toEqual([]);
  });

  it('[CLI-10] is sent as late when a newer one is left here too, which goes on', async () => {
    const world = new World();
    const store = new MemoryStore();
    for (const epoch of [1, 2]) {
      const deviceId = `left-${epoch}`;
      const entry = {
        kind: 'answer',
        questionId: 'q1',
        value: `v${epoch}`,
        marked: false,
        at: epoch,
      } as const;
      world.server.open({ examId: 'exam-1', deviceId });
      await store.append({ attemptId, epoch, deviceId }, [{ n: 1, entry }]);
    }
    world.server.open({ examId: 'exam-1', deviceId: 'reloaded-at-once' });
    await world.untilSaved(await world.writingPage({ store }));
    expect(world.server.log.map(({ epoch, fate }) => [epoch, fate])).toEqual([
      [4, 'applied'],
      [1, 'late'],
    ]);
    expect(world.server.answers.get('q1')?.value).toBe('v2');
  });

  it('[CLI-10] of a server that names only the pen just before goes on from that one', async () => {
    const world = new World();
    const { open } = world.server;
    world.server.open = (request) => {
      const outcome = open.call(world.server, request);
      if (outcome.kind !== 'done') return outcome;
      const { earlier: _, ...reply } = outcome.reply;
      return { kind: 'done', reply };
    };
    const store = new MemoryStore();
    const first = await world.writingPage({ store });
    first.transport.drop(60_000);
    first.session.answer('q1', 'one');
    await first.session.close();
    await world.untilSaved(await world.writingPage({ store }));
    expect(world.server.log.map(({ epoch, fate }) => [epoch, fate])).toEqual([[2, 'applied']]);
  });

  it('[CLI-10] is sent as late when others have written since', async () => {
    const world = new World();
    const store = new MemoryStore();
    const first = await world.writingPage({ store });
    first.transport.drop(60_000);
    first.session.answer('q1', 'overtaken');
    await first.session.close();
    const elsewhere = await world.writingPage();
    elsewhere.session.answer('q1', 'newer');
    await world.untilSaved(elsewhere);
    const back = await world.writingPage({ store });
    await world.untilSaved(back);
    expect(world.server.log.map(({ epoch, fate }) => [epoch, fate])).toEqual([
      [2, 'applied'],
      [1, 'late'],
    ]);
    expect(back.session.state.lateEntries).toBe(1);
    expect(back.session.state.answers['q1']).toMatchObject({ value: 'newer', save: { kind: 'saved' } });
  });

  it('[CLI-13] lives in memory where the device keeps nothing, and says so', async () => {
    const world = new World();
    const page = await world.writingPage({ store: null });
    page.session.answer('q1', 'one');
    expect(page.session.state.save).toMatchObject({ kind: 'pending', keptOn: 'memory' });
    await world.untilSaved(page);
    expect(world.server.answers.get('q1')?.value).toBe('one');
  });

  it('[CLI-42] says of a change whether the device has it yet', async () => {
    const world = new World();
    const writing = Promise.withResolvers<void>();
    class SlowStore extends MemoryStore implements JournalStore {
      override async append(...entries: Parameters<JournalStore['append']>): Promise<void> {
        await writing.promise;
        await super.append(...entries);
      }
    }
    const page = await world.writingPage({ store: new SlowStore() });
    page.session.answer('q1', 'one');
    await world.environment.flush();
    expect(page.session.state.save).toMatchObject({ kind: 'pending', count: 1, isStored: false });
    writing.resolve();
    await world.environment.flush();
    expect(page.session.state.save).toMatchObject({ kind: 'pending', count: 1, isStored: true });
  });

  it('[CLI-13] says so of the very change that the device did not take', async () => {
    const world = new World();
    class FullStore extends MemoryStore implements JournalStore {
      override append(): Promise<void> {
        return Promise.reject(new Error('QuotaExceededError'));
      }
    }
    const page = await world.writingPage({ store: new FullStore() });
    page.session.answer('q1', 'one');
    expect(page.session.state.save).toMatchObject({ kind: 'pending', keptOn: 'device' });
    await world.environment.flush();
    expect(page.session.state.save).toMatchObject({ kind: 'pending', count: 1, keptOn: 'memory' });
    await world.untilSaved(page);
    expect(world.server.answers.get('q1')?.value).toBe('one');
  });

  it('[CLI-43] opens, saves, hands in and closes where the storage of the device does not answer', async () => {
    const world = new World();
    const page = await world.writingPage({ store: new SilentStore() });
    page.session.answer('q1', 'one');
    expect(page.session.state.save).toMatchObject({ kind: 'pending', keptOn: 'memory' });
    await world.untilSaved(page);
    expect(world.server.answers.get('q1')?.value).toBe('one');
    expect(await world.settle(page.session.seal())).toMatchObject({ kind: 'sealed' });
    await world.settle(page.session.close());
    expect(world.environment.timers).toBe(0);
  });

  it('[CLI-43] loses nothing of this page when a turn begins while the device is silent', async () => {
    const world = new World();
    class HushedStore extends MemoryStore implements JournalStore {
      isSilent = false;

      override async load(id: string): ReturnType<MemoryStore['load']> {
        return this.isSilent ? new Promise(() => {}) : await super.load(id);
      }
    }
    const store = new HushedStore();
    const page = await world.writingPage({ store });
    page.transport.drop(20_000);
    page.session.answer('q1', 'one');
    await world.writingPage();
    store.isSilent = true;
    await world.settle(page.session.open('exam-1'));
    await world.environment.until(() => page.session.state.status.kind === 'writing');
    expect(page.session.state.answers['q1']).toMatchObject({ value: 'one' });
    await world.untilSaved(page);
    expect(world.server.answers.get('q1')?.value).toBe('one');
  });

  it('[CLI-43] takes nothing for the turn before while the next one begins on a silent device', async () => {
    const world = new World();
    const { session } = world.page({ store: new SilentStore() });
    await session.open('exam-1');
    await world.environment.advance(1_000);
    await world.writingPage();
    await session.takeOver();
    await world.environment.until(() => world.server.pens.length === 3);
    await world.environment.advance(1_000);
    expect(session.answer('q1', 'one')).toEqual({ ok: false, why: 'not-writing' });
    await world.environment.until(() => session.state.status.kind === 'writing');
    expect(session.state.turn).toEqual({ epoch: 3, before: 2 });
  });

  it('[CLI-1] is in the store before it is on the way', async () => {
    const world = new World();
    let keep: () => void = () => {};
    class WaitingStore extends MemoryStore implements JournalStore {
      override async append(...args: Parameters<JournalStore['append']>): Promise<void> {
        await new Promise<void>((resolve) => {
          keep = resolve;
        });
        await super.append(...args);
      }
    }
    const page = await world.writingPage({ store: new WaitingStore() });
    page.session.answer('q1', 'one');
    await world.environment.advance(devicePatienceMs.write - 1);
    expect(world.server.log).toHaveLength(0);
    expect(page.session.state.save.kind).toBe('pending');
    keep();
    await world.untilSaved(page);
    expect(world.server.log).toHaveLength(1);
  });
});

describe('two pages', () => {
  it('[CLI-11] the one that was overtaken reads on, and takes back only when it is told to', async () => {
    const world = new World();
    const first = await world.writingPage();
    const second = await world.writingPage();
    expect(first.session.state.status.kind).toBe('superseded');
    expect(first.session.state.turn).toEqual({ epoch: 1, before: null });
    expect(second.session.state.turn).toEqual({ epoch: 2, before: 1 });
    expect(first.session.answer('q1', 'no')).toEqual({ ok: false, why: 'not-writing' });
    first.transport.drop(500);
    await world.environment.advance(60_000);
    expect(world.server.pens).toHaveLength(2);
    await world.settle(first.session.takeOver());
    await world.environment.until(() => first.session.state.status.kind === 'writing');
    expect(second.session.state.status.kind).toBe('superseded');
    first.session.answer('q1', 'yes');
    await world.untilSaved(first);
    expect(world.server.answers.get('q1')?.value).toBe('yes');
  });

  it('[CLI-11] learns at its next message that it was overtaken, if nobody told it; its entries become late', async () => {
    const world = new World();
    const first = await world.writingPage();
    first.transport.drop(5_000);
    await world.writingPage();
    first.session.answer('q1', 'too late');
    expect(first.session.state.status.kind).toBe('writing');
    await world.environment.until(() => first.session.state.save.kind === 'saved');
    expect(first.session.state.status.kind).toBe('superseded');
    expect(world.server.log.map(({ fate }) => fate)).toEqual(['late']);
    expect(first.session.state.answers['q1']?.save.kind).toBe('late');
  });

  it('[CLI-12] of one browser: the second does not even ask the server', async () => {
    const world = new World();
    const lock = new ProcessWriterLock();
    const store = new MemoryStore();
    const first = await world.writingPage({ lock, store });
    const second = world.page({ lock, store });
    await second.session.open('exam-1');
    await world.environment.advance(5_000);
    expect(second.session.state.status.kind).toBe('other-tab');
    expect(first.session.state.status.kind).toBe('writing');
    expect(world.server.pens).toHaveLength(1);
  });

  it('[CLI-12] of one browser: the one that is overtaken says by whom, also when the server tells it as well', async () => {
    const world = new World();
    const lock = new ProcessWriterLock();
    const store = new MemoryStore();
    const first = await world.writingPage({ lock, store });
    const second = world.page({ lock, store });
    await second.session.open('exam-1');
    await second.session.takeOver();
    await world.environment.until(() => second.session.state.status.kind === 'writing');
    await world.environment.advance(1_000);
    expect(first.session.state.status.kind).toBe('other-tab');
  });

  it('[CLI-12] of one browser: the one that is overtaken sends nothing more, the other takes up its journal', async () => {
    const world = new World();
    const lock = new ProcessWriterLock();
    const store = new MemoryStore();
    const first = await world.writingPage({ lock, store });
    const second = world.page({ lock, store });
    await second.session.open('exam-1');
    first.transport.drop(2_000);
    first.session.answer('q1', 'mine');
    await world.environment.flush();
    await second.session.takeOver();
    await world.environment.until(() => second.session.state.status.kind === 'writing');
    expect(first.session.state.status.kind).toBe('other-tab');
    await world.environment.advance(20_000);
    expect(first.session.state.save.kind).toBe('pending');
    await second.session.close();
    await first.session.takeOver();
    await world.environment.until(() => first.session.state.status.kind === 'writing');
    expect(first.session.state.answers['q1']).toMatchObject({ value: 'mine', save: { kind: 'saved' } });
    expect(world.server.log.map(({ epoch, fate }) => [epoch, fate])).toEqual([[2, 'applied']]);
  });
});

describe('opening twice', () => {
  it('[CLI-10] is one turn, and loses nothing that was entered in between', async () => {
    const world = new World();
    const page = await world.writingPage();
    page.session.answer('q1', 'one');
    await page.session.open('exam-1');
    await world.environment.until(() => page.session.state.status.kind === 'writing');
    page.session.answer('q2', 'two');
    await world.untilSaved(page);
    expect(world.server.pens).toHaveLength(1);
    expect(world.server.log.map(({ n, fate }) => [n, fate])).toEqual([
      [1, 'applied'],
      [2, 'applied'],
    ]);
  });
});

describe('handing in', () => {
  it('[CLI-14] happens when everything is acknowledged, and brings the receipt', async () => {
    const world = new World();
    const { session } = await world.writingPage();
    for (const n of [1, 2, 3]) session.answer(`q${n}`, `v${n}`);
    const handingIn = session.seal();
    expect(session.state.status.kind).toBe('handing-in');
    expect(session.answer('q4', 'no')).toEqual({ ok: false, why: 'not-writing' });
    expect(await world.settle(handingIn)).toMatchObject({ kind: 'sealed', receipt: 'receipt-1' });
    expect(world.server.seals).toMatchObject([{ epoch: 1, through: 3 }]);
    expect(session.state.status).toMatchObject({ kind: 'sealed', receipt: 'receipt-1' });
  });

  it('[CLI-14] is repeated until there is an answer', async () => {
    const world = new World();
    const { session, transport } = await world.writingPage();
    session.answer('q1', 'v1');
    transport.accidents = { ...transport.accidents, answerLost: 0.7, lost: 0.3 };
    const handingIn = session.seal();
    await world.environment.advance(60_000);
    transport.accidents = { ...transport.accidents, answerLost: 0, lost: 0 };
    await world.environment.until(() => session.state.status.kind === 'sealed');
    await world.settle(handingIn);
    expect(world.server.seals).toHaveLength(1);
    expect(session.state.status).toMatchObject({ receipt: 'receipt-1' });
  });

  it('[CLI-14] sends what the server turns out to lack', async () => {
    const world = new World();
    const { session } = await world.writingPage();
    for (const n of [1, 2, 3]) session.answer(`q${n}`, `v${n}`);
    await world.environment.until(() => session.state.save.kind === 'saved');
    world.server.loseLast(2);
    await world.settle(session.seal());
    expect(world.server.seals).toMatchObject([{ through: 3 }]);
    expect(world.server.answers.get('q2')?.value).toBe('v2');
  });

  it('[CLI-14] is possible when the server takes no more entries', async () => {
    const world = new World();
    const { session } = await world.writingPage();
    session.answer('q1', 'v1');
    await world.environment.until(() => session.state.save.kind === 'saved');
    const { append } = world.server;
    world.server.append = () => ({ kind: 'error', error: wireError('frame-limit') });
    session.answer('q2', 'v2');
    await world.environment.until(() => session.state.save.kind === 'blocked');
    expect(session.state.save).toMatchObject({ count: 1, error: { code: 'frame-limit' } });
    await world.settle(session.seal());
    expect(world.server.seals).toMatchObject([{ through: 1 }]);
    world.server.append = append;
  });

  it('[CLI-14] by the server brings its receipt too, told or asked for', async () => {
    const world = new World(1, { durationMs: 60_000 });
    const told = await world.writingPage();
    told.session.answer('q1', 'in time');
    await world.untilSaved(told);
    await world.environment.until(() => told.session.state.status.kind === 'sealed', 120_000);
    await world.environment.advance(5_000);
    expect(told.session.state.status).toMatchObject({ receipt: 'receipt-1' });
    const later = world.page();
    await later.session.open('exam-1');
    await world.environment.advance(5_000);
    expect(later.session.state.status).toMatchObject({ kind: 'sealed', receipt: 'receipt-1' });
    expect(later.session.state.answers['q1']?.value).toBe('in time');
  });

  it('[CLI-5] shows an answer that came after the end as late', async () => {
    const world = new World(1, { durationMs: 60_000 });
    const page = await world.writingPage();
    await world.environment.advance(55_000);
    page.transport.drop(15_000);
    page.session.answer('q1', 'too late');
    await world.untilSaved(page);
    await world.environment.advance(5_000);
    expect(page.session.state.answers['q1']?.save.kind).toBe('late');
    expect(page.session.state).toMatchObject({
      lateEntries: 1,
      status: { kind: 'sealed', receipt: 'receipt-1' },
    });
  });

  it('[CLI-10] after a reopening the page writes again, in a new turn', async () => {
    const world = new World();
    const page = await world.writingPage();
    await world.settle(page.session.seal());
    world.server.reopen(600_000);
    await world.environment.until(() => page.session.state.status.kind === 'writing');
    page.session.answer('q1', 'again');
    await world.untilSaved(page);
    expect(world.server.answers.get('q1')?.value).toBe('again');
  });
});

describe('what the exam office does', () => {
  it('[CLI-26] a new deadline, a pause and its end are shown at once, each notice once', async () => {
    const world = new World();
    const { session } = await world.writingPage();
    const before = session.state.deadline?.at ?? 0;
    world.server.extend(600_000);
    expect(session.state.deadline).toEqual({ at: before + 600_000, version: 2 });
    world.server.pause();
    expect(session.state.status.kind).toBe('paused');
    expect(session.answer('q1', 'no')).toEqual({ ok: false, why: 'not-writing' });
    await world.environment.advance(60_000);
    world.server.resume();
    await world.environment.until(() => session.state.status.kind === 'writing');
    expect(session.state.deadline?.at).toBe(before + 660_000);
    const [extension] = session.state.notices;
    expect(session.state.notices.map(({ kind }) => kind)).toEqual(['deadline', 'paused', 'resumed']);
    if (extension === undefined) throw new Error('no notice');
    const text = { en: 'Question 2: read 5 for 6.' };
    const body = { attemptId, commandId: 'c-9', kind: 'erratum', text, questionId: 'q2', at: 1 } as const;
    world.server.push({ event: 'notice', body });
    world.server.push({ event: 'notice', body });
    expect(session.state.notices).toHaveLength(4);
    session.confirm('c-9');
    await world.environment.until(() => session.state.save.kind === 'saved');
    expect(world.server.log.at(-1)?.entry).toMatchObject({ kind: 'confirmed', commandId: 'c-9' });
  });

  it('[CLI-26] news that comes while the attempt is being opened is not missed', async () => {
    const world = new World();
    const page = world.page();
    const { open } = world.server;
    world.server.open = (request) => {
      const reply = open.call(world.server, request);
      if (request.epoch === undefined) world.server.extend(60_000);
      return reply;
    };
    await page.session.open('exam-1');
    await world.environment.advance(5_000);
    expect(page.session.state.deadline).toEqual(world.server.deadline);
  });

  it('[CLI-30] an exam that cannot be opened says why, and opens when it is tried again', async () => {
    const world = new World();
    const page = world.page();
    world.server.trouble = wireError('not-open-yet');
    await page.session.open('exam-1');
    await world.environment.until(() => page.session.state.status.kind === 'refused');
    expect(page.session.state.status).toMatchObject({ error: { code: 'not-open-yet' } });
    world.server.trouble = null;
    await page.session.open('exam-1');
    await world.environment.until(() => page.session.state.status.kind === 'writing');
  });
});

describe('the paper', () => {
  it('[CLI-23] brings the questions of open sections once, and of the next section when it is entered', async () => {
    const world = new World(1, { sections: 3, questions: 9 });
    const asked: number[][] = [];
    const { stream } = world.server;
    world.server.stream = (request) => {
      asked.push([request.from, request.count]);
      return stream.call(world.server, request);
    };
    const page = await world.writingPage();
    const { session } = page;
    await world.environment.advance(2_000);
    expect(Object.keys(session.state.questions)).toEqual(['q1', 'q2', 'q3']);
    session.enterSection('s2');
    await world.environment.until(() => Object.keys(session.state.questions).length === 6);
    page.transport.drop(100);
    await world.environment.advance(5_000);
    expect(asked).toEqual([
      [0, 3],
      [3, 3],
    ]);
    expect(session.state.paper?.sections.map(({ state }) => state)).toEqual(['open', 'open', 'locked']);
  });
});

describe('observations', () => {
  it('[CLI-33] are kept until a hundred are unsent, so that answers do not stand behind a crowd', async () => {
    const world = new World();
    const page = await world.writingPage();
    const { session } = page;
    page.transport.drop(60_000);
    for (let n = 1; n <= 130; n += 1) session.observe('tab-hidden', String(n));
    session.answer('q1', 'one');
    expect(session.state.save).toMatchObject({ kind: 'pending', count: 101 });
    await world.untilSaved(page);
    session.observe('tab-hidden', 'again');
    await world.untilSaved(page);
    const kept = world.server.log.flatMap(({ entry }) => (entry.kind === 'observed' ? [entry.detail] : []));
    expect(kept).toEqual([...Array.from({ length: 100 }, (_, index) => String(index + 1)), 'again']);
  });

  it('[CLI-33] that the server does not keep are none of the candidate’s business', async () => {
    const world = new World();
    const page = await world.writingPage();
    const { session } = page;
    const { append } = world.server;
    world.server.append = (request) => {
      const outcome = append.call(world.server, request);
      if (outcome.kind !== 'done') return outcome;
      return { kind: 'done', reply: { ...outcome.reply, refused: [{ n: 1, code: 'too-many' }] } };
    };
    session.observe('tab-hidden');
    session.answer('q1', 'one');
    await world.untilSaved(page);
    expect(Object.keys(session.state.answers)).toEqual(['q1']);
    expect(session.state).toMatchObject({
      answers: { q1: { save: { kind: 'saved' } } },
      notices: [],
      lateEntries: 0,
      status: { kind: 'writing' },
    });
  });
});

describe('a view that fails', () => {
  it('[CLI-32] stops neither the other views nor the saving, and is reported', async () => {
    const world = new World();
    const page = world.page();
    const { session } = page;
    const seen = new Set<string>();
    let isBroken = true;
    session.subscribe(() => {
      if (isBroken) throw new Error('this view does not hold');
    });
    session.subscribe(({ status }) => seen.add(status.kind));
    await session.open('exam-1');
    await world.environment.until(() => session.state.status.kind === 'writing');
    session.answer('q1', 'one');
    isBroken = false;
    await world.untilSaved(page);
    expect(world.server.answers.get('q1')?.value).toBe('one');
    expect([...seen]).toEqual(['opening', 'writing']);
    expect(world.environment.reported.length).toBeGreaterThan(0);
  });
});

describe('closing', () => {
  it('[CLI-20] ends an opening that is under way, and frees the lock', async () => {
    const world = new World();
    const lock = new ProcessWriterLock();
    const page = world.page({ lock });
    const opening = page.session.open('exam-1');
    await page.session.close();
    await opening;
    await page.session.open('exam-1');
    await world.environment.advance(10_000);
    expect(page.session.state.status.kind).toBe('closed');
    expect(world.server.pens).toHaveLength(0);
    const next = await world.writingPage({ lock });
    expect(next.session.state.status.kind).toBe('writing');
  });

  it('[CLI-20] leaves no timer, in whatever state', async () => {
    for (const seed of [1, 2, 3]) {
      const world = new World(seed);
      const page = await world.writingPage();
      page.session.answer('q1', 'v1');
      page.session.visit('q2');
      if (seed > 1) world.server.trouble = wireError('unavailable');
      if (seed > 2) void page.session.seal();
      await world.environment.advance(700);
      await page.session.close();
      const before = world.environment.timers;
      await world.environment.advance(1_000);
      expect(page.session.state.status.kind).toBe('closed');
      expect(world.environment.timers, `seed ${seed}, ${before} before`).toBe(0);
      expect(page.session.answer('q1', 'v2')).toEqual({ ok: false, why: 'not-writing' });
    }
  });
});
