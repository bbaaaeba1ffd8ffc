import { selfTest } from '../adapters/kms/kms-selftest.ts';
import { cryptoRandom } from '../adapters/telemetry/crypto-random.ts';
import { pinoLog } from '../adapters/telemetry/pino-log.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import { openKms } from './kms.ts';

/**
 * Tries the key management service of the settings; needs no database.
 * @returns the exit code
 */
export async function testKms(config: Config, print: (line: string) => void): Promise<0 | 1> {
  const random = cryptoRandom(systemClock);
  const open = await openKms(config, { random, log: pinoLog('warn', {}), registered: undefined });
  try {
    const subject = { kms: open.service, bindsContext: open.bindsContext };
    return await selfTest(subject, { print, random: random.bytes, clock: systemClock });
  } finally {
    await open.close();
  }
}
