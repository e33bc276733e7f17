import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RosterRow } from '../../app/ports/live.ts';
import { rowOf } from '../test/liveContract.ts';
import { encodeAttempt, encodeConnection, messageOf, ownerOf, partsIn, partsKept } from './codec.ts';
import { OwnRows } from './ownRows.ts';
import { attemptOf, connectionOf, type RosterParts } from './parts.ts';
import { RosterTable } from './rosterTable.ts';

const start = 1_800_000_000_000;

const halves = (row: RosterRow, nodeId: string): RosterParts => ({
  connections: [connectionOf(row, nodeId)],
  attempts: [attemptOf(row)],
});

const table = (gone: readonly string[] = []) => new RosterTable('exam', (nodeId) => !gone.includes(nodeId));

/** What nodes may say of two candidates. The version of a node's row tells its content: it grows with every change. */
const said = fc
  .record({
    candidateId: fc.constantFrom('asha', 'bala'),
    nodeId: fc.constantFrom('a', 'b', 'c'),
    connectedAt: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
    appliedSeq: fc.integer({ min: 0, max: 4 }),
    version: fc.integer({ min: 1, max: 1_000_000 }),
  })
  .map(({ nodeId, connectedAt, version, ...row }) =>
    halves(
      rowOf({
        ...row,
        version,
        connectedAt,
        connected: connectedAt !== null && version % 2 === 0,
        answered: version,
      }),
      nodeId,
    ),
  );

describe('[LIV-12] rosters that were told of the same', () => {
  it('are the same, in whatever order and however often they were told', () => {
    const orders = fc
      .uniqueArray(said, { maxLength: 12, selector: ({ attempts: [attempt] }) => attempt?.version })
      .chain((parts) =>
        fc.tuple(fc.constant(parts), fc.shuffledSubarray(parts, { minLength: parts.length })),
      );
    fc.assert(
      fc.property(orders, ([parts, shuffled]) => {
        const [first, second] = [table(), table()];
        for (const part of parts) first.merge(part);
        for (const part of [...shuffled, ...parts]) second.merge(part);
        const byId = (rows: RosterRow[]) => rows.sort((x, y) => x.candidateId.localeCompare(y.candidateId));
        expect(byId(second.rows())).toEqual(byId(first.rows()));
      }),
    );
  });

  it('report a row only when it has changed', () => {
    const roster = table();
    const told = halves(rowOf(), 'a');
    expect([roster.merge(told).length, roster.merge(told).length]).toEqual([1, 0]);
    const newer = halves(rowOf({ version: start + 1, answered: 1 }), 'a');
    expect(roster.merge({ ...newer, connections: [] })).toMatchObject([{ answered: 1, connected: true }]);
  });

  it('[LIV-13] show nobody as connected to a node that is gone', () => {
    const roster = table(['b']);
    roster.merge(halves(rowOf(), 'a'));
    roster.merge(halves(rowOf({ candidateId: 'bala' }), 'b'));
    expect(roster.rows().map(({ candidateId, connected }) => [candidateId, connected])).toEqual([
      ['asha', true],
      ['bala', false],
    ]);
    expect(roster.rowsOn('b').map(({ candidateId }) => candidateId)).toEqual(['bala']);
  });

  it('have no row of which only one half is known', () => {
    const roster = table();
    expect(roster.merge({ connections: [], attempts: [attemptOf(rowOf())] })).toEqual([]);
    expect(roster.merge({ connections: [connectionOf(rowOf(), 'a')], attempts: [] })).toHaveLength(1);
  });
});

describe('[LIV-9] what a node tells again', () => {
  const people = (count: number) =>
    Array.from({ length: count }, (_, n) => rowOf({ candidateId: `candidate-${n}` }));

  it('goes round through all of it', () => {
    const own = new OwnRows('a');
    own.update(people(10));
    const told = [own.next(4), own.next(4), own.next(4)].flatMap(({ attempts }) =>
      attempts.map(({ candidateId }) => Number(candidateId.split('-')[1])),
    );
    expect(told).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
    expect(own.next(99).connections).toHaveLength(10);
    expect(new OwnRows('a').next(5)).toEqual({ connections: [], attempts: [] });
  });

  it('leaves out what another node knows better, until it changes', () => {
    const own = new OwnRows('a');
    own.update([rowOf()]);
    own.letGo('asha', 'connection');
    own.letGo('nobody', 'attempt');
    expect(own.all()).toMatchObject({ connections: [], attempts: [{ candidateId: 'asha' }] });
    own.letGo('asha', 'attempt');
    expect(own.size).toBe(0);
    expect(own.update([rowOf()])).toMatchObject({ connections: [{}], attempts: [{}] });
  });

  it('is the newest that the node itself knows', () => {
    const own = new OwnRows('a');
    own.update([rowOf({ appliedSeq: 3, connectedAt: start + 5 })]);
    const older = rowOf({ status: 'signed-in', attemptId: null, appliedSeq: 0, version: start + 9 });
    expect(own.update([older])).toEqual({ connections: [], attempts: [] });
    expect(own.all().attempts).toMatchObject([{ status: 'started', appliedSeq: 3 }]);
  });

  it('travels as it is', () => {
    const own = new OwnRows('a');
    const parts = own.update([rowOf({ confirmed: [1, 2], lastSaveAt: 5 }), rowOf({ candidateId: 'bala' })]);
    const [connections, attempts] = [
      parts.connections.map(encodeConnection),
      parts.attempts.map(encodeAttempt),
    ];
    expect(partsIn(messageOf(connections, attempts))).toEqual(parts);
    const kept = Object.fromEntries([...connections, ...attempts].map(({ field, value }) => [field, value]));
    expect(partsKept(kept)).toEqual(parts);
    expect(Object.keys(kept).map(ownerOf)).toContainEqual({ candidateId: 'bala', half: 'attempt' });
  });

  it.each(['', '{}', 'null', '[]', '[2,[],[]]', '[1,[1],[]]', '[1,[[1]],[]]', '[1,{},[]]'])(
    '[LIV-15] is not taken from %j',
    (message) => {
      expect(() => partsIn(message)).toThrow();
    },
  );
});
