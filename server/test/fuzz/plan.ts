import type { ExamRules, PaperContent } from '../../domain/content.ts';
import type { SeededChance } from '../chance.ts';
import { everyType, rulesAt } from '../exams.ts';

const second = 1_000;

/** The exam of one seed: short, so that every deadline passes while the steps are played. */
export function planExam(chance: SeededChance, now: number): PaperContent {
  const durationMs = chance.whole(30, 400) * second;
  const closesAt = now + durationMs + chance.whole(0, 120) * second;
  const rules: Partial<ExamRules> = {
    clock: chance.oneIn(4) ? 'common' : 'individual',
    navigation: chance.oneIn(4) ? 'locked' : 'free',
    takeover: chance.oneIn(4) ? 'proctor-release' : 'free',
    durationMs,
    opensAt: now,
    lastEntryAt: now + Math.min(durationMs, 60 * second),
    closesAt,
    graceMs: chance.whole(0, 5) * second,
    maxFrames: chance.oneIn(8) ? chance.whole(5, 30) : 5_000,
    maxLateEntries: chance.oneIn(6) ? chance.whole(0, 12) : 5_000,
  };
  return everyType(rulesAt(now, rules));
}
