import pg from 'pg';
import type { Log } from '../../ports/log.ts';

/**
 * A pool whose connections may break at any time. One that does says so with an event too, which ends the process when nobody hears
 * it: also between the moment when it is open and that in which whoever waits for it has it.
 */
export function openPool(config: pg.PoolConfig, log: Pick<Log, 'warn'>): pg.Pool {
  const pool = new pg.Pool(config);
  // What is asked of it fails, and that is told to whoever asks.
  pool.on('connect', (client) => client.on('error', () => undefined));
  // An idle one is replaced at the next use.
  pool.on('error', (error) => log.warn('database.connection_lost', { error: error.message }));
  return pool;
}
