import type { NodeProcess } from '../server/nodeProcess.ts';
import type { AttackedRedis, Site } from '../server/site.ts';
import type { Fault } from './fault.ts';
import type { FaultProxy } from './faultProxy.ts';

const minute = 60_000;
const graceSeconds = 5;
const wrongClockMs = minute;
const terminationEveryMs = 200;
const lostRepliesEveryMs = 150;

/** In the node that it is read into, the system's clock is a minute ahead. */
const wrongClock = `--import=data:text/javascript,${encodeURIComponent(
  `const now = Date.now; Date.now = () => now() + ${wrongClockMs};` +
    `globalThis.Date = class extends Date { constructor(...a) { a.length ? super(...a) : super(Date.now()); } };`,
)}`;

export const faults: readonly Fault[] = [
  {
    name: 'node-kill',
    about: 'kill -9 of a node; it is started again.',
    seconds: 6,
    shortSeconds: 2,
    strike: forAWhile(
      (site) => victimOf(site).kill(),
      (site) => victimOf(site).start(),
    ),
  },
  {
    name: 'node-freeze-5',
    about: 'A node is stopped (SIGSTOP) for 5 s and goes on where it was.',
    seconds: 5,
    shortSeconds: 3,
    strike: forAWhile(freezeNode, thawNode),
  },
  {
    name: 'node-freeze-30',
    about: 'A node is stopped (SIGSTOP) for 30 s and goes on where it was.',
    seconds: 30,
    shortSeconds: 8,
    strike: forAWhile(freezeNode, thawNode),
  },
  {
    name: 'redis-kill',
    about: 'kill -9 of Redis; it comes back empty.',
    seconds: 6,
    shortSeconds: 2,
    strike: forAWhile(
      (site) => redisOf(site).kill(),
      (site) => redisOf(site).start(),
    ),
  },
  {
    name: 'redis-freeze',
    about: 'Redis keeps its connections and answers nobody for a while.',
    seconds: 8,
    shortSeconds: 3,
    strike: forAWhile(
      (site) => redisOf(site).freeze(),
      (site) => redisOf(site).thaw(),
    ),
  },
  {
    name: 'redis-flush',
    about: 'FLUSHALL in the middle.',
    seconds: 1,
    strike: (site) => redisOf(site).flush(),
  },
  {
    name: 'redis-restart',
    about: 'Redis is killed and started again at once.',
    seconds: 1,
    async strike(site) {
      await redisOf(site).kill();
      await redisOf(site).start();
    },
  },
  {
    name: 'postgres-stop',
    about: 'PostgreSQL is stopped in mode immediate and recovers from its log.',
    seconds: 4,
    strike: ({ database }) => database.crash(),
  },
  {
    name: 'postgres-freeze',
    about: 'All processes of PostgreSQL are stopped for a while.',
    seconds: 6,
    shortSeconds: 3,
    strike: forAWhile(
      ({ database }) => database.freeze(),
      ({ database }) => database.thaw(),
    ),
  },
  {
    name: 'backends-terminated',
    about: 'The sessions that write answers are terminated again and again.',
    seconds: 6,
    shortSeconds: 3,
    strike: againAndAgain(terminationEveryMs, ({ database }) => database.terminateWriters()),
  },
  {
    name: 'reply-lost',
    about:
      'Again and again a connection to PostgreSQL is cut after COMMIT was sent and before its reply is read.',
    seconds: 6,
    shortSeconds: 3,
    linked: true,
    strike: againAndAgain(lostRepliesEveryMs, (site) => void linkOf(site).loseReply()),
  },
  {
    name: 'node-cut-off',
    about: 'One node no longer reaches PostgreSQL: everything it sends is swallowed.',
    seconds: 8,
    shortSeconds: 4,
    linked: true,
    strike: forAWhile(
      (site) => void linkOf(site).fallSilent(),
      (site) => linkOf(site).heal(),
    ),
  },
  {
    name: 'cut-off-in-statement',
    about:
      'One node is cut off when PostgreSQL has carried out its statement and waits for the word to commit.',
    seconds: 8,
    shortSeconds: 4,
    linked: true,
    strike: forAWhile(
      async (site) => {
        await linkOf(site).holdBeforeCommit();
        void linkOf(site).fallSilent();
      },
      (site) => linkOf(site).heal(),
    ),
  },
  {
    name: 'rolling-restart',
    about: 'Every node in its turn is asked to end (SIGTERM) and started again.',
    seconds: 12,
    shortSeconds: 8,
    async strike({ nodes }) {
      for (const node of nodes) {
        await node.stop();
        await node.start();
      }
    },
  },
  {
    name: 'wrong-clock',
    about: 'A node is started again with a system clock that is a minute ahead.',
    seconds: 6,
    shortSeconds: 3,
    strike: forAWhile(async (site) => {
      await victimOf(site).kill();
      await victimOf(site).start([wrongClock]);
    }),
  },
  {
    name: 'cheating-clock',
    about: 'The clocks of all candidates are an hour behind, and nobody stops when the time is over.',
    seconds: 14,
    shortSeconds: 10,
    manner: { clockShiftMs: -60 * minute, stubborn: true },
    exam(now, endsAt) {
      // The time is over well before the work is, grace included.
      const closesAt = Math.ceil((endsAt - (graceSeconds + 6) * 1_000) / 1_000) * 1_000;
      return {
        clock: 'common',
        durationMinutes: (closesAt - now) / minute,
        graceSeconds,
        opensAt: now - minute,
        lastEntryAt: closesAt,
        closesAt,
      };
    },
    strike: forAWhile(),
  },
  {
    name: 'two-devices',
    about: 'Every candidate has two pages open on two nodes that take the pen from each other.',
    seconds: 12,
    shortSeconds: 6,
    manner: { devices: 2 },
    strike: forAWhile(),
  },
  {
    name: 'submit-races-save',
    about: 'Ten thousand candidates hand in on one node at the moment at which they save on another.',
    seconds: 0,
    race: { candidates: 10_000, shortCandidates: 500 },
    strike: async () => undefined,
  },
];

/** The node that faults are done to; {@link victim} is its place. */
export const victim = 0;

function victimOf({ nodes }: Site): NodeProcess {
  return there(nodes[victim], 'node');
}

function linkOf({ links }: Site): FaultProxy {
  return there(links[victim], 'proxy');
}

function redisOf({ redis }: Site): AttackedRedis {
  return there(redis ?? undefined, 'Redis');
}

function there<T>(what: T | undefined, name: string): T {
  if (what === undefined) throw new Error(`The bench has started no ${name}.`);
  return what;
}

function freezeNode(site: Site): void {
  victimOf(site).freeze();
}

function thawNode(site: Site): void {
  victimOf(site).thaw();
}

/** A fault that begins, lasts, and is undone. */
function forAWhile(
  begin: (site: Site) => unknown = () => undefined,
  end: (site: Site) => unknown = () => undefined,
): Fault['strike'] {
  return async (site, { pause, lastsMs }) => {
    await begin(site);
    await pause(lastsMs);
    await end(site);
  };
}

/** A fault that is done every `everyMs` for as long as it lasts. */
function againAndAgain(everyMs: number, act: (site: Site) => unknown): Fault['strike'] {
  return async (site, { pause, lastsMs }) => {
    for (let passed = 0; passed < lastsMs; passed += everyMs) {
      await act(site);
      await pause(everyMs);
    }
  };
}
