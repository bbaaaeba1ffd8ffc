import { type FileHandle, open } from 'node:fs/promises';
import type { LoggedEntry } from '../../domain/audit/export/logged-entry.ts';
import { type FormatOptions, toRecord } from '../../domain/audit/export/record-format.ts';
import type { AuditSink } from '../../ports/audit-sinks.ts';

/**
 * Appends one line an entry and waits until the disk has them. The file is opened anew each time, so that a log rotation
 * that moved it away is followed.
 */
export function fileSink(
  base: Pick<AuditSink, 'name' | 'from' | 'batchMax'>,
  path: string,
  options: FormatOptions,
): AuditSink {
  return {
    ...base,
    deliver: async (entries) => append(path, entries, options),
    close: async () => undefined,
  };
}

async function append(
  path: string,
  entries: readonly LoggedEntry[],
  options: FormatOptions,
): Promise<void> {
  const lines = entries.map((entry) => `${toRecord(entry, options)}\n`).join('');
  const file = await open(path, 'a+', 0o640);
  try {
    // A line that was cut off by a full disk must not swallow the first one of the next try.
    const isCutOff = await endsWithinLine(file);
    await file.appendFile(isCutOff ? `\n${lines}` : lines);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function endsWithinLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read({ buffer: Buffer.alloc(1), position: size - 1 });
  return buffer[0] !== 0x0a;
}
