import { type DestinationStream, type Logger, pino } from 'pino';

const secrets = [
  'authorization',
  'cookie',
  'set-cookie',
  'token',
  'accessToken',
  'password',
  'secret',
  'masterKey',
];

/** The places where a secret could stand in what is logged: on top, in one object, and in a request's headers. */
const redacted = secrets.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.headers["${name}"]`]);

/**
 * A logger that writes JSON lines, to standard output unless `destination` is given, and never a secret. Each line
 * names the `node`, if it has a name.
 */
export function createLogger(
  level: string,
  node: string | null = null,
  destination?: DestinationStream,
): Logger {
  const options = {
    level,
    base: node === null ? null : { node },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    redact: { paths: redacted, censor: '[secret]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** Drivers hang whole connections on their errors; what helps is the kind, the words, the code and the place. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const code = 'code' in error ? error.code : undefined;
  return { type: name, message, code, stack, cause: cause instanceof Error ? cause.message : undefined };
}
