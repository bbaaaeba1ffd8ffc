import { randomBytes } from 'node:crypto';
import { makeId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';

// Asking the kernel for ten bytes at a time costs more than everything else in an id.
const poolBytes = 4096;
const idBytes = 10;

export function cryptoRandom(clock: Clock): Random {
  let pool = randomBytes(poolBytes);
  let used = 0;
  const takeIdBytes = (): Buffer => {
    if (used + idBytes > poolBytes) {
      pool = randomBytes(poolBytes);
      used = 0;
    }
    const taken = pool.subarray(used, used + idBytes);
    used += idBytes;
    return taken;
  };
  return {
    bytes: (length) => randomBytes(length),
    id: (prefix) => makeId(prefix, clock.now(), takeIdBytes()),
  };
}
