import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiptPayload } from '../protocol/http.ts';
import { receipts } from '../test/node.ts';
import { answer, codeOf, must, Page, startWorld, type World } from '../test/world.ts';
import { verifyReceipt } from './verifyReceipt.ts';

let world: World;
const minute = 60_000;
const grace = 5_000;
const reason = 'as decided';

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  const { violations } = await world.report();
  await world.stop();
  expect(violations).toEqual([]);
});

async function opened(rules: Parameters<World['exam']>[0] = {}): Promise<Page> {
  const page = new Page(world, world.a, await world.exam(rules));
  await page.open();
  return page;
}

function payloadOf(receipt: string) {
  const verified = receipts.verify(receipt);
  if (verified === null) throw new Error('The receipt is not signed by these nodes.');
  return receiptPayload.parse(JSON.parse(verified.payload));
}

const verify = (receipt: string) => verifyReceipt(receipts, world.b.core.desk.submissions, receipt);

describe('handing in', () => {
  it('[SEAL-11, SEAL-2] gives a receipt of exactly what was acknowledged', async () => {
    const page = await opened();
    const { head, seq } = must(
      await page.append(1, [answer('q1', 'A'), answer('q6', true), answer('q1', null)]),
    );
    const { receipt, sealedAt } = must(await page.seal(3));
    const payload = payloadOf(receipt);
    expect(payload).toMatchObject({
      attemptId: page.attemptId,
      examId: page.exam.examId,
      candidateId: page.who.userId,
      paper: page.exam.paperHash,
      sealSeq: (seq ?? 0) + 1,
      epoch: 1,
      through: 3,
      answered: 1,
      reason: 'submitted',
      sealedAt: world.clock.now(),
    });
    expect(payload.head.startsWith(head ?? 'none')).toBe(true);
    expect(sealedAt).toBe(world.clock.now());
    expect((await page.state()).status).toBe('sealed');
  });

  it('[SEAL-4] again gives the same receipt, byte for byte, on any node and at any time', async () => {
    const page = await opened();
    const first = must(await page.seal(0));
    world.clock.advance(3 * minute);
    expect(must(await page.seal(0))).toEqual(first);
    const moved = page.movedTo(world.b, world);
    expect(must(await moved.seal(0))).toEqual(first);
    const { receipt, sealedAt } = first;
    expect(must(await world.b.useCases.receipt(page.who, page.attemptId))).toEqual({ receipt, sealedAt });
    expect(await page.frames()).toEqual(['1 opened', '2 sealed']);
  });

  it('[SEAL-3] names what is missing and seals nothing; with it, it does', async () => {
    const page = await opened();
    must(await page.append(1, [answer('q1', 'A')]));
    const moved = page.movedTo(world.b, world);
    for (const each of [page, moved]) {
      expect(await each.seal(4)).toMatchObject({
        error: { code: 'missing-entries', details: { from: 2, to: 4 } },
      });
    }
    must(
      await moved.append(
        2,
        ['B', 'C', 'D'].map((option) => answer('q1', option)),
      ),
    );
    // Node A does not know of these, and finds them.
    expect(payloadOf(must(await page.seal(4)).receipt).through).toBe(4);
  });

  it('[SEAL-1, SEAL-4] at both nodes at once is one seal and one receipt', async () => {
    const page = await opened();
    const moved = page.movedTo(world.b, world);
    await moved.state();
    const replies = await Promise.all([page, moved, page, moved].map((each) => each.seal(0)));
    expect(new Set(replies.map((reply) => must(reply).receipt)).size).toBe(1);
    expect(await page.frames()).toEqual(['1 opened', '2 sealed']);
  });

  it('[SEAL-2] while an answer is on its way covers it, or finds it late: never neither', async () => {
    for (let round = 0; round < 10; round += 1) {
      const page = await opened();
      const moved = page.movedTo(world.b, world);
      await moved.state();
      const [append, seal] = await Promise.all([moved.append(1, [answer('q1', 'A')]), page.seal(0)]);
      const { through, answered } = payloadOf(must(seal).receipt);
      const isLate = must(append).late === true;
      expect([through, answered]).toEqual(isLate ? [0, 0] : [1, 1]);
    }
  });

  it('[ACK-12] is not for a page that has lost the pen, until the other has handed in', async () => {
    const first = await opened();
    const second = new Page(world, world.b, first.exam, 'page-2');
    await second.open();
    expect(codeOf(await first.seal(0))).toBe('superseded');
    const { receipt } = must(await second.seal(0));
    expect(must(await first.seal(0)).receipt).toBe(receipt);
  });

  it('[SEAL-5] after the end finds the server’s own seal and its receipt', async () => {
    const page = await opened({ durationMs: minute });
    must(await page.append(1, [answer('q1', 'A')]));
    world.clock.advance(minute + grace + 1);
    const payload = payloadOf(must(await page.seal(1)).receipt);
    expect(payload).toMatchObject({ reason: 'expired', through: 1, answered: 1 });
    expect(await page.frames()).toEqual(['1 opened', '2 answered', '3 sealed']);
  });

  it('[SEAL-6] counts an extension that the node had not heard of', async () => {
    const page = await opened({ durationMs: minute });
    await world.b.issue(page.exam.examId, { kind: 'extend', body: { ms: 10 * minute, reason } });
    world.clock.advance(5 * minute);
    expect(payloadOf(must(await page.seal(0)).receipt).reason).toBe('submitted');
    const [seal] = await world.prisma.attemptFrame.findMany({
      where: { attemptId: page.attemptId, kind: 'sealed' },
    });
    expect(seal?.examSeq).toBe(1);
  });

  it('[ACK-12] of an epoch that was never given out is refused', async () => {
    const page = await opened();
    page.epoch = 2;
    expect(codeOf(await page.seal(0))).toBe('unknown-epoch');
  });
});

