import { describe, expect, it } from 'vitest';
import { SerialQueue } from './serialQueue.ts';

describe('[ACK-18] what is asked of one attempt', () => {
  it('is done one after the other, in the order it came, whatever became of the one before', async () => {
    const queue = new SerialQueue();
    const events: string[] = [];
    const gates = [1, 2, 3].map(() => Promise.withResolvers<void>());
    const results = gates.map(({ promise }, index) =>
      queue.add(async () => {
        events.push(`${index} begins`);
        await promise;
        events.push(`${index} ends`);
        if (index === 1) throw new Error('It failed.');
        return index;
      }),
    );
    gates[2]?.resolve();
    gates[1]?.resolve();
    gates[0]?.resolve();
    const settled = await Promise.allSettled(results);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(events).toEqual(['0 begins', '0 ends', '1 begins', '1 ends', '2 begins', '2 ends']);
  });

  it('is known to be over', async () => {
    const queue = new SerialQueue();
    let idle = 0;
    queue.whenIdle(() => (idle += 1));
    expect(idle).toBe(1);
    const gate = Promise.withResolvers<void>();
    const first = queue.add(() => gate.promise);
    queue.whenIdle(() => (idle += 1));
    const second = queue.add(async () => undefined);
    expect(idle).toBe(1);
    gate.resolve();
    await Promise.all([first, second]);
    await queue.add(async () => undefined);
    expect(idle).toBe(2);
  });
});
