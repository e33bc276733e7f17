import type { RoomOpenReply, RoomOpenRequest } from '../../../../server/protocol/proctor.ts';
import type { Outcome } from '../../../session/transport.ts';
import type { RoomLink, RoomListener } from '../room/roomLink.ts';

/** A way to a server whose part the test plays. */
export class FakeLink implements RoomLink {
  readonly opens: RoomOpenRequest[] = [];
  readonly closed: string[] = [];
  /** What the next opening is answered. */
  answer: Outcome<RoomOpenReply> = { kind: 'unknown' };
  #listener: RoomListener | null = null;

  get server(): RoomListener {
    if (this.#listener === null) throw new Error('Nobody listens.');
    return this.#listener;
  }

  connect(listener: RoomListener): void {
    this.#listener = listener;
  }

  open(request: RoomOpenRequest): Promise<Outcome<RoomOpenReply>> {
    this.opens.push(request);
    return Promise.resolve(this.answer);
  }

  closeRoom(roomId: string): void {
    this.closed.push(roomId);
  }

  close(): void {
    this.#listener = null;
  }
}
