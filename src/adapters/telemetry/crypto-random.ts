import { randomFillSync } from 'node:crypto';
import { makeId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';

// Asking the operating system for a few bytes at a time costs more than everything else in an id or a nonce.
const poolBytes = 8192;
const pooledMax = 64;
const idBytes = 10;

/**
 * A CSPRNG that serves small requests from a pool. No byte is served twice, and each is removed from the pool as it is
 * served: what was handed out is in the caller's buffer alone.
 */
export function cryptoRandom(clock: Clock): Random {
  const pool = Buffer.alloc(poolBytes);
  let used = poolBytes;
  const take = (length: number): Buffer => {
    const taken = Buffer.allocUnsafeSlow(length);
    if (length > pooledMax) return randomFillSync(taken);
    if (used + length > poolBytes) {
      randomFillSync(pool);
      used = 0;
    }
    pool.copy(taken, 0, used, used + length);
    pool.fill(0, used, used + length);
    used += length;
    return taken;
  };
  return { bytes: take, id: (prefix) => makeId(prefix, clock.now(), take(idBytes)) };
}
