import type { RoomOpenReply, RoomOpenRequest } from '../../../../server/protocol/proctor.ts';
import type { Credentials } from '../../../session/credentials.ts';
import type { Environment } from '../../../session/environment.ts';
import { renewReply } from '../../../session/replies.ts';
import { ServerSocket } from '../../../session/serverSocket.ts';
import type { Outcome } from '../../../session/transport.ts';
import type { RoomLink, RoomListener } from './roomLink.ts';
import { roomClosed, roomDelta, roomDropped, roomOpenReply, roomPage } from './wire.ts';

/** The room over one WebSocket to the page's own server. */
export class RoomSocket implements RoomLink {
  readonly #credentials: Credentials;
  readonly #socket: ServerSocket;
  #listener: RoomListener | null = null;

  constructor(credentials: Credentials, environment: Environment) {
    this.#credentials = credentials;
    this.#socket = new ServerSocket({
      url: '/proctor',
      credentials,
      environment,
      onLink: (isUp) => this.#listener?.onLink(isUp),
    });
  }

  connect(listener: RoomListener): void {
    this.#listener = listener;
    this.#socket.on('room:page', roomPage, listener.onPage);
    this.#socket.on('room:delta', roomDelta, listener.onDelta);
    this.#socket.on('room:dropped', roomDropped, listener.onDropped);
    this.#credentials.keepFresh(() => this.#socket.request('session:renew', {}, renewReply));
    this.#socket.connect();
  }

  open(request: RoomOpenRequest): Promise<Outcome<RoomOpenReply>> {
    return this.#socket.request('room:open', request, roomOpenReply);
  }

  closeRoom(roomId: string): void {
    void this.#socket.request('room:close', { roomId }, roomClosed);
  }

  close(): void {
    this.#listener = null;
    this.#socket.close();
  }
}
