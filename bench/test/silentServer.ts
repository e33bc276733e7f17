/** A server that never says where it listens, and does not end by itself. */
setInterval(() => undefined, 60_000);
