import { describe, expect, it } from 'vitest';
import { DeltaReader, Freshness } from './freshness.ts';

const live = (since: number | null) => ({ status: 'started', since });
const delta = (parts: object) => JSON.stringify({ roomId: 'r', from: 1, version: 2, ...parts });

describe('how old news is', () => {
  it('[BEN-40] is counted from the server’s stamp of a save or a connection to each viewer that is told of it', () => {
    const reader = new DeltaReader();
    const freshness = new Freshness(1_000);
    const saved = Array.from({ length: 20 }, (_, n) => [n, 3, 0, 2_000 + n]);
    const text = delta({ saved, rows: [{ n: 30, live: live(2_500) }] });
    for (let viewer = 0; viewer < 20; viewer += 1) freshness.record(reader.momentsOf(2, text), 3_000);
    expect(freshness.saves.count).toBe(20);
    expect(freshness.saves.maxMs).toBe(1_000);
    expect(freshness.connections.count).toBe(20);
    expect(freshness.connections.maxMs).toBe(500);
  });

  it('[BEN-40] takes a delta apart once, whoever asks', () => {
    const reader = new DeltaReader();
    const first = reader.momentsOf(2, delta({ saved: [[1, 1, 0, 5]] }));
    expect(reader.momentsOf(2, 'what others have is the same')).toBe(first);
    expect(reader.momentsOf(3, delta({}))).toEqual({ saves: [], connections: [] });
  });

  it('[BEN-40] counts nothing that is not new: what happened before, and a connection that has not changed', () => {
    const reader = new DeltaReader();
    const freshness = new Freshness(1_000);
    freshness.record(
      reader.momentsOf(
        2,
        delta({
          rows: [
            { n: 1, live: live(999) },
            { n: 2, live: null },
          ],
        }),
      ),
      3_000,
    );
    freshness.record(reader.momentsOf(3, delta({ rows: [{ n: 1, live: live(2_000) }] })), 3_000);
    freshness.record(reader.momentsOf(4, delta({ rows: [{ n: 1, live: live(2_000) }] })), 4_000);
    expect([freshness.saves.count, freshness.connections.count]).toEqual([0, 1]);
  });
});
