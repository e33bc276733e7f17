import { randomUUID } from 'node:crypto';
import type { LogReport } from '../../main/crash/logCheck.ts';
import { SeededChance } from '../chance.ts';
import { createTestDatabase } from '../database.ts';
import { nagpur, publishExams, pune } from '../exams.ts';
import { FakeClock } from '../fakeClock.ts';
import { startNode, type TestNode } from '../node.ts';
import { reportOn } from '../world.ts';
import { planExam } from './plan.ts';
import { type Nodes, Sitter } from './sitter.ts';

const second = 1_000;

export interface FuzzReport {
  readonly log: LogReport;
  /** Requests that the machine did not get to. */
  readonly busy: number;
  /** Lines of the log check and of the operators that should not be there, each with its seed. */
  readonly problems: readonly string[];
}

/**
 * Plays the scripts of many seeds at the same time over two nodes on one database: in each step of one second every seed
 * acts once or twice, the sweepers of both nodes come by, and now and then a node hears of the exams' commands or dies and
 * is replaced. When all are over, everything that was acknowledged is held against the log.
 */
export async function play(seeds: readonly number[], steps: number): Promise<FuzzReport> {
  const database = await createTestDatabase();
  const clock = new FakeClock();
  // One node remembers everything, the other soon forgets what it was not asked for.
  const start = (name: 'a' | 'b') =>
    startNode(database.url, clock, name === 'a' ? {} : { maxIdle: Math.ceil(seeds.length / 5) });
  const centres = [
    { districtId: pune, centreId: randomUUID() },
    { districtId: nagpur, centreId: randomUUID() },
  ] as const;
  const nodes: Nodes = { clock, a: start('a'), b: start('b'), centres };
  const all: TestNode[] = [nodes.a, nodes.b];
  const replace = (name: 'a' | 'b') => {
    nodes[name] = start(name);
    all.push(nodes[name]);
  };
  try {
    await nodes.a.prisma.centre.createMany({
      data: centres.map(({ districtId, centreId }) => ({
        ...{ id: centreId, code: centreId, name: 'A school', districtId },
      })),
    });
    const plans = seeds.map((seed) => ({ content: planExam(new SeededChance(~seed), clock.now()) }));
    const exams = await publishExams(nodes.a.prisma, plans);
    const sitters = exams.map((exam, index) => new Sitter(seeds[index] ?? 0, exam, nodes));
    for (let step = 0; step < steps; step += 1) {
      if (step % 45 === 44) replace(step % 2 === 0 ? 'a' : 'b');
      await Promise.all([...sitters.map((sitter) => sitter.step(step)), ...happenings(nodes, step)]);
      clock.advance(second);
    }
    await Promise.all(sitters.map((sitter) => sitter.finish()));
    await bringToAnEnd(nodes);
    const told = sitters.flatMap(({ facts: { attemptId, told: known } }) =>
      attemptId === null ? [] : [[attemptId, known] as const],
    );
    const log = await reportOn(database.url, new Map(told));
    const busy = sitters.reduce((total, { facts }) => total + facts.busy, 0);
    return { log, busy, problems: await problemsIn(log, sitters, all) };
  } finally {
    await Promise.all(all.map((node) => node.stop()));
    await database.drop();
  }
}

/** What goes on by itself in a step. Nodes hear of commands at different times. */
function happenings({ a, b }: Nodes, step: number): Promise<unknown>[] {
  const happening: Promise<unknown>[] = [a.sweep(), b.sweep()];
  if (step % 5 === 0) happening.push(a.core.follower.poll());
  if (step % 11 === 0) happening.push(b.core.follower.poll());
  return happening;
}

/** Lets all time pass, reopenings included. */
async function bringToAnEnd({ clock, a, b }: Nodes): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    clock.advance(3_600 * second);
    await Promise.all([a.sweep(), b.sweep()]);
  }
}

async function problemsIn(
  log: LogReport,
  sitters: readonly Sitter[],
  nodes: readonly TestNode[],
): Promise<readonly string[]> {
  const failures = sitters.flatMap(({ failure }) => (failure === null ? [] : [failure]));
  const byAttempt = new Map(sitters.map((sitter) => [sitter.facts.attemptId, sitter]));
  const violations = log.violations.map(({ kind, attemptId, message }) => {
    const sitter = byAttempt.get(attemptId);
    return `Seed ${sitter?.seed}: ${kind}: ${message}\n  ${sitter?.steps.slice(-60).join('\n  ')}`;
  });
  const unsealed = await nodes[0]?.prisma.attempt.findMany({ where: { status: { not: 'sealed' } } });
  const open = (unsealed ?? []).map(({ id, status }) => {
    const sitter = byAttempt.get(id);
    return `Seed ${sitter?.seed}: is ${status} after all time is over\n  ${sitter?.steps.slice(-30).join('\n  ')}`;
  });
  const told = nodes
    .flatMap(({ log: { lines } }) => lines)
    .filter(({ level }) => level === 'error')
    .map(({ message, detail }) => `An operator was told: ${message} ${String(detail['err'] ?? '')}`);
  return [...failures, ...violations, ...open, ...told];
}
