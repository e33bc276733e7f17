import { z } from 'zod';
import type { ExamPushes } from '../../app/ports/live.ts';
import { channels } from './keys.ts';
import type { RedisLink } from './redisLink.ts';

const message = z.object({ from: z.string(), examId: z.string(), seq: z.number() });

/** News of the exam logs over Redis. Nothing is kept: who misses one polls. */
export function createRedisExamPushes(link: RedisLink, nodeId: string): ExamPushes {
  return {
    announce(examId, seq) {
      link.publish(channels.examCommands, Buffer.from(JSON.stringify({ from: nodeId, examId, seq })));
    },
    onAnnounced(listener) {
      link.listen(channels.examCommands, (_channel, bytes) => {
        const { from, examId, seq } = message.parse(JSON.parse(bytes.toString()));
        if (from !== nodeId) listener(examId, seq);
      });
    },
  };
}
