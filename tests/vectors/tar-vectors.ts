import { writeTar } from '../../src/adapters/evidence/tar.ts';
import { encodeBase64 } from '../../src/domain/audit/base64.ts';
import { concat } from '../../src/domain/audit/bytes.ts';
import { splice } from './bundle-patch.ts';
import { bundleOf, sampleLog } from './sample-log.ts';

/** Archives of one bundle, and what opening them says. */
export async function tarVectors() {
  const files = await bundleOf(sampleLog(1));
  const golden = await archiveOf([...files]);
  const [, second = 0] = headersOf(golden);
  const at = (offset: number, value: number, checked = false): Uint8Array => {
    const changed = golden.with(offset, value);
    return checked ? withChecksum(changed) : changed;
  };
  const cases: Readonly<Record<string, readonly [archive: Uint8Array, result: string]>> = {
    'as written': [golden, 'opened'],
    'in another order': [await archiveOf([...files].toReversed()), 'opened'],
    'without the second empty block': [golden.slice(0, -512), 'cut_off'],
    'without its end': [golden.slice(0, -1024), 'cut_off'],
    'cut off within a file': [golden.slice(0, second - 500), 'cut_off'],
    'cut off within a header': [golden.slice(0, second + 100), 'cut_off'],
    'no byte': [new Uint8Array(), 'cut_off'],
    'a byte more': [concat(golden, Uint8Array.of(0)), 'altered'],
    'an empty block more': [concat(golden, new Uint8Array(512)), 'altered'],
    'a byte in the last block': [golden.with(-1, 1), 'altered'],
    'a byte of padding': [at(second - 1, 1), 'altered'],
    'a byte of a name': [at(0, 0x78), 'altered'],
    'a digit of the checksum': [at(150, (golden[150] ?? 0) ^ 1), 'altered'],
    'a file twice': [await archiveOf([...files, ...[...files].slice(0, 1)]), 'altered'],
    'another mode': [at(106, 0x30, true), 'foreign'],
    'an owner': [at(114, 0x31, true), 'foreign'],
    'a time': [at(146, 0x31, true), 'foreign'],
    'another type': [at(156, 0, true), 'foreign'],
    'a prefix': [at(345, 0x78, true), 'foreign'],
    'spaces for the end of the checksum': [at(154, 0x20), 'foreign'],
    'a version of another program': [at(263, 0x20, true), 'foreign'],
  };
  return {
    about:
      'Archives of one bundle: each is the first one with other bytes in the place of `length` bytes at `at`; bytes in base64',
    archive: encodeBase64(golden),
    archives: Object.entries(cases).map(([name, [archive, result]]) => ({
      name,
      ...splice(golden, archive),
      result,
    })),
  };
}

async function archiveOf(files: readonly (readonly [string, Uint8Array])[]): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of writeTar(files.map(([name, bytes]) => ({ name, bytes })))) {
    chunks.push(chunk);
  }
  return new Uint8Array(concat(...chunks));
}

/** Where the headers of the first two files begin. */
function headersOf(archive: Uint8Array): number[] {
  const size = Number.parseInt(new TextDecoder().decode(archive.slice(124, 135)), 8);
  return [0, 512 + Math.ceil(size / 512) * 512];
}

/** The archive with the checksum that fits its first header. */
function withChecksum(archive: Uint8Array): Uint8Array {
  const header = archive.slice(0, 512).fill(0x20, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  const changed = new Uint8Array(archive);
  changed.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  return changed;
}
