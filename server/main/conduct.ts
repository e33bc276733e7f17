import { randomUUID } from 'node:crypto';
import { Absences } from '../app/conduct/absences.ts';
import { ConductKeeper } from '../app/conduct/conductKeeper.ts';
import { PowerCuts } from '../app/conduct/powerCuts.ts';
import type { LiveState } from '../app/ports/live.ts';
import type { Clock, Log } from '../app/ports.ts';
import { PostgresDepartures } from '../ledger/departures.ts';
import type { PrismaClient } from '../ledger/generated/client.ts';
import { PostgresIncidents } from '../ledger/incidents.ts';
import { Periodic } from '../worker/periodic.ts';
import { type Core, sha256 } from './core.ts';
import { eachSecond } from './second.ts';

export interface ConductOptions {
  readonly prisma: PrismaClient;
  readonly clock: Clock;
  readonly core: Core;
  readonly live: Pick<LiveState, 'pushes' | 'roster' | 'turns'>;
  readonly operator: Log;
}

export interface Conduct {
  readonly absences: Absences;
  /** The exam is over. */
  letGo(examId: string): void;
  /** After the last connection has ended: tells the other nodes who has left, and finishes what is under way. */
  stop(): Promise<void>;
}

const second = 1_000;

/** What a node does by itself about the conduct of its candidates: the exam's policy, absences, power cuts. */
export function startConduct({ prisma, clock, core, live, operator }: ConductOptions): Conduct {
  const { attempts } = core.desk;
  const commands = { log: core.examLog, follower: core.follower, clock, pushes: live.pushes };
  const incidents = new PostgresIncidents(prisma);
  const keeper = new ConductKeeper({ commands, incidents, digest: sha256, operator });
  const departures = new PostgresDepartures(prisma, randomUUID());
  const absences = new Absences({ attempts, departures, clock, operator });
  const powerCuts = new PowerCuts({ roster: live.roster, turns: live.turns, incidents, clock });
  const parts = [
    { part: keeper, waitMs: () => second },
    { part: absences, waitMs: () => second },
    { part: powerCuts, waitMs: eachSecond('lookForDrops', () => clock.now()) },
  ];
  const onError = (error: unknown) =>
    operator.warn({ err: error }, 'What candidates did could not be followed up.');
  const running = parts.map(({ part, waitMs }) => {
    attempts.listen(part);
    return new Periodic({ waitMs, work: () => part.tick(), onError });
  });
  return {
    absences,
    letGo: (examId) => powerCuts.letGo(examId),
    async stop() {
      await Promise.all(running.map((periodic) => periodic.stop()));
      powerCuts.close();
      await keeper.idle();
      await absences.stop().catch((error: unknown) => {
        operator.warn({ err: error }, 'The other nodes could not be told who has left.');
      });
    },
  };
}
