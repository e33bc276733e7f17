/** Engine.IO 4 and Socket.IO 5 text packets of one namespace, written and read by hand. */

const namespace = '/candidate';

const prefix = `${namespace},`;

export const pong = '3';

/** Joins the namespace. */
export function connectPacket(token: string): string {
  return `40${prefix}${JSON.stringify({ token })}`;
}

/** An event that wants an acknowledgement. `body` is the JSON text of its one argument. */
export function eventPacket(event: string, body: string, ackId: number): string {
  return `42${prefix}${ackId}["${event}",${body}]`;
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
export function readPacket(text: string): Packet {
  switch (text.charAt(0)) {
    case '0':
      return open;
    case '2':
      return ping;
    case '4':
      return text.startsWith(prefix, 2) ? readMessage(text) : other;
    default:
      return other;
  }
}

function readMessage(text: string): Packet {
  const start = 2 + prefix.length;
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
