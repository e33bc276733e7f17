import { fileURLToPath } from 'node:url';
import { Registry } from 'prom-client';
import { Announcements } from '../app/announcements.ts';
import { candidateUseCases } from '../app/candidateUseCases.ts';
import { staffUseCases } from '../app/commands/staffUseCases.ts';
import { heardOverHttp } from '../app/conduct/heardOverHttp.ts';
import { incidentUseCases } from '../app/conduct/incidentUseCases.ts';
import type { Audience, Log } from '../app/ports.ts';
import { publicUseCases } from '../app/publicUseCases.ts';
import { createSessions } from '../app/sessions.ts';
import { createStaffScopes } from '../app/staff.ts';
import type { Config } from '../config/config.ts';
import { createGateway } from '../gateway/createGateway.ts';
import { createHttp } from '../http/createHttp.ts';
import { createHttpServer } from '../http/httpServer.ts';
import { registerLiveMetrics } from '../http/liveMetrics.ts';
import { createPromMetrics } from '../http/promMetrics.ts';
import { PostgresAssignments } from '../ledger/assignments.ts';
import { PostgresIncidents } from '../ledger/incidents.ts';
import { PostgresLostTimes } from '../ledger/lostTimes.ts';
import { createPasswords } from '../ledger/passwords.ts';
import { PostgresPeople } from '../ledger/people.ts';
import { jwksOf } from '../ledger/receiptSigner.ts';
import { PostgresSessions } from '../ledger/sessions.ts';
import { PostgresSignInCodes } from '../ledger/signInCodes.ts';
import { createTokens } from '../ledger/tokens.ts';
import { createMemoryRateLimits } from '../live/memory/rateLimits.ts';
import { startConduct } from './conduct.ts';
import { sha256 } from './core.ts';
import { openFoundation } from './foundation.ts';
import { listen } from './listen.ts';
import { followPushes, liveHealth, openLive } from './live.ts';
import { startPeriodicWork } from './periodicWork.ts';
import { readiness } from './readiness.ts';
import { createRoster } from './roster.ts';
import { createStaffDesk } from './staffDesk.ts';
import { startJobs } from './startJobs.ts';

/** The pictures of the built-in questions. */
const mediaFolder = fileURLToPath(new URL('../../prisma/content/media', import.meta.url));

export interface NodeOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  /** 32 bytes: opens the signing keys in the database. */
  readonly masterKey: Buffer;
  readonly operator: Log;
  /** Folder of the built browser client; `null` while there is none. */
  readonly webFolder: string | null;
}

export interface Node {
  readonly port: number;
  /** Public keys of the receipts. */
  jwks(): object;
  /** Lets nobody in, sends everybody elsewhere, finishes what is under way, and leaves no timer and no connection. */
  stop(): Promise<void>;
}

/** One exam server over an existing, migrated database: every room constructed and joined, listening. */
export async function startNode(options: NodeOptions): Promise<Node> {
  const { config, databaseUrl, masterKey, operator, webFolder } = options;
  const rateLimits = createMemoryRateLimits(config.limits.buckets);
  const issuer = config.http.publicUrl;
  const foundation = await openFoundation({ databaseUrl, masterKey, operator, issuer, rateLimits });
  const { prisma, clock, keys, receipts, marking, core } = foundation;
  const { attempts, chance } = core.desk;
  const useCases = candidateUseCases(core.desk);

  const now = () => clock.now();
  const live = await openLive({ config, masterKey, now, operator });
  followPushes(live, core.follower, operator);
  const tokens = createTokens({ issuer, keys: () => keys.tokenKeys(), random: Math.random });
  const audience: Audience = {
    spansNodes: live.bus !== null,
    push: (attemptId, event, payload, reach) => gateway.audience.push(attemptId, event, payload, reach),
  };
  attempts.listen(new Announcements(audience, receipts));
  const sessions = createSessions({
    people: new PostgresPeople(prisma),
    sessions: new PostgresSessions(prisma, now),
    passwords: createPasswords({ atOnce: 2, maxWaiting: config.limits.passwordQueue }),
    codes: new PostgresSignInCodes(prisma),
    tokens,
    signInLimits: live.signInLimits,
    failures: live.failures,
    ended: live.ended,
    clock,
    chance,
    digest: sha256,
  });

  const { secondApproverAbove } = config.limits;
  const scopes = createStaffScopes(new PostgresAssignments(prisma), clock);
  const staffDesk = createStaffDesk({
    ...{ prisma, clock, core, scopes },
    ...{ pushes: live.pushes, secondApproverAbove },
  });
  const incidents = new PostgresIncidents(prisma);
  const lostTimes = new PostgresLostTimes(prisma);
  const incidentDesk = { ...staffDesk, incidents, lostTimes, operator };
  const staff = { ...staffUseCases(staffDesk), ...incidentUseCases(incidentDesk) };
  const conduct = startConduct({ prisma, clock, core, live, operator });
  const roster = createRoster({ foundation, live, incidents, scopes, operator });

  const registry = new Registry();
  const metrics = createPromMetrics(registry, {
    connections: () => gateway.connections(),
    queueDepth: () => core.attemptLog.queued,
  });
  registerLiveMetrics(registry, live);
  const doors = { tokens, ended: live.ended, rateLimits, clock, metrics, log: operator };
  const { publicUrl, allowedOrigins, trustedProxies } = config.http;
  const app = createHttp({
    ...doors,
    useCases: heardOverHttp(useCases, attempts.hosted, [conduct.absences, roster.feed]),
    staff,
    sessions,
    publicUseCases: publicUseCases(core.desk, receipts, marking),
    registry,
    jwks: () => jwksOf(keys.receiptKeys()),
    readiness: () => readiness(databaseUrl),
    live: () => liveHealth(live),
    publicUrl,
    allowedOrigins,
    trustedProxies,
    webFolder,
    mediaFolder,
  });
  const httpServer = createHttpServer(app);
  const gateway = createGateway({
    ...doors,
    httpServer,
    bus: live.bus,
    useCases,
    sessions,
    presence: roster.feed,
    rooms: roster.rooms,
    allowedOrigins,
    trustedProxies,
    limits: { socketsPerAddress: config.limits.socketsPerAddress },
  });

  const watching = roster.start(gateway.proctors);
  const jobs = config.work.jobs ? startJobs(foundation, operator) : null;
  const periodic = startPeriodicWork({
    core,
    clock,
    keys,
    sweep: { attempts, index: core.sweepIndex, clock, operator },
    tidyLive: () => live.tidy(now()),
    past: {
      isWatched: (examId) => roster.rooms.isWatched(examId),
      letGo: (examId) => conduct.letGo(examId),
    },
    operator,
  });

  const closeRooms = async () => {
    await watching.stop();
    await periodic.stop();
    await conduct.stop();
    await jobs?.stop();
    await live.close();
    await foundation.close();
  };
  let port: number;
  try {
    port = await listen(httpServer, config.http.port, config.http.host);
  } catch (error) {
    await gateway.close();
    await closeRooms();
    throw error;
  }
  return {
    port,
    jwks: () => jwksOf(keys.receiptKeys()),
    async stop() {
      await gateway.drain();
      await closeRooms();
    },
  };
}
