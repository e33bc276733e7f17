import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyAnswer } from '../test/exams.ts';
import { answer, codeOf, must, Page, startWorld, type World } from '../test/world.ts';

let world: World;
const second = 1_000;
const minute = 60_000;
const grace = 5 * second;
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

describe('an append', () => {
  it('[ACK-1, ACK-2] is acknowledged once it can be read by another connection', async () => {
    const page = await opened();
    const reply = must(await page.append(1, [answer('q1', 'A'), answer('q6', false)]));
    expect(reply).toMatchObject({ through: 2, seq: 2, deadline: { version: 1 } });
    expect(reply.refused).toBeUndefined();
    const state = await page.movedTo(world.b, world).state();
    expect(state).toMatchObject({ through: 2, seq: 2, head: reply.head, answers: { q1: { value: 'A' } } });
  });

  it('[ACK-2] takes an answer of every type', async () => {
    const page = await opened();
    const { sections } = await page.state().then(({ paper }) => paper);
    const given = new Set(sections.flatMap(({ questionIds }) => questionIds));
    const questions = page.exam.content.sections
      .flatMap((section) => section.questions)
      .filter(({ id }) => given.has(id));
    const entries = questions.map((question) => answer(question.id, anyAnswer(question)));
    expect(must(await page.append(1, entries)).refused).toBeUndefined();
    const { answers } = await page.movedTo(world.b, world).state();
    expect(Object.keys(answers).toSorted()).toEqual([...given].toSorted());
    for (const question of questions) expect(answers[question.id]?.value).toEqual(anyAnswer(question));
  });

  it('[ACK-3] sent again is acknowledged and writes nothing, on any node', async () => {
    const page = await opened();
    const entries = [answer('q1', 'A'), answer('q1', 'B')];
    must(await page.append(1, entries));
    expect(must(await page.append(1, entries))).toMatchObject({ through: 2, seq: 2 });
    const moved = page.movedTo(world.b, world);
    expect(must(await moved.append(1, entries))).toMatchObject({ through: 2, seq: 2 });
    expect(must(await moved.append(2, [entries[1], answer('q1', 'C')]))).toMatchObject({
      through: 3,
      seq: 3,
    });
    expect(await page.frames()).toEqual(['1 opened', '2 answered', '3 answered']);
  });

  it('[ACK-2, LOG-11] names what the log holds, not what this node remembers', async () => {
    const page = await opened();
    const moved = page.movedTo(world.b, world);
    must(await page.append(1, [answer('q1', 'A')]));
    must(await moved.append(2, [answer('q1', 'B'), answer('q1', 'C')]));
    // Node A remembers 1…1.
    expect(must(await page.append(1, [answer('q1', 'A')])).through).toBe(3);
  });

  it('[ACK-4] behind a gap changes nothing and is told where to go on', async () => {
    const page = await opened();
    must(await page.append(1, [answer('q1', 'A')]));
    expect(await page.append(3, [answer('q1', 'C')])).toMatchObject({
      error: { code: 'gap', details: { through: 1 } },
    });
    // Node B has never seen this attempt, node A has not seen what B wrote.
    const moved = page.movedTo(world.b, world);
    must(await moved.append(2, [answer('q1', 'B')]));
    expect(must(await page.append(3, [answer('q1', 'C')])).through).toBe(3);
    expect(await moved.append(5, [answer('q1', 'E')])).toMatchObject({
      error: { code: 'gap', details: { through: 3 } },
    });
    expect(await page.frames()).toEqual(['1 opened', '2 answered', '3 answered', '4 answered']);
  });

  it('[ACK-5, ACK-6] names every entry that was refused, also when it is sent again', async () => {
    const page = await opened();
    const entries = [
      answer('q1', 'A'),
      answer('q99', 'A'),
      answer('q1', 'Z'),
      answer('q3', 3),
      { kind: 'section', sectionId: 's9', at: 1 },
      { kind: 'no such kind' },
      { ...answer('q1', 'B'), more: 1 },
      'text',
      null,
      {
        kind: 'answer',
        questionId: 'q1',
        value: JSON.parse('{"__proto__": {"a": 1}}'),
        marked: false,
        at: 1,
      },
      answer('q7', 'x\u0000'),
      answer('q7', '\ud800'),
      { kind: 'observed', type: 'blur', at: 1, detail: '\ud800' },
      answer('q6', true),
    ];
    const refused = [
      [2, 'unknown-question'],
      [3, 'unknown-option'],
      [4, 'invalid-value'],
      [5, 'unknown-section'],
      [6, 'malformed-entry'],
      [7, 'malformed-entry'],
      [8, 'malformed-entry'],
      [9, 'malformed-entry'],
      [10, 'invalid-value'],
      [11, 'invalid-value'],
      [12, 'invalid-value'],
      [13, 'malformed-entry'],
    ].map(([n, code]) => ({ n, code }));
    expect(must(await page.append(1, entries))).toMatchObject({ through: 14, refused });
    expect(must(await page.append(1, entries))).toMatchObject({ through: 14, refused });
    const more = [...entries.slice(2, 4), ...entries.slice(4), answer('q98', 'A')];
    expect(must(await page.movedTo(world.b, world).append(3, more))).toMatchObject({
      through: 15,
      refused: [...refused.slice(1), { n: 15, code: 'unknown-question' }],
    });
    const { answers } = await page.state();
    expect(Object.keys(answers).toSorted()).toEqual(['q1', 'q6']);
  });

  it('[ACK-12] of an epoch that was never given out is refused', async () => {
    const page = await opened();
    page.epoch = 2;
    expect(codeOf(await page.append(1, [answer('q1', 'A')]))).toBe('unknown-epoch');
  });

  it('[ACK-18] that travels with others is carried out in turn', async () => {
    const page = await opened();
    const moved = page.movedTo(world.b, world);
    const replies = await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map((n) => page.append(n, [answer('q1', 'ABCD'[n % 4])])),
    );
    expect(replies.map((reply) => must(reply).through)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const both = await Promise.all(
      [9, 10, 11, 12].flatMap((n) => [page, moved].map((each) => each.append(n, [answer('q1', 'A')]))),
    );
    for (const reply of both) {
      if (!reply.ok) expect(reply.error.code).toBe('gap');
    }
    must(
      await page.append(
        9,
        [9, 10, 11, 12].map(() => answer('q1', 'A')),
      ),
    );
    expect((await page.state()).through).toBe(12);
  });
});

