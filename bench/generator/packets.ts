/** Engine.IO 4 and Socket.IO 5 text packets of one namespace, written and read by hand. */

export type Namespace = '/candidate' | '/proctor';

const usual: Namespace = '/candidate';

export const pong = '3';

/** Joins the namespace. */
export function connectPacket(token: string, namespace = usual): string {
  return `40${namespace},${JSON.stringify({ token })}`;
}

/** An event that wants an acknowledgement. `body` is the JSON text of its one argument. */
export function eventPacket(event: string, body: string, ackId: number, namespace = usual): string {
  return `42${namespace},${ackId}["${event}",${body}]`;
}

export type Packet =
  | { readonly kind: 'open' | 'ping' | 'joined' | 'left' | 'other' }
  | { readonly kind: 'refused'; readonly body: string }
  /** `body`: JSON text of the array of arguments. */
  | { readonly kind: 'ack'; readonly id: number; readonly body: string }
  | { readonly kind: 'event'; readonly name: string; readonly body: string };

const open: Packet = { kind: 'open' };
const ping: Packet = { kind: 'ping' };
const joined: Packet = { kind: 'joined' };
const left: Packet = { kind: 'left' };
const other: Packet = { kind: 'other' };

/** What a server's text packet says. Packets of other namespaces are `other`. */
export function readPacket(text: string, namespace = usual): Packet {
  switch (text.charAt(0)) {
    case '0':
      return open;
    case '2':
      return ping;
    case '4':
      return text.startsWith(`${namespace},`, 2) ? readMessage(text, namespace) : other;
    default:
      return other;
  }
}

function readMessage(text: string, namespace: Namespace): Packet {
  const start = 2 + namespace.length + 1;
  switch (text.charAt(1)) {
    case '0':
      return joined;
    case '1':
      return left;
    case '2':
      return { kind: 'event', name: nameIn(text, text.indexOf('[', start)), body: text.slice(start) };
    case '3': {
      const bracket = text.indexOf('[', start);
      return { kind: 'ack', id: Number(text.slice(start, bracket)), body: text.slice(bracket) };
    }
    case '4':
      return { kind: 'refused', body: text.slice(start) };
    default:
      return other;
  }
}

/** The event's name stands first in the array and has no escapes. */
function nameIn(text: string, bracket: number): string {
  return text.slice(bracket + 2, text.indexOf('"', bracket + 2));
}
