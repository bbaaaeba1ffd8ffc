import type { BundleFile } from '../../ports/unit-of-work.ts';

/** POSIX ustar works in blocks of this size. */
export const blockBytes = 512;
const nameBytesMax = 100;
const checksumAt = 148;
const checksumBytes = 8;
const sizeAt = 124;

/**
 * The header of a regular file. Owner, mode and time are the same for every file, so that equal bundles are equal
 * archives, byte for byte.
 */
function tarHeader(name: string, size: number): Uint8Array {
  const header = Buffer.alloc(blockBytes);
  if (name.length === 0 || Buffer.byteLength(name) > nameBytesMax) {
    throw new RangeError(`a tar name has 1 to ${nameBytesMax} bytes: ${name}`);
  }
  header.write(name, 0);
  header.write('0000644\0' + '0000000\0' + '0000000\0', 100, 'latin1');
  header.write(`${size.toString(8).padStart(11, '0')}\0`, sizeAt, 'latin1');
  header.write('00000000000\0', 136, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\0' + '00', 257, 'latin1');
  header.write(checksumOf(header), checksumAt, 'latin1');
  return header;
}

/** The archive of these files as chunks to write one after the other. */
export async function* writeTar(
  files: AsyncIterable<BundleFile> | Iterable<BundleFile>,
): AsyncGenerator<Uint8Array> {
  for await (const { name, bytes } of files) {
    yield tarHeader(name, bytes.length);
    yield bytes;
    yield new Uint8Array(paddingOf(bytes.length));
  }
  yield new Uint8Array(2 * blockBytes);
}

/** Bytes between the end of a file and the next block. */
export function paddingOf(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

export type TarHeader =
  | { readonly kind: 'file'; readonly name: string; readonly size: number }
  | { readonly kind: 'end' }
  /** The block contradicts its own checksum, or is no header at all. */
  | { readonly kind: 'damaged' }
  /** A sound header that `tarHeader` would not have written: another program packed this archive. */
  | { readonly kind: 'foreign' };

/** Reads a header by writing it again: a block that differs from that in any byte is not accepted. */
export function readTarHeader(block: Uint8Array): TarHeader {
  const header = Buffer.from(block);
  if (header.every((byte) => byte === 0)) return { kind: 'end' };
  const stored = header.toString('latin1', checksumAt, checksumAt + checksumBytes);
  if (stored !== checksumOf(header)) {
    // Other programs end the checksum differently; only its digits say whether the block is sound.
    const isSound = Number.parseInt(stored, 8) === Number.parseInt(checksumOf(header), 8);
    return { kind: isSound && /^[0-7 ]{6,7}[\0 ]{1,2}$/.test(stored) ? 'foreign' : 'damaged' };
  }
  const name = header.toString('utf8', 0, nameBytesMax).replace(/\0.*$/s, '');
  const size = Number.parseInt(header.toString('latin1', sizeAt, sizeAt + 11), 8);
  if (name === '' || !Number.isSafeInteger(size)) return { kind: 'foreign' };
  return header.equals(tarHeader(name, size)) ? { kind: 'file', name, size } : { kind: 'foreign' };
}

function checksumOf(header: Buffer): string {
  let sum = checksumBytes * 0x20;
  for (let at = 0; at < blockBytes; at++) {
    if (at < checksumAt || at >= checksumAt + checksumBytes) sum += header[at] ?? 0;
  }
  return `${sum.toString(8).padStart(6, '0')}\0 `;
}