describe('late entries', () => {
  it('[ACK-7] of a page that has lost the pen change no answer', async () => {
    const first = await opened();
    must(await first.append(1, [answer('q1', 'A')]));
    const second = new Page(world, world.b, first.exam, 'page-2');
    await second.open();
    // Node A has not heard that page-2 writes.
    expect(must(await first.append(2, [answer('q1', 'B')]))).toEqual({ through: 2, late: true });
    expect(must(await first.append(2, [answer('q1', 'B')]))).toEqual({ through: 2, late: true });
    expect(must(await second.append(1, [answer('q2', ['A'])]))).toMatchObject({ through: 1, seq: 5 });
    const { answers } = await second.state();
    expect(answers).toMatchObject({ q1: { value: 'A' }, q2: { value: ['A'] } });
  });

  it('[ACK-7] are told so when they are sent again together with earlier ones', async () => {
    const first = await opened();
    must(await first.append(1, [answer('q1', 'A')]));
    await new Page(world, world.b, first.exam, 'page-2').open();
    must(await first.append(2, [answer('q1', 'B')]));
    const again = must(await first.append(1, [answer('q1', 'A'), answer('q1', 'B'), answer('q1', 'C')]));
    expect(again).toEqual({ through: 3, late: true });
  });

  it('[ACK-8, TIM-6] are those that arrive after deadline and grace', async () => {
    const page = await opened({ durationMs: minute });
    world.clock.advance(minute + grace);
    expect(must(await page.append(1, [answer('q1', 'A')])).late).toBeUndefined();
    world.clock.advance(1);
    expect(must(await page.append(2, [answer('q1', 'B')]))).toEqual({ through: 2, late: true });
    expect(await page.frames()).toEqual(['1 opened', '2 answered', '3 late']);
    expect((await page.state()).answers).toMatchObject({ q1: { value: 'A' } });
  });

  it('[TIM-6] are judged by their arrival, not by when their turn comes', async () => {
    const page = await opened({ durationMs: minute });
    world.clock.advance(minute + grace);
    const arrived = world.clock.now();
    world.clock.advance(2 * second);
    expect(must(await page.append(1, [answer('q1', 'A')], arrived)).late).toBeUndefined();
  });

  it('[ACK-8] are those that arrive after a pause and its grace, until the exam goes on', async () => {
    const page = await opened();
    const { examId } = page.exam;
    await world.b.issue(examId, { kind: 'pause', body: { reason } });
    await world.a.core.follower.poll();
    world.clock.advance(grace);
    expect(must(await page.append(1, [answer('q1', 'A')])).late).toBeUndefined();
    world.clock.advance(1);
    expect(must(await page.append(2, [answer('q1', 'B')]))).toEqual({ through: 2, late: true });
    await world.b.issue(examId, { kind: 'resume', body: { reason } });
    const reply = must(await page.append(3, [answer('q1', 'C')]));
    expect(reply.late).toBeUndefined();
    expect(reply.deadline?.at).toBe(world.clock.now() + 60 * minute);
    expect((await page.state()).answers).toMatchObject({ q1: { value: 'C' } });
  });

  it('[LOG-12] nothing is late by a deadline that was moved at another node', async () => {
    const page = await opened({ durationMs: minute });
    await world.b.issue(page.exam.examId, { kind: 'extend', body: { ms: 10 * minute, reason } });
    world.clock.advance(5 * minute);
    // Node A has heard nothing; it reads the exam's log before it calls anything late.
    const reply = must(await page.append(1, [answer('q1', 'A')]));
    expect(reply).toMatchObject({ through: 1, deadline: { version: 2 } });
    expect(reply.late).toBeUndefined();
  });

  it('[LOG-12, TIM-10] no section is closed by a time that was moved at another node', async () => {
    const page = await opened({ navigation: 'locked' });
    await world.b.issue(page.exam.examId, { kind: 'extend', body: { ms: 10 * minute, reason } });
    world.clock.advance(35 * minute);
    expect(must(await page.append(1, [answer('q1', 'A')])).refused).toBeUndefined();
  });

  it('[ACK-8, ACK-9] are those after the seal, as many as the exam keeps', async () => {
    const page = await opened({ maxLateEntries: 3 });
    must(await page.seal(0));
    const two = [answer('q1', 'A'), answer('q1', 'B')];
    expect(must(await page.append(1, two))).toEqual({ through: 2, late: true });
    expect(codeOf(await page.append(3, two))).toBe('late-limit');
    expect(must(await page.append(3, two.slice(1)))).toEqual({ through: 3, late: true });
    expect(codeOf(await page.append(4, two.slice(1)))).toBe('late-limit');
    expect(must(await page.append(1, two))).toEqual({ through: 3, late: true });
  });
});

