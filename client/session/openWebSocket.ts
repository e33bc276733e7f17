import { WebSocket as WebSocketTransport } from 'socket.io-client';

export type OpenWebSocket = (url: string) => WebSocket;

/** For Socket.IO: its own transport, on WebSockets that are opened so. */
export function transportOver(open: OpenWebSocket): typeof WebSocketTransport {
  return class extends WebSocketTransport {
    override createSocket(url: string): WebSocket {
      return open(url);
    }
  };
}
