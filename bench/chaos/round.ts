import { Readings } from '../generator/readings.ts';
import {
  bringIn,
  isSaturated,
  leadMs,
  longExam,
  measuredSaves,
  work,
  workPhase,
} from '../scenarios/common.ts';
import type { Measured, Scenario, Stage } from '../scenarios/scenario.ts';
import type { Fault } from './fault.ts';
import { victim } from './faults.ts';

export interface Extent {
  readonly candidates: number;
  readonly rate: number;
  readonly nodes: number;
  /** Before the fault and after it, s. */
  readonly calmSeconds: number;
  readonly isShort: boolean;
}

export const fullExtent: Extent = { candidates: 600, rate: 400, nodes: 3, calmSeconds: 4, isShort: false };
export const shortExtent: Extent = { candidates: 150, rate: 150, nodes: 2, calmSeconds: 2, isShort: true };

const recoveryPatienceMs = 90_000;
const racesPerS = 400;
/** A second in which the slowest save took longer is not yet calm, ms. */
const calmMs = 1_000;

/** A fault in the middle of saving, as something that the bench can play. */
export function roundOf(fault: Fault, extent: Extent): Scenario {
  const { isShort, calmSeconds, nodes, rate } = extent;
  const lasts = (isShort ? fault.shortSeconds : undefined) ?? fault.seconds;
  const seconds = 2 * calmSeconds + lasts;
  const { race } = fault;
  const candidates =
    race === undefined ? extent.candidates : isShort ? race.shortCandidates : race.candidates;
  return {
    name: fault.name,
    about: fault.about,
    defaults: { candidates, nodes, rate, seconds },
    manner: { victim, ...fault.manner },
    linked: fault.linked === true,
    exam: (_plan, now, readyAt) => fault.exam?.(now, readyAt + seconds * 1_000) ?? longExam(now),
    play: (stage) =>
      race === undefined ? strikeAmidst(stage, fault, calmSeconds, lasts) : raceThrough(stage),
  };
}

async function strikeAmidst(
  stage: Stage,
  fault: Fault,
  calmSeconds: number,
  lasts: number,
): Promise<Measured> {
  const { plan, exam, generators, server, now, pause, say } = stage;
  const { site } = server;
  if (site === null) throw new Error('Faults are done to servers of the bench’s own only.');
  await bringIn(stage);
  const seconds = secondsLeft(exam.clock === 'common' ? exam.closesAt : null, now(), plan.seconds);
  say(`saving ${plan.rate} answers a second`);
  const from = now() + leadMs;
  const working = generators.run(workPhase(from, seconds, { saves: plan.rate }, generators.size));
  // Whatever becomes of the fault, the generators are waited for.
  working.catch(() => undefined);
  await pause(from + calmSeconds * 1_000 - now());
  say(fault.about);
  const struckAt = now();
  await fault.strike(site, { pause, lastsMs: lasts * 1_000 });
  const healedAt = now();
  const worked = await working;
  say('waiting until everybody is back');
  const recovered = await generators.run({ kind: 'recover', patienceMs: recoveryPatienceMs });
  const readings = Readings.together([worked, recovered]);
  const resync = readings.timing('resync').whole;
  return {
    ...measuredSaves(readings, seconds, {
      struckForS: (healedAt - struckAt) / 1_000,
      recoveryS: recoveryAfter(readings, struckAt, healedAt),
      sparedP99Ms: readings.timing('spared-save').whole.percentileMs(0.99),
      resynced: resync.count,
      resyncP95Ms: resync.percentileMs(0.95),
      resyncMaxMs: resync.maxMs,
      lostConnections: readings.count('lost'),
      takeovers: readings.count('takeovers'),
      lateEntries: readings.count('late'),
    }),
    unfinished: recovered.unfinished,
    isSaturated: isSaturated(worked),
  };
}

/** A common end needs the work to go on beyond it, however long the candidates took to come in. */
function secondsLeft(closesAt: number | null, now: number, planned: number): number {
  const beyondEnd = 12;
  return closesAt === null ? planned : Math.max(planned, Math.ceil((closesAt - now) / 1_000) + beyondEnd);
}

/** From the end of the fault to the last second in which a save took too long, s. */
function recoveryAfter(readings: Readings, struckAt: number, healedAt: number): number {
  const troubled = readings
    .timing('save')
    .seconds.filter(([second, { maxMs }]) => second * 1_000 >= struckAt - 1_000 && maxMs > calmMs);
  const last = troubled.at(-1)?.[0];
  return last === undefined ? 0 : Math.max(0, (last + 1) * 1_000 - healedAt) / 1_000;
}

async function raceThrough(stage: Stage): Promise<Measured> {
  const { plan, generators, now, say } = stage;
  await bringIn(stage);
  await work(stage, 1, { saves: plan.rate });
  say(`${plan.candidates} candidates hand in while they save`);
  const ratePerS = racesPerS / generators.size;
  const readings = await generators.run({
    kind: 'race',
    from: now() + leadMs,
    ratePerS,
    patienceMs: recoveryPatienceMs,
  });
  const seconds = plan.candidates / racesPerS;
  return {
    ...measuredSaves(readings, seconds, {
      handedIn: readings.count('sealed'),
      lateEntries: readings.count('late'),
      recoveryS: 0,
      sparedP99Ms: readings.timing('spared-save').whole.percentileMs(0.99),
    }),
    unfinished: readings.unfinished,
  };
}
