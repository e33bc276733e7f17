import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../client/session/cli/random.ts';
import { HandClock } from '../test/handClock.ts';
import { Crew, type CrewOptions } from './crew.ts';
import type { Phase } from './messages.ts';
import { Meters } from './meters.ts';
import type { Page } from './page.ts';

/** A candidate whom nothing hinders, and who does what the test says otherwise. */
function page(more: Partial<Page>): Page {
  const idle = () => undefined;
  return {
    isConnected: true,
    isWriting: true,
    isSealed: false,
    isOut: false,
    isSettled: true,
    isRecovering: false,
    isFighting: false,
    come: (onOpen) => onOpen(true),
    fetchQuestions: (_from, count, then) => then(count),
    answer: idle,
    visit: idle,
    handIn: idle,
    handInElsewhere: idle,
    hasConfirmed: () => false,
    renewIfDue: idle,
    cut: idle,
    leave: idle,
    ...more,
  };
}

function crewOf(...candidates: readonly Page[]) {
  const clock = new HandClock();
  const meters = new Meters();
  const now = () => clock.now();
  const after = (ms: number, then: () => void) => clock.after(ms, then);
  const hall = { environment: { after }, now, meters, manner: {}, book: { questions: [] } };
  const told: number[] = [];
  const onArrived = () => told.push(clock.now());
  const random = seededRandom(1);
  const crew = new Crew({ hall, candidates, random, onArrived } as unknown as CrewOptions);
  return { crew, clock, meters, told };
}

const arrival: Phase = { kind: 'arrive', from: 0, ratePerS: 100, questions: true, patienceMs: 60_000 };
const work: Phase = {
  kind: 'work',
  from: 0,
  seconds: null,
  savesPerS: 10,
  visitsPerS: 0,
  questionsPerS: 0,
  handInsPerS: 0,
};

describe('[BEN-27] an arrival', () => {
  it('is over when each is in or turned away', async () => {
    const { crew, clock, meters, told } = crewOf(
      page({}),
      page({ come: (onOpen) => onOpen(false) }),
      page({ fetchQuestions: (_from, _count, then) => then(null) }),
    );
    const missing = crew.run(arrival);
    clock.moveTo(1_000);
    expect(await missing).toBe(2);
    expect(told).toEqual([1_000]);
    expect(meters.counted('started')).toBe(1);
    expect(meters.counted('outside')).toBe(0);
  });

  it('is over when patience is, with whoever got no answer counted as outside', async () => {
    const { crew, clock, meters } = crewOf(
      page({}),
      page({ come: () => undefined }),
      page({ fetchQuestions: () => undefined }),
    );
    const missing = crew.run(arrival);
    clock.moveTo(60_000);
    expect(await missing).toBe(2);
    expect(meters.counted('outside')).toBe(2);
  });
});

describe('[BEN-28] work without an end of its own', () => {
  it('goes on until it is ended', async () => {
    const savedAt: number[] = [];
    const { crew, clock } = crewOf(page({ answer: (at) => void savedAt.push(at) }));
    const running = crew.run(work);
    clock.moveTo(100_000);
    crew.endWork(130_000);
    clock.moveTo(200_000);
    expect(await running).toBe(0);
    expect(savedAt.at(-1)).toBeLessThan(130_000);
    expect(savedAt.at(-1)).toBeGreaterThan(120_000);
  });
});
