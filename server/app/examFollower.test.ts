import { describe, expect, it } from 'vitest';
import type { ExamCommand } from '../domain/command.ts';
import { ExamFollower } from './examFollower.ts';
import type { ExamLog } from './ports.ts';

const command = (seq: number): ExamCommand => ({
  kind: 'message',
  body: { text: { en: 'Keep calm.' } },
  seq,
  commandId: `command-${seq}`,
  scope: { kind: 'all' },
  issuedAt: 0,
});

/** An exam's log whose reads answer when they are told to, with what stood there when they began. */
function slowLog() {
  const stands: ExamCommand[] = [];
  const answers: { readonly settle: () => void; readonly fail: () => void }[] = [];
  const read: ExamLog['read'] = (_, afterSeq) =>
    new Promise((resolve, reject) => {
      const seen = stands.slice(afterSeq);
      answers.push({ settle: () => resolve(seen), fail: () => reject(new Error('gone')) });
    });
  const log: ExamLog = {
    read,
    readMany: async (after) => new Map([...after].map(([examId, seq]) => [examId, stands.slice(seq)])),
    append: () => Promise.reject(new Error('Nobody writes here.')),
  };
  /** The read with this number, as soon as it has begun. */
  const asked = async (index: number) => {
    for (let turn = 0; turn < 100; turn += 1) {
      const answer = answers[index];
      if (answer !== undefined) return answer;
      await Promise.resolve();
    }
    throw new Error(`Nobody began read ${index}.`);
  };
  return { stands, answers, asked, follower: new ExamFollower(log) };
}

const seqs = (commands: readonly ExamCommand[]) => commands.map(({ seq }) => seq);

describe('[LOG-12] catching up with an exam’s log', () => {
  it('brings everything that stood there when it was asked for, also while another read is under way', async () => {
    const { stands, answers, asked, follower } = slowLog();
    const first = follower.catchUp('exam');
    const read = await asked(0);
    stands.push(command(1));
    const second = follower.catchUp('exam');
    const third = follower.catchUp('exam');
    read.settle();
    expect(seqs(await first)).toEqual([]);
    (await asked(1)).settle();
    expect(seqs(await second)).toEqual([1]);
    expect(seqs(await third)).toEqual([1]);
    // The two that came in between shared a read.
    expect(answers).toHaveLength(2);
  });

  it('does not take a read that failed for an empty log', async () => {
    const { stands, asked, follower } = slowLog();
    const first = follower.catchUp('exam');
    const read = await asked(0);
    stands.push(command(1));
    const second = follower.catchUp('exam');
    read.fail();
    await expect(first).rejects.toThrow('gone');
    (await asked(1)).settle();
    expect(seqs(await second)).toEqual([1]);
  });

  it('tells of each command once, in order, whoever brought it', async () => {
    const { stands, asked, follower } = slowLog();
    const told: number[] = [];
    follower.onCommands((_, commands) => told.push(...seqs(commands)));
    const first = follower.catchUp('exam');
    (await asked(0)).settle();
    await first;
    stands.push(command(1), command(2));
    const second = follower.catchUp('exam');
    stands.push(command(3));
    await follower.poll();
    (await asked(1)).settle();
    await second;
    expect(told).toEqual([1, 2, 3]);
    expect(seqs(follower.known('exam'))).toEqual([1, 2, 3]);
  });

  it('polls only the exams it follows', async () => {
    const { stands, follower } = slowLog();
    stands.push(command(1));
    await follower.poll();
    expect(follower.known('exam')).toEqual([]);
  });
});

describe('news of a command', () => {
  it('[LIV-11] is read at once when it is new and the exam is followed, and otherwise is nothing', async () => {
    const { stands, answers, asked, follower } = slowLog();
    await follower.hear('exam', 1);
    const following = follower.catchUp('exam');
    (await asked(0)).settle();
    await following;
    stands.push(command(1));
    const heard = follower.hear('exam', 1);
    (await asked(1)).settle();
    await heard;
    await follower.hear('exam', 1);
    expect([follower.known('exam').length, answers.length]).toEqual([1, 2]);
  });
});
