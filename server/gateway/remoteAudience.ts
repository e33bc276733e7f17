import { Server } from 'socket.io';
import type { NodeBus } from '../app/ports/live.ts';
import type { Audience, Log } from '../app/ports.ts';
import { createAudience } from './audience.ts';
import { createNodeAdapter } from './nodeAdapter.ts';
import type { CandidateNamespace, SocketServer } from './types.ts';

/** The pages at the nodes, for a process that has no sockets of its own: what it seals, they are told. */
export function createRemoteAudience(bus: NodeBus, log: Log): Audience {
  const io: SocketServer = new Server();
  const namespace: CandidateNamespace = io.of('/candidate');
  namespace.adapter = createNodeAdapter(bus, log)(namespace);
  return createAudience({ namespace, spansNodes: true });
}
