import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import process from 'node:process';
import { Server } from 'socket.io';
import { maxMessageBytes } from '../../server/protocol/limits.ts';

/**
 * What is possible at all: a bare Socket.IO server that acknowledges the same messages with replies of the same size and
 * does nothing else. No database, no validation, no rights; every answer is lost.
 */

const deadline = { at: Date.now() + 86_400_000, version: 1 };
const opened = {
  ok: true,
  attemptId: '00000000-0000-7000-8000-000000000000',
  epoch: 1,
  through: 0,
  seq: 1,
  status: 'open',
  deadline,
};
const head = '0123456789abcdef';

interface Append {
  readonly from: number;
  readonly entries: readonly unknown[];
}

const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  serveClient: false,
  perMessageDeflate: false,
  maxHttpBufferSize: 2 * maxMessageBytes,
});
io.of('/candidate').on('connection', (socket) => {
  socket.on('attempt:open', (_request: unknown, ack: (reply: object) => void) => ack(opened));
  socket.on('journal:append', ({ from, entries }: Append, ack: (reply: object) => void) => {
    const through = from + entries.length - 1;
    ack({ ok: true, through, seq: through + 1, head, deadline });
  });
});
http.listen(0, '127.0.0.1', () => {
  const address: AddressInfo | string | null = http.address();
  const port = typeof address === 'object' ? address?.port : 0;
  process.stdout.write(`The floor is at http://localhost:${port}\n`);
});
