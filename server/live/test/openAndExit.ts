import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { MemoryLog } from '../../test/doors/fakes.ts';
import { createRedisLive } from '../redis/redisLive.ts';
import { contractSettings, RosterWitness, rowOf } from './liveContract.ts';

/** Shares what there is to share through the Redis named, closes, and comes to its end by itself, or hangs. */
const [url = ''] = process.argv.slice(2);
const live = createRedisLive({
  ...contractSettings,
  url,
  masterKey: randomBytes(32),
  now: () => Date.now(),
  elapsed: () => performance.now(),
  log: new MemoryLog(),
  pulseMs: 20,
});
const use = async () => {
  live.roster.publish('exam', [rowOf()]);
  await live.roster.follow('exam', new RosterWitness());
  live.ended.add('session', Date.now() + 60_000);
  await live.failures.begin('key', Date.now());
  live.pushes.announce('exam', 1);
};
await use();
await new Promise((resolve) => live.onStale(resolve));
await use();
await live.close();
process.stdout.write('closed\n');
