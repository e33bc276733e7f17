import type { RosterRow } from '../../app/ports/live.ts';
import {
  type AttemptPart,
  attemptStamp,
  type ConnectionPart,
  connectionStamp,
  isNewer,
  type RosterParts,
  rowOf,
} from './parts.ts';

/** The roster of one exam, put together from parts that may come from any node, in any order and more than once. */
export class RosterTable {
  readonly #examId: string;
  readonly #isAlive: (nodeId: string) => boolean;
  readonly #connections = new Map<string, ConnectionPart>();
  readonly #attempts = new Map<string, AttemptPart>();

  constructor(examId: string, isAlive: (nodeId: string) => boolean) {
    this.#examId = examId;
    this.#isAlive = isAlive;
  }

  /** Returns the rows that the parts have changed. */
  merge({ connections, attempts }: RosterParts): RosterRow[] {
    const changed = new Set<string>();
    for (const part of connections) {
      const known = this.#connections.get(part.candidateId);
      if (known !== undefined && !isNewer(connectionStamp(part), connectionStamp(known))) continue;
      this.#connections.set(part.candidateId, part);
      changed.add(part.candidateId);
    }
    for (const part of attempts) {
      const known = this.#attempts.get(part.candidateId);
      if (known !== undefined && !isNewer(attemptStamp(part), attemptStamp(known))) continue;
      this.#attempts.set(part.candidateId, part);
      changed.add(part.candidateId);
    }
    return this.#rows(changed);
  }

  rows(): RosterRow[] {
    return this.#rows(this.#attempts.keys());
  }

  /** The rows whose connection, if any, is to this node. */
  rowsOn(nodeId: string): RosterRow[] {
    const connected = [...this.#connections.values()].filter(
      (part) => part.connected && part.nodeId === nodeId,
    );
    return this.#rows(connected.map(({ candidateId }) => candidateId));
  }

  /** A row needs both halves; the other one of half a row comes with the next round of its node. */
  #rows(candidateIds: Iterable<string>): RosterRow[] {
    const rows: RosterRow[] = [];
    for (const candidateId of candidateIds) {
      const connection = this.#connections.get(candidateId);
      const attempt = this.#attempts.get(candidateId);
      if (connection === undefined || attempt === undefined) continue;
      rows.push(rowOf(this.#examId, connection, attempt, this.#isAlive(connection.nodeId)));
    }
    return rows;
  }
}
