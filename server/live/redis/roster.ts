import type { LiveRoster, RosterListener, RosterRow, RosterView } from '../../app/ports/live.ts';
import type { Log } from '../../app/ports.ts';
import { keepRosterMs } from '../memory/roster.ts';
import {
  type EncodedHalf,
  encodeAttempt,
  encodeConnection,
  messageOf,
  ownerOf,
  partsIn,
  partsKept,
  stampLength,
} from '../roster/codec.ts';
import { OwnRows } from '../roster/ownRows.ts';
import type { RosterParts } from '../roster/parts.ts';
import { RosterTable } from '../roster/rosterTable.ts';
import { channels, type Keys } from './keys.ts';
import type { Peers } from './peers.ts';
import type { RedisLink } from './redisLink.ts';
import { Script } from './script.ts';

export interface RedisRosterOptions {
  readonly link: RedisLink;
  readonly keys: Keys;
  readonly peers: Peers;
  readonly nodeId: string;
  readonly log: Log;
}

interface Followed {
  readonly table: RosterTable;
  readonly listeners: Set<RosterListener>;
  readonly stopListening: () => void;
  /** What Redis held when this node began to follow, or when it was last back. */
  loaded: Promise<void>;
}

interface OwnExam {
  readonly rows: OwnRows;
  changedAt: number;
}

/** Rows in one message and one script: Redis does nothing else meanwhile. */
const slice = 500;

/** A node tells of all its rows again in so many rounds; when it is back after an outage in so few. */
const rounds = 30;
const roundsWhenBack = 3;

/**
 * The roster of all nodes. Redis keeps what was told last, for who begins to follow; changes travel as messages, to the
 * nodes that follow the exam. Everything is told again in rounds, so that what Redis has forgotten and what did not
 * arrive comes back.
 */
export class RedisRoster implements LiveRoster {
  readonly #options: RedisRosterOptions;
  readonly #put = new Script('putRoster.lua');
  readonly #own = new Map<string, OwnExam>();
  readonly #followed = new Map<string, Followed>();
  #hurriedRounds = 0;

