import { describe, expect, it } from 'vitest';
import { connectPacket, eventPacket, readPacket } from './packets.ts';
import { readArgument, readReply } from './reply.ts';

/** As the protocol's own documents write them: socket.io/docs/v4/socket-io-protocol, version 5. */
describe('[BEN-3] the packets of a generator', () => {
  it('are written as the protocol says', () => {
    expect(connectPacket('a.b.c')).toBe('40/candidate,{"token":"a.b.c"}');
    expect(eventPacket('journal:append', '{"from":1}', 17)).toBe(
      '42/candidate,17["journal:append",{"from":1}]',
    );
  });

  it('are read as the protocol says', () => {
    expect(readPacket('0{"sid":"x","upgrades":[]}')).toEqual({ kind: 'open' });
    expect(readPacket('2')).toEqual({ kind: 'ping' });
    expect(readPacket('40/candidate,{"sid":"y"}')).toEqual({ kind: 'joined' });
    expect(readPacket('41/candidate,')).toEqual({ kind: 'left' });
    expect(readPacket('44/candidate,{"message":"no"}')).toEqual({
      kind: 'refused',
      body: '{"message":"no"}',
    });
    expect(readPacket('43/candidate,42[{"ok":true}]')).toEqual({
      kind: 'ack',
      id: 42,
      body: '[{"ok":true}]',
    });
    const event = readPacket('42/candidate,["attempt:sealed",{"reason":"expired"}]');
    expect(event).toMatchObject({ kind: 'event', name: 'attempt:sealed' });
    expect(readArgument(event.kind === 'event' ? event.body : '')).toEqual({ reason: 'expired' });
  });

  it('are told apart from those of other namespaces and of no protocol', () => {
    for (const text of ['42["a"]', '42/proctor,["a"]', '6', '', '4', 'hello']) {
      expect(readPacket(text)).toEqual({ kind: 'other' });
    }
  });

  it('hold replies of the documented form; anything else is an error too', () => {
    expect(readReply('[{"ok":true,"through":3}]')).toEqual({ ok: true, value: { ok: true, through: 3 } });
    const busy = { ok: false, error: { code: 'busy', message: 'Wait.', retryAfterMs: 500 } };
    expect(readReply(JSON.stringify([busy]))).toEqual({
      ok: false,
      code: 'busy',
      retryAfterMs: 500,
      details: {},
    });
    for (const body of ['', '[]', '[3]', '[{"ok":false}]', '{"ok":true}', '[{"ok":true}']) {
      expect(readReply(body)).toMatchObject({ ok: false, code: 'unreadable' });
    }
  });
});
