import { RawSocket } from './rawSocket.ts';
import { startDoors } from './startDoors.ts';

/** Opens both doors, uses them, drains, and comes to its end by itself, or hangs on whatever was left behind. */
const doors = await startDoors();
const socket = await doors.connect();
await socket.emitWithAck('attempt:open', { examId: 'e', deviceId: 'd' });
const idle = new RawSocket(doors.port);
await idle.opened;
await (await fetch(`${doors.url}/healthz`)).text();
await doors.gateway.drain();
await idle.closed;
process.stdout.write(`${JSON.stringify({ ...doors.gateway.connections(), attending: doors.attending })}\n`);
