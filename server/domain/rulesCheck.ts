import type { ExamRules, PaperContent, PaperSection } from './content.ts';
import type { Place } from './problem.ts';

/** Rules of time and conduct that no attempt could keep: windows in the wrong order, durations of nothing. */
export function checkRules(paper: PaperContent, root: Place): void {
  const { rules, sections } = paper;
  const place = root.below('rules');
  checkDuration(rules.durationMs, place.below('durationMs'));
  checkWindow(rules, place);
  for (const name of ['graceMs', 'maxLateEntries'] as const) {
    place.below(name).must(isCount(rules[name]), 'must be a whole number, 0 or more');
  }
  place
    .below('maxFrames')
    .must(isCount(rules.maxFrames) && rules.maxFrames > 0, 'must be a whole number above 0');
  if (rules.maxExtensionMs !== undefined) {
    const { maxExtensionMs } = rules;
    place
      .below('maxExtensionMs')
      .must(isCount(maxExtensionMs), 'must be a whole number of milliseconds, 0 or more');
  }
  if (rules.navigation === 'locked') checkSectionTimes(rules, sections, root);
  else checkNoSectionTimes(sections, root);
}

function checkWindow({ opensAt, lastEntryAt, closesAt }: ExamRules, place: Place): void {
  for (const [name, time] of Object.entries({ opensAt, lastEntryAt, closesAt })) {
    place.below(name).must(isCount(time), 'must be a time in whole milliseconds');
  }
  place.below('lastEntryAt').must(lastEntryAt >= opensAt, 'must not be before opensAt');
  place.below('closesAt').must(closesAt >= lastEntryAt, 'must not be before lastEntryAt');
  place.below('closesAt').must(closesAt > opensAt, 'must be after opensAt');
}

function checkSectionTimes(rules: ExamRules, sections: readonly PaperSection[], root: Place): void {
  for (const [i, { durationMs }] of sections.entries()) {
    const place = root.below(`sections[${i}].durationMs`);
    place.must(durationMs !== undefined, 'is missing: a locked section needs its own time');
    if (durationMs !== undefined) checkDuration(durationMs, place);
  }
  const sum = sections.reduce((total, { durationMs = 0 }) => total + durationMs, 0);
  root
    .below('rules.durationMs')
    .must(
      sum === rules.durationMs,
      `is ${rules.durationMs} ms, but the times of the sections add up to ${sum} ms`,
    );
}

function checkNoSectionTimes(sections: readonly PaperSection[], root: Place): void {
  for (const [i, { durationMs }] of sections.entries()) {
    root
      .below(`sections[${i}].durationMs`)
      .must(
        durationMs === undefined,
        'has no effect with free navigation: leave it out, or lock the sections',
      );
  }
}

function checkDuration(ms: number, place: Place): void {
  place.must(isCount(ms) && ms > 0, 'must be a whole number of milliseconds above 0');
}

function isCount(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}
