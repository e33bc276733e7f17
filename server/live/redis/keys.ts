import { hkdfSync } from 'node:crypto';

/** Every key and channel in Redis. What is in braces keeps the keys of one script on one node of a Redis cluster. */
export type Keys = ReturnType<typeof createKeys>;

/** `installation` keeps two installations apart that share one Redis. */
export function createKeys(installation: string) {
  const prefix = `pariksha:${installation}`;
  return {
    /** Sorted set: ids of ended sessions, by the time until which they matter. */
    endedSessions: `${prefix}:ended`,
    /** String: when the bucket will be full again, epoch ms. */
    bucket: (bucket: string, key: string) => `${prefix}:bucket:${bucket}:${key}`,
    /** Hash: `count` wrong passwords in a row, the last `at`. */
    failures: (key: string) => `${prefix}:failures:${key}`,
    /** Set: the districts of which there is a roster. */
    rosterDistricts: (examId: string) => `${prefix}:roster:{${examId}}`,
    /** Hash: the halves of the rows, by kind and candidate. */
    roster: (examId: string, districtId: number) => `${prefix}:roster:{${examId}:${districtId}}`,
    /** String: the node whose turn it is. */
    turn: (task: string) => `${prefix}:turn:${task}`,
    channel: (name: string) => `${prefix}:live:${name}`,
  };
}

/** The names of messages, each the end of a channel's name. */
export const channels = {
  pulse: 'pulse',
  examCommands: 'exam-commands',
  endedSessions: 'ended',
  roster: (examId: string) => `roster:${examId}`,
} as const;

/** What this installation calls itself in Redis, and the key that its nodes sign their messages with. */
export function secretsOf(masterKey: Uint8Array): { installation: string; messageKey: Buffer } {
  const derive = (use: string, bytes: number) =>
    Buffer.from(hkdfSync('sha256', masterKey, '', `pariksha live ${use}`, bytes));
  return { installation: derive('installation', 6).toString('hex'), messageKey: derive('messages', 32) };
}