it('[ACK-14] beyond the frames an exam allows nothing is written, and handing in is possible', async () => {
  const page = await opened({ maxFrames: 3 });
  must(await page.append(1, [answer('q1', 'A')]));
  must(await page.append(2, [answer('q1', 'B')]));
  expect(codeOf(await page.append(3, [answer('q1', 'C')]))).toBe('frame-limit');
  expect(must(await page.append(1, [answer('q1', 'A')])).through).toBe(2);
  must(await page.seal(2));
  expect(await page.frames()).toEqual(['1 opened', '2 answered', '3 answered', '4 sealed']);
});

it('[LOG-4] a stamp that is too old when its turn comes is not written; the page sends again', async () => {
  const page = await opened();
  const arrived = world.clock.now();
  world.clock.advance(6 * second);
  expect(await page.append(1, [answer('q1', 'A')], arrived)).toMatchObject({
    error: { code: 'busy', retryAfterMs: expect.any(Number) },
  });
  expect(must(await page.append(1, [answer('q1', 'A')])).through).toBe(1);
});

it('[ACK-5, SEC-12] observations beyond the limit are refused one by one, and hold no answer back', async () => {
  const page = new Page(world, world.a, await world.exam());
  await page.open();
  const observed = { kind: 'observed', type: 'tab-hidden', at: 0 };
  const crowd = Array.from({ length: 99 }, () => observed);
  expect(must(await page.append(1, [...crowd, answer('q1', 'A')]))).not.toHaveProperty('refused');
  const { through, refused = [] } = must(await page.append(101, [...crowd, answer('q1', 'B')]));
  expect(through).toBe(200);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['too-many']));
  expect(refused).toHaveLength(2 * crowd.length - 120);
  expect((await page.state()).answers['q1']).toMatchObject({ value: 'B' });
});
