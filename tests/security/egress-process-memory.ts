import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';

const regionBytesMax = 1024 ** 3;

/** How often the bytes are in another process's memory, one byte or two a character. */
export function copiesIn(pid: number, bytes: Buffer): number {
  const wide = Buffer.from(bytes.toString('latin1'), 'utf16le');
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  let copies = 0;
  for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
    const region = readRegion(memory, line);
    if (region === undefined) continue;
    copies += occurrences(region, bytes) + occurrences(region, wide);
    region.fill(0);
  }
  closeSync(memory);
  return copies;
}

function readRegion(memory: number, line: string): Buffer | undefined {
  const [, from, to, name = ''] =
    /^([0-9a-f]+)-([0-9a-f]+) r\S+ \S+ \S+ \S+\s*(.*)$/.exec(line) ?? [];
  if (from === undefined || name.startsWith('[v')) return undefined;
  const start = BigInt(`0x${from}`);
  const length = Number(BigInt(`0x${to}`) - start);
  if (length > regionBytesMax) return undefined;
  const region = Buffer.alloc(length);
  try {
    return region.subarray(0, readSync(memory, region, 0, length, start));
  } catch {
    return undefined;
  }
}

function occurrences(region: Buffer, bytes: Buffer): number {
  let found = 0;
  for (let at = region.indexOf(bytes); at >= 0; at = region.indexOf(bytes, at + 1)) found += 1;
  return found;
}

/** Linux, and not forbidden by the Yama security module. */
export function canReadMemoryOfChildren(): boolean {
  const scope = '/proc/sys/kernel/yama/ptrace_scope';
  return (
    existsSync('/proc/self/mem') && (!existsSync(scope) || Number(readFileSync(scope, 'utf8')) < 2)
  );
}
