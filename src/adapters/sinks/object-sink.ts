import type { LoggedEntry } from '../../domain/audit/export/logged-entry.ts';
import { type FormatOptions, toBatch } from '../../domain/audit/export/record-format.ts';
import type { AuditSink } from '../../ports/audit-sinks.ts';
import type { ObjectStore } from '../../ports/object-store.ts';

/** Digits of the largest index there can be, so that keys sort as the entries do. */
const indexDigits = 16;

/** Writes each batch as one object, named after the log and the indexes in it. */
export function objectSink(
  base: Pick<AuditSink, 'name' | 'from' | 'batchMax'>,
  { store, prefix }: { readonly store: ObjectStore; readonly prefix: string },
  options: FormatOptions,
): AuditSink {
  return {
    ...base,
    deliver: async (entries) => {
      const { bytes, contentType } = toBatch(entries, options);
      await store.put({ key: keyOf(entries, prefix, options), bytes, contentType });
    },
    close: async () => undefined,
  };
}

function keyOf(entries: readonly LoggedEntry[], prefix: string, { format }: FormatOptions): string {
  const [first] = entries;
  const last = entries.at(-1);
  if (first === undefined || last === undefined) throw new Error('nothing to deliver');
  const [from, to] = [first, last].map(({ leaf }) => String(leaf.index).padStart(indexDigits, '0'));
  // The last part of an origin is the log's own.
  const log = first.leaf.origin.split('/').at(-1) ?? 'log';
  return `${prefix}/${log}/${from}-${to}.${format}`;
}
