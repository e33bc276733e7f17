import { createServer, type RequestListener, type Server } from 'node:http';

/** An HTTP server for strangers: what does not arrive in time, headers or body, is cut. */
export function createHttpServer(listener: RequestListener): Server {
  return createServer(
    {
      headersTimeout: 5_000,
      requestTimeout: 15_000,
      keepAliveTimeout: 5_000,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16_384,
    },
    listener,
  );
}
