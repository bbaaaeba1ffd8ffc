import type { LookupAddress } from 'node:dns';

/** Name resolution as `node:dns` offers it, all addresses at once. */
export type Lookup = (
  hostname: string,
  options: { all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/** Every address of a name; rejects when there is none, or no answer within `timeoutMs`. */
export function resolveAll(lookup: Lookup, host: string, timeoutMs: number): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('name resolution timed out')), timeoutMs);
    lookup(host, { all: true }, (error, found) => {
      clearTimeout(timer);
      if (error !== null || found.length === 0) reject(error ?? new Error('no address'));
      else resolve(found.map(({ address }) => address));
    });
  });
}
