import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examRules, section, single } from '../test/paperBuilders.ts';
import { minute, noon, second } from '../test/pureAttempt.ts';
import type { PaperSection } from './content.ts';
import {
  enterNextSection,
  entryTime,
  extraTime,
  type Schedule,
  scheduleAt,
  sectionAccepts,
  sectionState,
  shiftFrom,
} from './timing.ts';

const rules = examRules({ opensAt: noon, lastEntryAt: noon + 30 * minute, closesAt: noon + 240 * minute });
const locked = examRules({ ...rules, navigation: 'locked', durationMs: 60 * minute });
const sections: readonly PaperSection[] = [20, 25, 15].map((minutes, index) =>
  section(`s${index + 1}`, [single(`q${index + 1}`)], { durationMs: minutes * minute }),
);

/** A locked schedule opened at noon: s1 to 12:20, s2 to 12:45, s3 to 13:00. */
const plain = scheduleAt(locked, sections, noon, 0, 0);

describe('the end of an attempt', () => {
  it('[TIM-1] is the duration after opening, and the end of the window at the latest', () => {
    expect(scheduleAt(rules, [], noon + 5 * minute, 0, 0).deadlineAt).toBe(noon + 185 * minute);
    expect(scheduleAt(rules, [], noon + 90 * minute, 0, 0).deadlineAt).toBe(noon + 240 * minute);
  });

  it('[TIM-2] is the end of the window for everybody on a common clock', () => {
    const common = examRules({ ...rules, clock: 'common' });
    expect(scheduleAt(common, [], noon, 0, 0).deadlineAt).toBe(noon + 240 * minute);
    expect(scheduleAt(common, [], noon + 29 * minute, 0, 0).deadlineAt).toBe(noon + 240 * minute);
  });

  it('[TIM-3] may pass the end of the window by extra time and by what was granted', () => {
    const late = noon + 90 * minute;
    expect(scheduleAt(rules, [], late, 20 * minute, 0).deadlineAt).toBe(noon + 300 * minute);
    expect(scheduleAt(rules, [], late, 20 * minute, 7 * minute).deadlineAt).toBe(noon + 307 * minute);
  });
});

describe('[TIM-4] extra time', () => {
  it.each([
    [60 * minute, 20 * minute, 20 * minute],
    [40 * minute, 20 * minute, 13 * minute + 20 * second],
    [180 * minute, 20 * minute, 60 * minute],
    [10 * minute, 0, 0],
    [1, 20 * minute, 1 * second],
    [50 * minute, 7 * minute + 1, 350 * second + 1 * second],
  ])('of %i ms at %i ms an hour is %i ms', (duration, perHour, expected) => {
    expect(extraTime(duration, perHour)).toBe(expected);
  });

  it('is a whole number of seconds, never less than the exact share and less than a second more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 * 3_600_000 }),
        fc.integer({ min: 0, max: 3_600_000 }),
        (d, p) => {
          const extra = extraTime(d, p);
          const exact = (BigInt(d) * BigInt(p) * 1n) / 3_600_000n;
          expect(extra % 1000).toBe(0);
          expect(BigInt(extra)).toBeGreaterThanOrEqual(exact);
          expect(BigInt(extra)).toBeLessThanOrEqual(exact + 1000n);
        },
      ),
    );
  });
});

describe('[TIM-5] the time to enter', () => {
  it.each([
    [noon - 1, 'early'],
    [noon, 'in-time'],
    [noon + 30 * minute, 'in-time'],
    [noon + 30 * minute + 1, 'too-late'],
  ])('at %i is %s', (now, expected) => {
    expect(entryTime(rules, now)).toBe(expected);
  });
});

describe('[TIM-10] locked sections', () => {
  it('follow each other without gaps, and the last one ends the attempt', () => {
    expect(plain).toEqual({
      deadlineAt: noon + 60 * minute,
      sections: [
        { id: 's1', opensAt: noon, endsAt: noon + 20 * minute },
        { id: 's2', opensAt: noon + 20 * minute, endsAt: noon + 45 * minute },
        { id: 's3', opensAt: noon + 45 * minute, endsAt: noon + 60 * minute },
      ],
    });
  });

  it('have extra time of their own', () => {
    const { sections: windows } = scheduleAt(locked, sections, noon, 20 * minute, 0);
    expect(windows?.map(({ opensAt, endsAt }) => endsAt - opensAt)).toEqual([
      26 * minute + 40 * second,
      33 * minute + 20 * second,
      20 * minute,
    ]);
  });

  it('run at the same times for everybody on a common clock', () => {
    const common = examRules({ ...locked, clock: 'common', closesAt: noon + 70 * minute });
    const late = scheduleAt(common, sections, noon + 29 * minute, 0, 0);
    expect(late).toEqual(scheduleAt(common, sections, noon, 0, 0));
    expect(late.sections?.[0]?.opensAt).toBe(noon + 10 * minute);
    expect(sectionState(late, 's2', noon + 31 * minute)).toBe('open');
  });

  it('give what was granted before opening to the section that runs first', () => {
    const { sections: windows } = scheduleAt(locked, sections, noon, 0, 4 * minute);
    expect(windows?.map(({ endsAt }) => endsAt)).toEqual([24, 49, 64].map((at) => noon + at * minute));
  });

  it('are locked before their time, open in it and closed after it', () => {
    const statesAt = (at: number) => ['s1', 's2', 's3'].map((id) => sectionState(plain, id, at));
    expect(statesAt(noon)).toEqual(['open', 'locked', 'locked']);
    expect(statesAt(noon + 20 * minute - 1)).toEqual(['open', 'locked', 'locked']);
    expect(statesAt(noon + 20 * minute)).toEqual(['closed', 'open', 'locked']);
    expect(statesAt(noon + 60 * minute)).toEqual(['closed', 'closed', 'closed']);
  });

  it('[TIM-12] take what arrives within the grace after they ended by time', () => {
    const accepts = (at: number) => sectionAccepts(plain, 's1', at, 5 * second);
    expect(accepts(noon - 1)).toBe(false);
    expect(accepts(noon)).toBe(true);
    expect(accepts(noon + 20 * minute + 5 * second)).toBe(true);
    expect(accepts(noon + 20 * minute + 5 * second + 1)).toBe(false);
  });
});

