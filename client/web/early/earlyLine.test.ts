import { once } from 'node:events';
import { io, type Socket } from 'socket.io-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Doors, startDoors } from '../../../server/test/doors/startDoors.ts';
import { transportOver } from '../../session/openWebSocket.ts';
import { EarlyLine, greetingOf } from './earlyLine.ts';

let doors: Doors;
let socket: Socket;
beforeEach(async () => {
  doors = await startDoors();
});
afterEach(async () => {
  socket.disconnect();
  await doors.close();
});

const dial = () => new EarlyLine(`${doors.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);

/** What the page's own program does, with a line that is there already. */
function takeOver(line: EarlyLine, token: string): Socket {
  const open = (url: string) => line.handOver() ?? new WebSocket(url);
  return io(`${doors.url}/candidate`, {
    transports: [transportOver(open)],
    forceNew: true,
    reconnection: false,
    auth: { token },
  });
}

async function signedIn(line: EarlyLine): Promise<void> {
  for (;;) {
    const [{ data }] = await once(line, 'message');
    if (String(data).startsWith('40/candidate')) return;
  }
}

function told(event: 'connect' | 'disconnect'): Promise<void> {
  return new Promise((resolve) => socket.once(event, () => resolve()));
}

describe('[BUD-4] a connection that is opened before its owner has come', () => {
  it('is signed in on, and its owner hears what it has heard', async () => {
    const token = doors.tokenOf();
    const line = dial();
    line.greet(greetingOf('/candidate', token));
    await signedIn(line);
    socket = takeOver(line, token);
    await told('connect');
    expect(await socket.emitWithAck('session:renew', {})).toMatchObject({ ok: true });
    expect(doors.gateway.connections()).toMatchObject({ candidates: 1, strangers: 0 });
  });

  it('is taken over while it is still being opened', async () => {
    const token = doors.tokenOf();
    const line = dial();
    line.greet(greetingOf('/candidate', token));
    socket = takeOver(line, token);
    await told('connect');
    expect(doors.gateway.connections()).toMatchObject({ candidates: 1, strangers: 0 });
  });

  it('is taken over before anybody has signed in on it', async () => {
    const line = dial();
    await once(line, 'message');
    socket = takeOver(line, doors.tokenOf());
    await told('connect');
    expect(doors.gateway.connections()).toMatchObject({ candidates: 1, strangers: 0 });
  });

  it('is given up when its owner has signed in anew meanwhile', async () => {
    const line = dial();
    line.greet(greetingOf('/candidate', doors.tokenOf('asha')));
    await signedIn(line);
    socket = takeOver(line, doors.tokenOf('bala'));
    await told('disconnect');
    expect(line.readyState).toBeGreaterThan(WebSocket.OPEN);
    socket.connect();
    await told('connect');
    expect(await socket.emitWithAck('session:renew', {})).toMatchObject({ ok: true });
  });

  it('is not handed over when it has ended', async () => {
    const line = dial();
    await once(line, 'open');
    line.close();
    await once(line, 'close');
    expect(line.handOver()).toBeNull();
    socket = doors.socket(doors.tokenOf());
  });
});