  constructor(options: RedisRosterOptions) {
    this.#options = options;
    options.link.onStale((isStale) => this.#becomeStale(isStale));
    options.peers.onChange((nodeId) => this.#showNode(nodeId));
  }

  publish(examId: string, rows: readonly RosterRow[]): void {
    const own = this.#ownExam(examId);
    own.changedAt = rows.reduce((latest, { version }) => Math.max(latest, version), own.changedAt);
    const parts = own.rows.update(rows);
    this.#merge(examId, parts);
    this.#send(examId, parts);
  }

  async follow(examId: string, listener: RosterListener): Promise<RosterView> {
    const followed = this.#followed.get(examId) ?? this.#beginToFollow(examId);
    await followed.loaded;
    // Meanwhile the last one who followed may have left, and with them what was followed.
    if (this.#followed.get(examId) !== followed) return this.follow(examId, listener);
    followed.listeners.add(listener);
    return { rows: followed.table.rows(), close: () => this.#leave(examId, followed, listener) };
  }

  /** Tells of some rows again. Call it once a second. */
  tellAgain(): void {
    const share = this.#hurriedRounds > 0 ? roundsWhenBack : rounds;
    this.#hurriedRounds = Math.max(0, this.#hurriedRounds - 1);
    if (this.#options.link.isStale()) return;
    for (const [examId, { rows }] of this.#own) {
      this.#send(examId, rows.next(Math.ceil(rows.size / share)));
    }
  }

  tidy(now: number): void {
    for (const [examId, { changedAt }] of this.#own) {
      if (changedAt < now - keepRosterMs) this.#own.delete(examId);
    }
  }

  #ownExam(examId: string): OwnExam {
    const known = this.#own.get(examId);
    if (known !== undefined) return known;
    const own = { rows: new OwnRows(this.#options.nodeId), changedAt: 0 };
    this.#own.set(examId, own);
    return own;
  }

  #beginToFollow(examId: string): Followed {
    const { link, peers } = this.#options;
    const followed: Followed = {
      table: new RosterTable(examId, (nodeId) => peers.isAlive(nodeId)),
      listeners: new Set(),
      stopListening: link.listen(channels.roster(examId), (_channel, bytes) =>
        this.#merge(examId, partsIn(bytes.toString())),
      ),
      loaded: Promise.resolve(),
    };
    this.#followed.set(examId, followed);
    const own = this.#own.get(examId);
    if (own !== undefined) followed.table.merge(own.rows.all());
    followed.loaded = this.#load(examId);
    return followed;
  }

  #leave(examId: string, followed: Followed, listener: RosterListener): void {
    followed.listeners.delete(listener);
    if (followed.listeners.size > 0 || this.#followed.get(examId) !== followed) return;
    this.#followed.delete(examId);
    followed.stopListening();
  }

  /** First the messages, then what is kept: so nothing falls between the two. */
  async #load(examId: string): Promise<void> {
    const { link, keys } = this.#options;
    await link.settled();
    const districts = await link.run((redis) => redis.smembers(keys.rosterDistricts(examId)));
    for (const district of districts ?? []) {
      const kept = await link.run((redis) => redis.hgetall(keys.roster(examId, Number(district))));
      if (kept !== null) this.#merge(examId, partsKept(kept));
    }
  }

  #merge(examId: string, parts: RosterParts): void {
    const followed = this.#followed.get(examId);
    if (followed === undefined) return;
    for (const { nodeId } of parts.connections) this.#options.peers.expect(nodeId);
    const changed = followed.table.merge(parts);
    this.#tell(followed, changed);
  }

  #becomeStale(isStale: boolean): void {
    if (!isStale) this.#hurriedRounds = roundsWhenBack;
    for (const [examId, followed] of this.#followed) {
      if (isStale) {
        for (const listener of followed.listeners) listener.stale(true);
      } else {
        followed.loaded = this.#load(examId).then(() => {
          if (this.#options.link.isStale()) return;
          for (const listener of followed.listeners) listener.stale(false);
        });
      }
    }
  }

  /** A node is gone or back: so are those who are connected to it. */
  #showNode(nodeId: string): void {
    for (const followed of this.#followed.values()) this.#tell(followed, followed.table.rowsOn(nodeId));
  }

  /** A listener that fails hinders nobody else. */
  #tell({ listeners }: Followed, rows: readonly RosterRow[]): void {
    if (rows.length === 0) return;
    for (const listener of listeners) {
      try {
        listener.rows(rows);
      } catch (error) {
        this.#options.log.error({ err: error }, 'Changes of a roster could not be shown.');
      }
    }
  }

  #send(examId: string, { connections, attempts }: RosterParts): void {
    if (this.#options.link.isStale()) return;
    for (let at = 0; at < Math.max(connections.length, attempts.length); at += slice) {
      const halves = [
        connections.slice(at, at + slice).map(encodeConnection),
        attempts.slice(at, at + slice).map(encodeAttempt),
      ] as const;
      this.#options.link.publish(channels.roster(examId), Buffer.from(messageOf(...halves)));
      void this.#keep(examId, halves.flat());
    }
  }

  async #keep(examId: string, halves: readonly EncodedHalf[]): Promise<void> {
    const { link, keys } = this.#options;
    const byDistrict = Map.groupBy(halves, ({ districtId }) => districtId);
    const index = keys.rosterDistricts(examId);
    await link.run(async (redis) => {
      await redis.sadd(index, ...byDistrict.keys());
      return redis.pexpire(index, keepRosterMs);
    });
    for (const [districtId, kept] of byDistrict) {
      const args = [keepRosterMs, stampLength, ...kept.flatMap(({ field, value }) => [field, value])];
      const older = await link.run((redis) => this.#putIn(redis, keys.roster(examId, districtId), args));
      for (const field of older ?? []) this.#letGo(examId, field);
    }
  }

  async #putIn(
    redis: Parameters<Script['run']>[0],
    key: string,
    args: readonly (string | number)[],
  ): Promise<string[]> {
    const older = await this.#put.run(redis, key, args);
    return Array.isArray(older) ? older.map(String) : [];
  }

  #letGo(examId: string, field: string): void {
    const { candidateId, half } = ownerOf(field);
    this.#own.get(examId)?.rows.letGo(candidateId, half);
  }
}
