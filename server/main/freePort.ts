import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Where a free port is looked for: below those that systems give to outgoing connections (from 32768 on), so that no
 * connection takes it before whoever asked listens on it, or while a server that had it is started again.
 */
const lowest = 20_000;
const highest = 32_000;

const mostTries = 100;

/** A port on 127.0.0.1 that nobody listens on: the given one (rejects if taken), or any. */
export async function freePort(port = 0): Promise<number> {
  if (port !== 0) return await probe(port);
  for (let tries = 1; ; tries += 1) {
    try {
      return await probe(randomInt(lowest, highest));
    } catch (error) {
      if (tries === mostTries) throw error;
    }
  }
}

/** Listens on it for a moment. */
function probe(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    // Never through the launcher of a cluster, which would have its nodes share the port.
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(port)));
  });
}
