import { brokenPromises, type Report } from '../report/report.ts';

/** What a round has come to, in the chaos report; stable names. */
export interface RoundReport {
  readonly fault: string;
  readonly about: string;
  readonly isGood: boolean;
  readonly candidates: number;
  readonly nodes: number;
  readonly frames: number;
  readonly ackedButLost: number;
  readonly wrongValue: number;
  readonly sealedTwice: number;
  readonly acceptedLate: number;
  readonly chainBroken: number;
  /** Candidates that were not back, or had not saved everything, at the end. */
  readonly unfinished: number;
  /** From the end of the fault until saves were quick again, s. */
  readonly recoveryS: number;
  /** Of the saves of candidates whose node was spared, fault included, ms. */
  readonly othersP99Ms: number;
  /** From losing the connection to being back with everything saved, ms. */
  readonly resyncP95Ms: number;
  readonly violations: Report['violations'];
}

export function roundReport(about: string, report: Report): RoundReport {
  const { ackedButLost, wrongValue, sealedTwice, acceptedLate, chainBroken, unfinished } = report;
  const extra = (name: string) => report.extra[name] ?? 0;
  return {
    fault: report.scenario,
    about,
    isGood: report.verified && brokenPromises(report) === 0 && unfinished === 0,
    candidates: report.candidates,
    nodes: report.nodes,
    frames: report.frames,
    ackedButLost,
    wrongValue,
    sealedTwice,
    acceptedLate,
    chainBroken,
    unfinished,
    recoveryS: extra('recoveryS'),
    othersP99Ms: extra('sparedP99Ms'),
    resyncP95Ms: extra('resyncP95Ms'),
    violations: report.violations,
  };
}

const columns: readonly (readonly [title: string, width: number, cell: (round: RoundReport) => string])[] = [
  ['fault', -21, ({ fault }) => fault],
  ['frames', 7, ({ frames }) => String(frames)],
  ['lost', 5, ({ ackedButLost }) => String(ackedButLost)],
  ['wrong', 6, ({ wrongValue }) => String(wrongValue)],
  ['sealed twice', 13, ({ sealedTwice }) => String(sealedTwice)],
  ['accepted late', 14, ({ acceptedLate }) => String(acceptedLate)],
  ['chain broken', 13, ({ chainBroken }) => String(chainBroken)],
  ['not back', 9, ({ unfinished }) => String(unfinished)],
  ['recovery s', 11, ({ recoveryS }) => recoveryS.toFixed(1)],
  ["others' p99 ms", 15, ({ othersP99Ms }) => String(Math.round(othersP99Ms))],
  ['resync p95 ms', 14, ({ resyncP95Ms }) => String(Math.round(resyncP95Ms))],
  ['', 5, ({ isGood }) => (isGood ? 'ok' : 'BAD')],
];

const padded = (text: string, width: number) => (width < 0 ? text.padEnd(-width) : text.padStart(width));

export const tableHead = columns.map(([title, width]) => padded(title, width)).join('');

export function tableRow(round: RoundReport): string {
  return columns.map(([, width, cell]) => padded(cell(round), width)).join('');
}
