import { describe, expect, it } from 'vitest';
import { Pen } from './pen.ts';
import { ServerClock } from './serverClock.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';
import { ModelServer } from './test/modelServer.ts';
import { ModelTransport } from './test/modelTransport.ts';

describe('the pen', () => {
  it('[CLI-32] asks again when what it was answered could not be worked in', async () => {
    const environment = new FakeEnvironment();
    const now = () => environment.wallClock();
    const transport = new ModelTransport(
      new ModelServer({ now, questions: 1, durationMs: 60_000 }),
      environment,
    );
    const broken = new Error('once');
    let replies = 0;
    const pen = new Pen({
      transport,
      environment,
      clock: new ServerClock(environment),
      wantsKeys: () => false,
      onAsk: () => {},
      onReply: () => {
        replies += 1;
        if (replies === 1) throw broken;
      },
      onRefused: () => {},
      onOvertaken: () => {},
      onSettled: () => {},
    });
    transport.connect();
    pen.take('exam-1', 'device-1');
    await environment.until(() => pen.isSettled, 60_000);
    expect(replies).toBe(2);
    expect(environment.reported).toEqual([broken]);
    pen.close();
  });

  it('[CLI-20, CLI-32] leaves no timer when it was closed meanwhile', async () => {
    const environment = new FakeEnvironment();
    const now = () => environment.wallClock();
    const server = new ModelServer({ now, questions: 1, durationMs: 60_000 });
    const transport = new ModelTransport(server, environment);
    const pen: Pen = new Pen({
      transport,
      environment,
      clock: new ServerClock(environment),
      wantsKeys: () => false,
      onAsk: () => {},
      onReply: () => {
        pen.close();
        throw new Error('too late');
      },
      onRefused: () => {},
      onOvertaken: () => {},
      onSettled: () => {},
    });
    transport.connect();
    pen.take('exam-1', 'device-1');
    await environment.until(() => environment.reported.length > 0, 60_000);
    expect(environment.timers).toBe(0);
  });
});
