import type {
  RoomDelta,
  RoomDropped,
  RoomOpenReply,
  RoomOpenRequest,
  RoomPage,
} from '../../../../server/protocol/proctor.ts';
import type { Outcome } from '../../../session/transport.ts';

export interface RoomListener {
  /** The way to the server is there, or is gone. Whatever was open is closed by that. */
  readonly onLink: (isUp: boolean) => void;
  readonly onPage: (page: RoomPage) => void;
  readonly onDelta: (delta: RoomDelta) => void;
  readonly onDropped: (dropped: RoomDropped) => void;
}

/** The way to namespace `/proctor`. It connects and reconnects by itself; opening again is for those who use it. */
export interface RoomLink {
  connect(listener: RoomListener): void;
  open(request: RoomOpenRequest): Promise<Outcome<RoomOpenReply>>;
  closeRoom(roomId: string): void;
  /** No timer and no connection is left. */
  close(): void;
}
