import type { Incidents } from '../app/ports/incidents.ts';
import type { LiveState } from '../app/ports/live.ts';
import type { Log } from '../app/ports.ts';
import { RosterFeed } from '../app/roster/rosterFeed.ts';
import { RosterRooms } from '../app/roster/rosterRooms.ts';
import type { StaffScopes } from '../app/staff.ts';
import type { Gateway } from '../gateway/createGateway.ts';
import { PostgresRosterSource } from '../ledger/rosterSource.ts';
import { Periodic } from '../worker/periodic.ts';
import type { Foundation } from './foundation.ts';
import { eachSecond } from './second.ts';

export interface RosterOptions {
  readonly foundation: Pick<Foundation, 'prisma' | 'clock' | 'core'>;
  readonly live: Pick<LiveState, 'roster' | 'isStale'>;
  readonly incidents: Pick<Incidents, 'changedSince'>;
  readonly scopes: StaffScopes;
  readonly operator: Log;
}

/** What this node sees of candidates, and what proctors see of all nodes. */
export interface Roster {
  readonly feed: RosterFeed;
  readonly rooms: RosterRooms;
  /** Begins to publish and to tell viewers, each second. */
  start(proctors: Gateway['proctors']): { stop(): Promise<void> };
}

const reviewEveryMs = 15_000;

export function createRoster({ foundation, live, incidents, scopes, operator }: RosterOptions): Roster {
  const { prisma, clock, core } = foundation;
  const { attempts, exams, chance } = core.desk;
  const source = new PostgresRosterSource(prisma);
  const feed = new RosterFeed({ roster: live.roster, source, clock });
  const rooms = new RosterRooms({
    ...{ exams, source, live, incidents, scopes, clock, chance },
    follower: core.follower,
  });
  attempts.listen(feed);
  return {
    feed,
    rooms,
    start(proctors) {
      const onError = (error: unknown) => operator.warn({ err: error }, 'The roster could not be kept up.');
      const now = () => clock.now();
      const running = [
        new Periodic({ waitMs: eachSecond('publishRoster', now), work: () => feed.tick(), onError }),
        new Periodic({ waitMs: eachSecond('readIncidents', now), work: () => rooms.refresh(), onError }),
        new Periodic({ waitMs: eachSecond('tellRooms', now), work: () => proctors.tick(), onError }),
        new Periodic({ waitMs: () => reviewEveryMs, work: () => proctors.review(), onError }),
      ];
      return {
        async stop() {
          await Promise.all(running.map((each) => each.stop()));
          rooms.close();
          // Everybody has just been cut off: the other nodes hear of it from this one.
          await feed.tick();
        },
      };
    },
  };
}
