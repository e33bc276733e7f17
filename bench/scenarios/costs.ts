import type { Readings } from '../generator/readings.ts';
import type { BenchServer } from '../server/benchServer.ts';
import type { NumbersOf } from './scenario.ts';

const usPerS = 1e6;

export const costs = ['nodeUsPerSave', 'databaseUsPerSave', 'generatorUsPerSave'] as const;

/**
 * Begins to count what one save costs, in µs of CPU time: in the nodes, in the database and in the generators. Nothing
 * when the server is somebody else's.
 */
export function countCosts(server: BenchServer): (readings: Readings) => Partial<NumbersOf<typeof costs>> {
  const before = server.usage();
  return (readings) => {
    const after = server.usage();
    const saves = readings.count('acked');
    if (before === null || after === null || saves === 0) return {};
    const perSave = (seconds: number) => (seconds * usPerS) / saves;
    return {
      nodeUsPerSave: perSave(after.nodes.cpuS - before.nodes.cpuS),
      databaseUsPerSave: perSave(after.database.cpuS - before.database.cpuS),
      generatorUsPerSave: perSave(readings.cpuS),
    };
  };
}
