import type { KeptOn } from '../../../session/index.ts';
import type { Texts } from '../../shared/texts/catalogues.ts';

export type CheckName = 'browser' | 'clock' | 'connection' | 'storage' | 'screen';

/** `null`: still being found out. */
export interface CheckResult {
  readonly name: CheckName;
  readonly isGood: boolean | null;
  readonly sentence: string;
  /** What is likely to be found, at its longest: so much room is kept, and nothing below moves when it comes. */
  readonly likely?: string;
}

/** What was found out about the device; `null` for what is not known yet. */
export interface DeviceFacts {
  /** Whether the browser has what makes the exam quick and safe. */
  readonly isModern: boolean;
  /** The device's clock minus the server's, ms. */
  readonly clockOffsetMs: number | null;
  /** Round trips to the server, ms; a failed one is `null`. */
  readonly roundTrips: readonly (number | null)[] | null;
  readonly keptOn: KeptOn | null;
  /** In CSS pixels. */
  readonly screenWidth: number;
}

const clockToleranceMs = 60_000;
const slowMs = 400;
const longestMs = 5_000;
const narrowPx = 320;

/** One line for each thing that matters during an exam. */
export function deviceChecks(facts: DeviceFacts, texts: Texts): readonly CheckResult[] {
  const { checks, instructions } = texts;
  const { isModern, keptOn, screenWidth } = facts;
  const isWide = screenWidth >= narrowPx;
  return [
    { name: 'browser', isGood: isModern, sentence: isModern ? checks.browserGood : checks.browserOld },
    clockCheck(facts, texts),
    connectionCheck(facts, texts),
    {
      name: 'storage',
      isGood: keptOn === null ? null : keptOn === 'device',
      sentence: keptOn === null ? checks.checking : storageSentence(keptOn, instructions),
      likely: instructions.storageGood,
    },
    { name: 'screen', isGood: isWide, sentence: isWide ? checks.screenGood : checks.screenSmall },
  ];
}

function storageSentence(keptOn: KeptOn, instructions: Texts['instructions']): string {
  return keptOn === 'device' ? instructions.storageGood : instructions.storageText;
}

function clockCheck({ clockOffsetMs }: DeviceFacts, { checks }: Texts): CheckResult {
  if (clockOffsetMs === null) return { name: 'clock', isGood: null, sentence: checks.checking };
  const off = Math.abs(clockOffsetMs);
  if (off < clockToleranceMs) return { name: 'clock', isGood: true, sentence: checks.clockGood };
  return { name: 'clock', isGood: false, sentence: checks.clockOff(Math.round(off / 60_000)) };
}

/** The middle one of the round trips tells; when most fail, there is no connection. */
function connectionCheck({ roundTrips }: DeviceFacts, { checks }: Texts): CheckResult {
  const name = 'connection';
  const likely = checks.connectionSlow(longestMs);
  if (roundTrips === null) return { name, isGood: null, sentence: checks.checking, likely };
  const sorted = roundTrips.map((ms) => ms ?? Number.POSITIVE_INFINITY).sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? Number.POSITIVE_INFINITY;
  if (middle === Number.POSITIVE_INFINITY)
    return { name, isGood: false, sentence: checks.connectionNone, likely };
  const ms = Math.round(middle);
  if (ms > slowMs) return { name, isGood: false, sentence: checks.connectionSlow(ms), likely };
  return { name, isGood: true, sentence: checks.connectionGood(ms), likely };
}
