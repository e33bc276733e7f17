import type { RosterRow } from '../../app/ports/live.ts';

/** What one node knows of a candidate's connection to it. */
export type ConnectionPart = Pick<
  RosterRow,
  'candidateId' | 'districtId' | 'connected' | 'connectedAt' | 'disconnectedAt' | 'version'
> & { readonly nodeId: string };

/** What a node knows of the attempt. */
export type AttemptPart = Omit<RosterRow, 'examId' | 'connected' | 'connectedAt' | 'disconnectedAt'>;

/** The two halves of a row, which are kept apart because different nodes may know the better one of each. */
export interface RosterParts {
  readonly connections: readonly ConnectionPart[];
  readonly attempts: readonly AttemptPart[];
}

export function connectionOf(row: RosterRow, nodeId: string): ConnectionPart {
  const { candidateId, districtId, connected, connectedAt, disconnectedAt, version } = row;
  return { candidateId, districtId, connected, connectedAt, disconnectedAt, version, nodeId };
}

export function attemptOf(row: RosterRow): AttemptPart {
  const { examId, connected, connectedAt, disconnectedAt, ...attempt } = row;
  return attempt;
}

export function rowOf(
  examId: string,
  { connected, connectedAt, disconnectedAt, version }: ConnectionPart,
  attempt: AttemptPart,
  isNodeAlive: boolean,
): RosterRow {
  return {
    ...attempt,
    examId,
    connected: connected && isNodeAlive,
    connectedAt,
    disconnectedAt,
    version: Math.max(version, attempt.version),
  };
}

/**
 * How new a part is: parts of one kind and candidate are compared by it, the greater one stays, whichever comes first.
 * The younger connection knows whether there is one: the end of an older one may be noticed long after.
 */
export function connectionStamp({ connectedAt, version }: ConnectionPart): Stamp {
  return [connectedAt ?? 0, version];
}

/** Who knows more of the attempt's log knows more of the attempt. */
export function attemptStamp({ appliedSeq, version }: AttemptPart): Stamp {
  return [appliedSeq, version];
}

export type Stamp = readonly [major: number, minor: number];

export function isNewer([major, minor]: Stamp, than: Stamp): boolean {
  return major > than[0] || (major === than[0] && minor > than[1]);
}
