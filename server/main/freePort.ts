import { createServer } from 'node:net';

/** A port on 127.0.0.1 that nobody listens on: the given one (rejects if taken), or any. */
export function freePort(port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    // Never through the launcher of a cluster, which would have its nodes share the port.
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
