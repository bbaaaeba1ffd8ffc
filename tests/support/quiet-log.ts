import type { Log } from '../../src/ports/log.ts';

/** For tests that do not look at the log. */
export const quietLog: Log = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
