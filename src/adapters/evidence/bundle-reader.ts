import { readSync } from 'node:fs';
import { type FileHandle, open, readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { BundleReader } from '../../domain/audit/bundle.ts';
import { blockBytes, paddingOf, readTarHeader } from './tar.ts';

/** A bundle that was opened, or why its container cannot be trusted. */
export type OpenedBundle =
  | { readonly kind: 'opened'; readonly bundle: BundleReader; close(): Promise<void> }
  /** The archive is not as it was written: `cut_off` at its end, or `altered` somewhere in it. */
  | { readonly kind: 'cut_off' | 'altered'; readonly message: string }
  /** Sound, but packed by another program; its files can be verified once they are extracted. */
  | { readonly kind: 'foreign'; readonly message: string };

/** Largest file of a bundle that is read into memory: 256 entries of the greatest length, with room to spare. */
const fileBytesMax = 64 * 1024 * 1024;

/**
 * Opens an evidence bundle, a directory or a tar archive. Every byte of an archive that is not the content of a
 * file is checked here.
 * @throws the error of the file system
 */
export async function openBundle(path: string): Promise<OpenedBundle> {
  return (await stat(path)).isDirectory() ? openDirectory(path) : openArchive(path);
}

async function openDirectory(folder: string): Promise<OpenedBundle> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  const known = new Map<string, boolean>();
  for (const entry of found.filter((one) => !one.isDirectory())) {
    const name = join(entry.parentPath, entry.name).slice(join(folder, sep).length);
    known.set(name.split(sep).join('/'), entry.isFile());
  }
  // A link or a pipe is listed, so that it is noticed, but never followed or read.
  const read = async (name: string) =>
    known.get(name) === true
      ? bounded(await readFile(join(folder, ...name.split('/'))))
      : undefined;
  return { kind: 'opened', bundle: { names: [...known.keys()], read }, close: async () => {} };
}

function bounded(bytes: Uint8Array): Uint8Array {
  if (bytes.length > fileBytesMax)
    throw new RangeError(`a file of ${bytes.length} bytes is in no bundle`);
  return bytes;
}

interface Extent {
  readonly at: number;
  readonly size: number;
}

async function openArchive(path: string): Promise<OpenedBundle> {
  const file = await open(path, 'r');
  const extents = new Map<string, Extent>();
  const fault = await index(file, extents);
  if (fault !== undefined) {
    await file.close();
    return fault;
  }
  const read = async (name: string) => {
    const extent = extents.get(name);
    return extent === undefined ? undefined : readAt(file, extent);
  };
  return {
    kind: 'opened',
    bundle: { names: [...extents.keys()], read },
    close: () => file.close(),
  };
}

/** Walks the headers. @returns why the archive is not accepted */
async function index(
  file: FileHandle,
  extents: Map<string, Extent>,
): Promise<OpenedBundle | undefined> {
  const { size: length } = await file.stat();
  let at = 0;
  while (at + blockBytes <= length) {
    const header = readTarHeader(readAt(file, { at, size: blockBytes }));
    if (header.kind === 'end') return checkEnd(file, { at, size: length - at });
    if (header.kind !== 'file') return refusedHeader(header.kind, at);
    const extent = { at: at + blockBytes, size: header.size };
    const fault = extents.has(header.name)
      ? altered(`${header.name}, which is there twice`)
      : checkContent(file, extent, length);
    if (fault !== undefined) return fault;
    extents.set(header.name, extent);
    at = extent.at + extent.size + paddingOf(extent.size);
  }
  return cutOff;
}

function refusedHeader(kind: 'foreign' | 'damaged', at: number): OpenedBundle {
  return kind === 'foreign' ? foreign : altered(`the header at byte ${at}`);
}

function checkContent(
  file: FileHandle,
  { at, size }: Extent,
  length: number,
): OpenedBundle | undefined {
  const padding = { at: at + size, size: paddingOf(size) };
  if (padding.at + padding.size > length) return cutOff;
  if (size > fileBytesMax) return altered(`the size of the file at byte ${at}`);
  return isZero(readAt(file, padding)) ? undefined : altered(`the padding at byte ${padding.at}`);
}

/** An archive ends with exactly two empty blocks. */
function checkEnd(file: FileHandle, rest: Extent): OpenedBundle | undefined {
  if (rest.size < 2 * blockBytes) return cutOff;
  const isEnd = rest.size === 2 * blockBytes && isZero(readAt(file, rest));
  return isEnd ? undefined : altered(`what follows its end at byte ${rest.at}`);
}

const cutOff: OpenedBundle = {
  kind: 'cut_off',
  message: 'the archive is cut off: its end is missing',
};

const foreign: OpenedBundle = {
  kind: 'foreign',
  message: 'the archive was packed by another program; extract it and verify the directory',
};

function altered(what: string): OpenedBundle {
  return { kind: 'altered', message: `the archive was changed after it was written: ${what}` };
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** Synchronous: a verifier has nothing else to do meanwhile, and most reads take less time than to ask a thread for them. */
function readAt(file: FileHandle, { at, size }: Extent): Uint8Array {
  // Every byte is read into, so it need not be cleared before.
  const bytes = new Uint8Array(Buffer.allocUnsafeSlow(size).buffer);
  let filled = 0;
  while (filled < size) {
    const bytesRead = readSync(file.fd, bytes, filled, size - filled, at + filled);
    if (bytesRead === 0) throw new RangeError('the archive became shorter while it was read');
    filled += bytesRead;
  }
  return bytes;
}
