import type { Turns } from '../../app/ports/live.ts';
import type { Keys } from './keys.ts';
import type { RedisLink } from './redisLink.ts';
import { Script } from './script.ts';

/** One node of all. While Redis is away nobody has a turn. */
export function createRedisTurns(link: RedisLink, keys: Keys, nodeId: string): Turns {
  const takeTurn = new Script('takeTurn.lua');
  return {
    async take(task, forMs) {
      const taken = await link.run(async (redis) => [
        await takeTurn.run(redis, keys.turn(task), [nodeId, forMs]),
      ]);
      return taken?.[0] === 1;
    },
  };
}
