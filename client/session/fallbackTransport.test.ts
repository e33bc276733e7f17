import { describe, expect, it } from 'vitest';
import { Emitter } from './emitter.ts';
import { type Dialling, FallbackTransport, type Resting } from './fallbackTransport.ts';
import { FakeEnvironment } from './test/fakeEnvironment.ts';
import { ModelServer } from './test/modelServer.ts';
import { calm, ModelTransport } from './test/modelTransport.ts';
import type { Link } from './transport.ts';

/** Connects when the test says so. */
class ModelSocket extends ModelTransport implements Dialling {
  readonly failures = new Emitter<void>();

  override connect(): void {}

  comesUp(): void {
    super.connect();
  }

  onFailure(listener: () => void) {
    return this.failures.listen(listener);
  }
}

class ModelPlainHttp extends ModelTransport implements Resting {
  override connect(): void {
    this.setLink({ kind: 'up', route: 'http' });
  }

  rest(): void {
    this.setLink({ kind: 'down' });
  }
}

function make() {
  const environment = new FakeEnvironment();
  const server = new ModelServer({ now: () => environment.wallClock(), questions: 1, durationMs: 1_000 });
  const socket = new ModelSocket(server, environment, calm);
  const http = new ModelPlainHttp(server, environment, calm);
  const transport = new FallbackTransport(socket, http, environment);
  const links: string[] = [];
  transport.onLink((link: Link) => links.push(link.kind === 'up' ? link.route : 'down'));
  transport.connect();
  return { environment, socket, http, transport, links };
}

describe('choosing between socket and plain HTTP', () => {
  it('[CLI-17] uses the socket when it is up in time', async () => {
    const { environment, socket, transport, links } = make();
    await environment.advance(4_900);
    socket.comesUp();
    await environment.advance(60_000);
    expect(links).toEqual(['websocket']);
    expect(transport.link).toEqual({ kind: 'up', route: 'websocket' });
  });

  it('[CLI-17] turns to HTTP after five seconds, and back as soon as the socket works', async () => {
    const { environment, socket, http, links, transport } = make();
    await environment.advance(5_000);
    expect(links).toEqual(['http']);
    await environment.advance(20_000);
    socket.comesUp();
    expect(links).toEqual(['http', 'websocket']);
    expect(http.link.kind).toBe('down');
    expect(transport.link).toEqual({ kind: 'up', route: 'websocket' });
  });

  it('[CLI-17] turns to HTTP at once when the socket has failed twice', () => {
    const { socket, links } = make();
    socket.failures.emit();
    expect(links).toEqual([]);
    socket.failures.emit();
    expect(links).toEqual(['http']);
  });

  it('[CLI-17] gives a socket that was lost its five seconds again', async () => {
    const { environment, socket, links } = make();
    socket.comesUp();
    socket.failures.emit();
    socket.drop(3_600_000);
    await environment.advance(4_900);
    expect(links).toEqual(['websocket', 'down']);
    await environment.advance(200);
    expect(links).toEqual(['websocket', 'down', 'http']);
  });

  it('[CLI-20] leaves no timer when it is closed', async () => {
    const { environment, transport, links } = make();
    await environment.advance(5_000);
    transport.close();
    expect(links).toEqual(['http', 'down']);
    expect(environment.timers).toBe(0);
  });
});
