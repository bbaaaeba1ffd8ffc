import type { CheckpointAnchor } from '../../ports/checkpoint-anchor.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ObjectStore } from '../../ports/object-store.ts';

export interface ObjectAnchorOptions {
  readonly name: string;
  readonly everyMs: number;
  readonly store: ObjectStore;
  /** Empty, or folders that end with a slash. */
  readonly prefix: string;
  readonly retainMs: number;
  readonly clock: Clock;
}

/** A bucket with Object Lock in compliance mode: nobody can delete or replace the object before its time, its owner included. */
export function createObjectAnchor(options: ObjectAnchorOptions): CheckpointAnchor {
  const { name, everyMs, store, prefix, retainMs, clock } = options;
  return {
    name,
    kind: 's3',
    everyMs,
    async anchor({ origin, size, cosigned }) {
      const ref = await store.put({
        key: `${prefix}${origin}/${String(size).padStart(16, '0')}`,
        bytes: cosigned,
        contentType: 'text/plain; charset=utf-8',
        retainUntil: clock.now() + retainMs,
      });
      return { ref };
    },
  };
}
