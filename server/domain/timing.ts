import type { ExamRules, PaperSection } from './content.ts';

/** The time of one locked section, epoch ms. `left` when the candidate went on before its end: then it has no grace. */
export interface SectionWindow {
  readonly id: string;
  readonly opensAt: number;
  readonly endsAt: number;
  readonly left?: true;
}

/** When an attempt ends, and when its locked sections open and end. `null`: the sections are free. */
export interface Schedule {
  readonly deadlineAt: number;
  readonly sections: readonly SectionWindow[] | null;
}

const msPerHour = 3_600_000;

/**
 * How long after deadline + grace the sweeper waits before it seals, ms: entries that arrived in time may still
 * be in a queue.
 */
export const sweepDelayMs = 6_000;

/** The most time that extensions may give to one candidate where the exam's rules say nothing, ms. */
export const defaultMaxExtensionMs = 4 * msPerHour;

/**
 * Extra time of a candidate over `durationMs`, ms, rounded up to a whole second. Accommodations are given per
 * hour and apply pro rata (20 minutes an hour make 13 min 20 s on 40 minutes).
 */
export function extraTime(durationMs: number, extraPerHourMs: number): number {
  return Math.ceil((durationMs * extraPerHourMs) / msPerHour / 1000) * 1000;
}

export type EntryTime = 'early' | 'in-time' | 'too-late';

/** Whether an attempt may be opened at `now`. Both bounds are inclusive. */
export function entryTime(rules: ExamRules, now: number): EntryTime {
  if (now < rules.opensAt) return 'early';
  return now <= rules.lastEntryAt ? 'in-time' : 'too-late';
}

/**
 * The schedule of an attempt opened at `openedAt`. An individual clock runs for its duration and ends with the
 * window at the latest; a common clock ends for everybody with the window. Extra time and what was granted
 * before opening come on top and may pass the window's end.
 */
export function scheduleAt(
  rules: ExamRules,
  sections: readonly PaperSection[],
  openedAt: number,
  extraPerHourMs: number,
  grantedMs: number,
): Schedule {
  if (rules.navigation === 'locked') {
    const startsAt = rules.clock === 'common' ? rules.closesAt - rules.durationMs : openedAt;
    return lockedSchedule(rules, sections, openedAt, startsAt, extraPerHourMs, grantedMs);
  }
  const plainEnd =
    rules.clock === 'common' ? rules.closesAt : Math.min(openedAt + rules.durationMs, rules.closesAt);
  return {
    deadlineAt: plainEnd + extraTime(rules.durationMs, extraPerHourMs) + grantedMs,
    sections: null,
  };
}

function lockedSchedule(
  rules: ExamRules,
  sections: readonly PaperSection[],
  openedAt: number,
  startsAt: number,
  extraPerHourMs: number,
  grantedMs: number,
): Schedule {
  let plainEnd = startsAt;
  let added = 0;
  const windows: SectionWindow[] = [];
  for (const section of sections) {
    const durationMs = section.durationMs ?? 0;
    const opensAt = plainEnd + added;
    plainEnd = Math.min(plainEnd + durationMs, rules.closesAt);
    added += extraTime(durationMs, extraPerHourMs);
    windows.push({ id: section.id, opensAt, endsAt: plainEnd + added });
  }
  const granted = shiftFrom({ deadlineAt: plainEnd + added, sections: windows }, openedAt, grantedMs);
  return granted;
}

export type SectionState = 'locked' | 'open' | 'closed';

/** What the candidate sees of a section at `t`. */
export function sectionState(schedule: Schedule, sectionId: string, t: number): SectionState {
  const window = schedule.sections?.find((section) => section.id === sectionId);
  if (window === undefined) return 'open';
  if (t < window.opensAt) return 'locked';
  return t < window.endsAt ? 'open' : 'closed';
}

/** Whether an answer that arrived at `t` may change a question of this section. The end has grace, unless the candidate left. */
export function sectionAccepts(schedule: Schedule, sectionId: string, t: number, graceMs: number): boolean {
  const window = schedule.sections?.find((section) => section.id === sectionId);
  if (window === undefined) return true;
  return t >= window.opensAt && (window.left ? t < window.endsAt : t <= window.endsAt + graceMs);
}

/** Everything from `t` on moves by `ms`: the end of the section that runs then, all later ones, and the deadline. */
export function shiftFrom(schedule: Schedule, t: number, ms: number): Schedule {
  if (ms === 0) return schedule;
  const deadlineAt = schedule.deadlineAt + ms;
  const { sections } = schedule;
  if (sections === null) return { deadlineAt, sections };
  const running = runningAt(sections, t);
  const moved = sections.map((section, index) => {
    if (index < running) return section;
    const opensAt = index === running ? section.opensAt : section.opensAt + ms;
    return { ...section, opensAt, endsAt: section.endsAt + ms };
  });
  return { deadlineAt, sections: moved };
}

/**
 * Index of the section whose time runs at `t`, the first one before its time. What was left stays behind, also for
 * what bears an earlier time: times of arrival on two nodes, and of commands, need not be in the order of the log.
 */
function runningAt(sections: readonly SectionWindow[], t: number): number {
  const lastLeft = sections.findLastIndex((section) => section.left);
  return Math.max(
    0,
    lastLeft + 1,
    sections.findLastIndex((section) => section.opensAt <= t),
  );
}

/**
 * The candidate goes on to `sectionId` at `t`, before its time: the section left ends now, and what was left of
 * its time is given up, so all that follows comes earlier. `null` when that is not the next section.
 */
export function enterNextSection(schedule: Schedule, sectionId: string, t: number): Schedule | null {
  const { sections } = schedule;
  if (sections === null) return null;
  const running = runningAt(sections, t);
  const left = sections[running];
  const next = sections[running + 1];
  if (next?.id !== sectionId || left === undefined || t < left.opensAt) return null;
  const givenUp = next.opensAt - t;
  return {
    deadlineAt: schedule.deadlineAt - givenUp,
    sections: sections.map((section, index) => {
      if (index < running) return section;
      if (index === running) return { ...section, endsAt: t, left: true };
      return { ...section, opensAt: section.opensAt - givenUp, endsAt: section.endsAt - givenUp };
    }),
  };
}
