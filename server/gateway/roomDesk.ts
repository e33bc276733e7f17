import type { Clock } from '../app/ports.ts';
import { ok, type Result } from '../app/result.ts';
import type { Room, RoomTick } from '../app/roster/room.ts';
import type { OpenedRoom, RosterRooms } from '../app/roster/rosterRooms.ts';
import { errorSentences } from '../protocol/errorSentences.ts';
import type { ProctorPushes, RoomDropped, RoomOpenReply, RoomOpenRequest } from '../protocol/proctor.ts';
import { type EncodedPush, encodePush } from './encodedPush.ts';
import { RoomViewer, type ViewerLimits } from './roomViewer.ts';
import type { ProctorSocket } from './types.ts';

export interface RoomDeskOptions {
  readonly rooms: RoomSource;
  readonly clock: Clock;
  readonly limits: ViewerLimits & { readonly roomsPerSocket: number };
}

export type RoomSource = Pick<RosterRooms, 'open' | 'leave' | 'mayWatch' | 'tick'>;

interface Page {
  readonly version: number;
  readonly membership: number;
  readonly push: EncodedPush;
}

const sentences = {
  'too-slow':
    'This room was closed because its news could not be delivered fast enough. Open it again; a smaller part of the state needs less.',
  'not-in-scope': errorSentences['not-in-scope'],
} as const satisfies Record<RoomDropped['reason'], string>;

/** Who watches what on this node. Whatever a room has to say is encoded once, however many watch it. */
export class RoomDesk {
  readonly #options: RoomDeskOptions;
  readonly #viewers = new Map<Room, Set<RoomViewer>>();
  readonly #bySocket = new Map<ProctorSocket, Map<string, RoomViewer>>();
  readonly #pages = new Map<Room, Map<number, Page>>();

  constructor(options: RoomDeskOptions) {
    this.#options = options;
  }

  /** Opens a room for a connection; opening it again begins anew. The pages follow the reply. */
  async open(socket: ProctorSocket, request: RoomOpenRequest): Promise<Result<RoomOpenReply>> {
    const opened = await this.#options.rooms.open(socket.data.who, request);
    if (!opened.ok) return opened;
    const { room, reply } = opened.value;
    if (!socket.connected) {
      this.#options.rooms.leave(room);
      return ok(reply);
    }
    this.close(socket, room.id);
    this.#admit(socket, opened.value, request.rows);
    return ok(reply);
  }

  /** Closing what is not open is no error. */
  close(socket: ProctorSocket, roomId: string): void {
    const viewer = this.#bySocket.get(socket)?.get(roomId);
    if (viewer !== undefined) this.#dismiss(viewer);
  }

  /** The connection has ended. */
  gone(socket: ProctorSocket): void {
    for (const viewer of this.#bySocket.get(socket)?.values() ?? []) this.#dismiss(viewer);
  }

  /** Tells every viewer of the last second, and lets go of those who do not keep up. */
  tick(): void {
    const now = this.#options.clock.now();
    for (const { room, tick } of this.#options.rooms.tick()) {
      const viewers = this.#viewers.get(room);
      if (viewers === undefined) continue;
      this.#tell(viewers, tick, now);
      if (!viewers.values().some(({ isLoading }) => isLoading)) this.#pages.delete(room);
    }
  }

  /** Lets go of viewers who may not see their room any more. */
  async review(): Promise<void> {
    for (const viewers of [...this.#viewers.values()]) {
      for (const viewer of [...viewers]) {
        const { socket, room } = viewer;
        if (!(await this.#options.rooms.mayWatch(socket.data.who, room))) this.#drop(viewer, 'not-in-scope');
      }
    }
  }

  #tell(viewers: ReadonlySet<RoomViewer>, { full, slim }: RoomTick, now: number): void {
    const forRows = once(() => encode('room:delta', full));
    const forCounts = once(() => encode('room:delta', slim));
    for (const viewer of [...viewers]) {
      if (viewer.isTooSlow(now)) this.#drop(viewer, 'too-slow');
      else viewer.push(viewer.rows ? forRows() : forCounts());
    }
  }

  #admit(socket: ProctorSocket, { room, reply }: OpenedRoom, rows: boolean): void {
    const { limits, clock } = this.#options;
    const viewer = new RoomViewer({
      ...{ socket, room, rows, limits },
      pages: reply.pages,
      version: reply.version,
      now: () => clock.now(),
      pageOf: (index, version) => this.#pageOf(room, index, reply.pages, version),
    });
    const own = this.#bySocket.get(socket) ?? new Map<string, RoomViewer>();
    this.#bySocket.set(socket, own);
    const [oldest] = own.values();
    if (own.size >= limits.roomsPerSocket && oldest !== undefined) this.#dismiss(oldest);
    this.#bySocket.set(socket, own.set(room.id, viewer));
    this.#viewers.set(room, (this.#viewers.get(room) ?? new Set()).add(viewer));
    if (rows) room.watchRows();
    // The reply goes out first: a page of a room that was never heard of says nothing.
    setImmediate(() => viewer.sendPages());
  }

  /** The same page serves everybody who came in before it was made, as long as nobody has joined or left the room. */
  #pageOf(room: Room, index: number, of: number, version: number): EncodedPush {
    const pages = this.#pages.get(room) ?? new Map<number, Page>();
    this.#pages.set(room, pages);
    const known = pages.get(index);
    if (known !== undefined && known.version >= version && known.membership === room.membership) {
      return known.push;
    }
    const push = encode('room:page', room.page(index, of));
    pages.set(index, { version: room.version, membership: room.membership, push });
    return push;
  }

  #drop(viewer: RoomViewer, reason: RoomDropped['reason']): void {
    const { socket, room } = viewer;
    this.#dismiss(viewer);
    socket.emit('room:dropped', { roomId: room.id, reason, message: sentences[reason] });
  }

  #dismiss(viewer: RoomViewer): void {
    const { socket, room, rows } = viewer;
    viewer.end();
    const own = this.#bySocket.get(socket);
    own?.delete(room.id);
    if (own?.size === 0) this.#bySocket.delete(socket);
    const viewers = this.#viewers.get(room);
    viewers?.delete(viewer);
    if (viewers?.size === 0) {
      this.#viewers.delete(room);
      this.#pages.delete(room);
    }
    if (rows) room.unwatchRows();
    this.#options.rooms.leave(room);
  }
}

function encode<Event extends keyof ProctorPushes>(
  event: Event,
  payload: Parameters<ProctorPushes[Event]>[0],
): EncodedPush {
  return encodePush('/proctor', event, payload);
}

function once<T>(make: () => T): () => T {
  const made: T[] = [];
  return () => {
    const [known = make()] = made;
    made[0] = known;
    return known;
  };
}