describe('[SEAL-9] a reopened attempt', () => {
  it('takes answers again, and its next seal makes a new receipt that supersedes the first', async () => {
    const page = await opened();
    must(await page.append(1, [answer('q1', 'A')]));
    const first = must(await page.seal(1)).receipt;
    await world.a.issue(page.exam.examId, { kind: 'reopen', body: { ms: 10 * minute, reason } });
    await world.b.sweep();
    const state = await page.state();
    expect(state).toMatchObject({ status: 'open', epoch: 1, through: 1 });
    must(await page.append(2, [answer('q1', 'B')]));
    const second = must(await page.seal(2)).receipt;
    expect(second).not.toBe(first);
    expect(payloadOf(second)).toMatchObject({ sealSeq: 6, through: 2 });
    expect(must(await verify(first))).toMatchObject({ valid: true, supersededBy: 6 });
    expect(must(await verify(second))).toMatchObject({ valid: true });
    expect(must(await verify(second)).supersededBy).toBeUndefined();
    expect(must(await world.b.useCases.receipt(page.who, page.attemptId))).toMatchObject({
      receipt: second,
      supersedes: 3,
    });
  });

  it('[SEAL-4] that a node still takes for sealed is not given its old receipt', async () => {
    const page = await opened();
    must(await page.seal(0));
    await world.b.issue(page.exam.examId, { kind: 'reopen', body: { ms: 10 * minute, reason } });
    await world.b.sweep();
    // Node A remembers the seal.
    expect(payloadOf(must(await page.seal(0)).receipt).sealSeq).toBe(4);
  });
});

describe('[SEAL-10, ACK-15] admitting a late answer', () => {
  it('to a sealed attempt makes a new receipt that covers it', async () => {
    const page = await opened();
    const first = must(await page.seal(0)).receipt;
    must(await page.append(1, [answer('q1', 'A'), answer('q6', true)]));
    const { attempts } = world.b.core.desk;
    const ref = await world.b.core.desk.catalogue.attempt(page.attemptId);
    if (ref === null) throw new Error('It is there.');
    const outcome = await attempts.run(await attempts.host(ref), {
      type: 'judge',
      lateSeq: 3,
      admitted: [2],
      actor: page.who.userId,
      reason,
      now: world.clock.now(),
    });
    expect(outcome).toMatchObject({ type: 'done', news: [{ kind: 'adjudicated', seq: 4, open: false }] });
    const { answers } = await page.state();
    expect(answers).toMatchObject({ q6: { value: true } });
    expect(answers['q1']).toBeUndefined();
    const second = must(await page.seal(2)).receipt;
    expect(payloadOf(second)).toMatchObject({ sealSeq: 4, answered: 1, reason: 'adjudicated' });
    expect(must(await verify(first))).toMatchObject({ valid: true, supersededBy: 4 });
  });

  it('[ACK-15] to an attempt that is still open changes the answer', async () => {
    const first = await opened();
    const second = new Page(world, world.a, first.exam, 'page-2');
    await second.open();
    must(await first.append(1, [answer('q1', 'A')]));
    const { attempts } = world.a.core.desk;
    const hosted = attempts.hosted.find(first.attemptId);
    if (hosted === undefined) throw new Error('It is in memory.');
    const judge = {
      type: 'judge',
      lateSeq: 3,
      actor: first.who.userId,
      reason,
      now: world.clock.now(),
    } as const;
    await attempts.run(hosted, { ...judge, admitted: [1] });
    expect((await second.state()).answers).toMatchObject({ q1: { value: 'A' } });
  });
});
