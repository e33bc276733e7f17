import type { Server } from 'node:http';
import { StartError } from './startError.ts';

/** Resolves with the port that was had. @throws StartError when it cannot be had. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new StartError(`Port ${port} is taken by another program. Stop it, or set PORT to a free one.`)
          : new StartError(`The server cannot listen on ${host}:${port} (${error.message}).`),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
