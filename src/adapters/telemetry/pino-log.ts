import { type Logger, pino } from 'pino';
import type { Log, LogFields } from '../../ports/log.ts';

/** JSON lines on standard output, one event a line. */
export function pinoLog(level: string, base: LogFields): Log & { flush(): void } {
  const logger: Logger = pino({
    level,
    base,
    messageKey: 'event',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
  return {
    info: (event, fields = {}) => logger.info(fields, event),
    warn: (event, fields = {}) => logger.warn(fields, event),
    error: (event, fields = {}) => logger.error(fields, event),
    flush: () => logger.flush(),
  };
}
