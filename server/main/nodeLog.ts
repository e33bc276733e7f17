import type { Logger } from 'pino';
import type { Log } from '../app/ports.ts';

/** The operator's log as the rooms see it. */
export function nodeLog(logger: Logger): Log {
  return {
    info: (detail, message) => logger.info(detail, message),
    warn: (detail, message) => logger.warn(detail, message),
    error: (detail, message) => logger.error(detail, message),
  };
}
