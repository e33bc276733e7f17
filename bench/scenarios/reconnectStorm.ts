import { Readings } from '../generator/readings.ts';
import { bringIn, leadMs, longExam, measuredSaves, workPhase } from './common.ts';
import type { NumbersOf, Scenario } from './scenario.ts';

const longestCalmSeconds = 5;
const recoveryPatienceMs = 60_000;
const numbers = ['lostConnections', 'resynced', 'resyncP95Ms', 'resyncMaxMs', 'saveP99Ms'] as const;

export const reconnectStorm: Scenario = {
  name: 'reconnect-storm',
  about: 'One of the nodes is killed while everybody saves; its candidates come back to the others.',
  defaults: { candidates: 8_000, nodes: 4, rate: 1_000, seconds: 30 },
  numbers,
  exam: (_plan, now) => longExam(now),
  async play(stage) {
    const { plan, server, generators, now, pause, say } = stage;
    await bringIn(stage);
    say(`saving ${plan.rate} answers a second`);
    const from = now() + leadMs;
    const at = from + Math.min(longestCalmSeconds, plan.seconds / 2) * 1_000;
    const nodes = server.site?.nodes ?? [];
    const victim = nodes.length > 1 ? nodes[0] : undefined;
    const working = generators.run({
      kind: 'together',
      phases: [
        workPhase(from, plan.seconds, { saves: plan.rate }, generators.size),
        ...(victim === undefined ? [{ kind: 'cut', at, share: 1 / plan.nodes } as const] : []),
      ],
    });
    await pause(at - now());
    say(victim === undefined ? 'connections are cut' : 'a node is killed');
    await victim?.kill();
    const worked = await working;
    say('waiting until everybody is back');
    const recovered = await generators.run({ kind: 'recover', patienceMs: recoveryPatienceMs });
    const readings = Readings.together([worked, recovered]);
    const resync = readings.timing('resync').whole;
    const extra: NumbersOf<typeof numbers> = {
      lostConnections: readings.count('lost'),
      resynced: resync.count,
      resyncP95Ms: resync.percentileMs(0.95),
      resyncMaxMs: resync.maxMs,
      saveP99Ms: readings.timing('save').whole.percentileMs(0.99),
    };
    return {
      ...measuredSaves(readings, plan.seconds, extra),
      timing: 'resync',
      unfinished: recovered.unfinished,
    };
  },
};
