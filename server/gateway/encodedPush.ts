/** One push to a namespace, encoded once for all connections that get it. */
export interface EncodedPush {
  readonly text: string;
  readonly options: { readonly compress: false; readonly wsPreEncodedFrame: readonly Buffer[] };
  readonly bytes: number;
}

/** As Socket.IO's protocol 5 writes an event (type 2), within a message (type 4) of Engine.IO's protocol 4. */
export function encodePush(namespace: string, event: string, payload: object): EncodedPush {
  const text = `2${namespace},${JSON.stringify([event, payload])}`;
  const body = Buffer.from(`4${text}`);
  const frame = [frameHeader(body.length), body];
  return { text, options: { compress: false, wsPreEncodedFrame: frame }, bytes: body.length };
}

const textMessage = 0x81;
const twoBytesFollow = 126;
const eightBytesFollow = 127;

/** The header of an unmasked, unfragmented text frame (RFC 6455, section 5.2). */
function frameHeader(length: number): Buffer {
  if (length < twoBytesFollow) return Buffer.from([textMessage, length]);
  if (length < 0x10000) {
    const header = Buffer.from([textMessage, twoBytesFollow, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header[0] = textMessage;
  header[1] = eightBytesFollow;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