describe('[TIM-11] entering the next section early', () => {
  const early = enterNextSection(plain, 's2', noon + 12 * minute);

  it('gives up the rest of the one that was left, and all that follows comes earlier', () => {
    expect(early).toEqual({
      deadlineAt: noon + 52 * minute,
      sections: [
        { id: 's1', opensAt: noon, endsAt: noon + 12 * minute, left: true },
        { id: 's2', opensAt: noon + 12 * minute, endsAt: noon + 37 * minute },
        { id: 's3', opensAt: noon + 37 * minute, endsAt: noon + 52 * minute },
      ],
    });
  });

  it('is final: the section that was left takes nothing, not even within the grace', () => {
    if (early === null) throw new Error('s2 follows s1');
    expect(sectionAccepts(early, 's1', noon + 12 * minute - 1, 5 * second)).toBe(true);
    expect(sectionAccepts(early, 's1', noon + 12 * minute, 5 * second)).toBe(false);
    expect(enterNextSection(early, 's1', noon + 13 * minute)).toBeNull();
  });

  it('goes on to the next section only', () => {
    expect(enterNextSection(plain, 's3', noon)).toBeNull();
    expect(enterNextSection(plain, 's1', noon)).toBeNull();
    expect(enterNextSection(plain, 's3', noon + 59 * minute)).toBeNull();
    expect(enterNextSection({ deadlineAt: noon, sections: null }, 's2', noon)).toBeNull();
  });

  it('stays final when time is given for a moment before the section was left', () => {
    if (early === null) throw new Error('s2 follows s1');
    const moved = shiftFrom(early, noon + 11 * minute, 10 * minute);
    expect(moved.sections?.[0]).toEqual(early.sections?.[0]);
    expect(moved.sections?.[1]).toEqual({
      id: 's2',
      opensAt: noon + 12 * minute,
      endsAt: noon + 47 * minute,
    });
    expect(moved.deadlineAt).toBe(early.deadlineAt + 10 * minute);
  });
});

describe('[TIM-8] moving an end', () => {
  it('moves the section that runs and all that follow', () => {
    const moved = shiftFrom(plain, noon + 30 * minute, 10 * minute);
    expect(moved.sections?.map(({ opensAt, endsAt }) => [opensAt, endsAt])).toEqual(
      [
        [0, 20],
        [20, 55],
        [55, 70],
      ].map((window) => window.map((at) => noon + at * minute)),
    );
    expect(moved.deadlineAt).toBe(noon + 70 * minute);
  });

  it('keeps locked sections in order, without gaps and never shorter, whatever comes when', () => {
    const step = fc.record({
      at: fc.integer({ min: -10 * minute, max: 90 * minute }),
      ms: fc.integer({ min: 0, max: 30 * minute }),
      enter: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        let schedule: Schedule = plain;
        for (const { at, ms, enter } of steps) {
          const running = schedule.sections?.findLastIndex(({ opensAt }) => opensAt <= noon + at) ?? -1;
          const next = schedule.sections?.[running + 1];
          const entered = enter && next ? enterNextSection(schedule, next.id, noon + at) : null;
          const moved: Schedule = entered ?? shiftFrom(schedule, noon + at, ms);
          if (entered === null) {
            expect(moved.deadlineAt).toBe(schedule.deadlineAt + ms);
            moved.sections?.forEach(({ opensAt, endsAt }, i) => {
              const before = schedule.sections?.[i];
              expect(opensAt).toBeGreaterThanOrEqual(before?.opensAt ?? 0);
              expect(endsAt).toBeGreaterThanOrEqual(before?.endsAt ?? 0);
            });
          }
          moved.sections?.forEach((window, i) => {
            const following = moved.sections?.[i + 1];
            expect(window.endsAt).toBe(following ? following.opensAt : moved.deadlineAt);
            if (schedule.sections?.[i]?.left) expect(window).toEqual(schedule.sections[i]);
          });
          schedule = moved;
        }
      }),
    );
  });
});
