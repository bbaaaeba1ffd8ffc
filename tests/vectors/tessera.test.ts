import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ed25519Verify } from '../../src/adapters/evidence/ed25519.ts';
import { concat } from '../../src/domain/audit/bytes.ts';
import { openCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { CompactRange, leafHash } from '../../src/domain/audit/merkle.ts';
import {
  proveConsistency,
  proveInclusion,
  verifyConsistency,
  verifyInclusion,
} from '../../src/domain/audit/proof.ts';
import { parseVkey, vkeyOf } from '../../src/domain/audit/signed-note.ts';
import {
  decodeEntryBundle,
  encodeEntryBundle,
  tileHash,
  tileHashReader,
  tilePath,
} from '../../src/domain/audit/tile.ts';

const folder = new URL('../../../shared/vectors/tessera/testdata/log/', import.meta.url);
const isAbsent = !existsSync(folder);
const skipped = isAbsent ? ' (skipped: ../shared/vectors/tessera is not here)' : '';

const vkey = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';
const log = parseVkey(vkey);
const sizes = Array.from({ length: 16 }, (_, size) => size);

function file(path: string): Uint8Array {
  return readFileSync(new URL(path, folder));
}

function open(size: number) {
  return openCheckpoint(file(`checkpoint.${size}`), [log], ed25519Verify);
}

describe.skipIf(isAbsent)(`the test log of transparency-dev/tessera${skipped}`, () => {
  test('its verifier key has one spelling', () => {
    expect(vkeyOf(log.name, log.publicKey)).toBe(vkey);
  });

  test.each(sizes)('the checkpoint of size %i is signed and is the root of its entries', (size) => {
    const range = new CompactRange();
    const bundle =
      size === 0 ? new Uint8Array() : file(tilePath({ level: 'entries', index: 0, width: size }));
    const entries = decodeEntryBundle(bundle);
    for (const entry of entries) range.append(leafHash(entry));
    const checkpoint = open(size);
    expect(checkpoint.size).toBe(size);
    expect(Buffer.from(checkpoint.root)).toEqual(Buffer.from(range.root()));
    expect(Buffer.from(encodeEntryBundle(entries))).toEqual(Buffer.from(bundle));
  });

  test.each(sizes.slice(1))('the hash tile of size %i holds the hashes of its entries', (size) => {
    const entries = decodeEntryBundle(file(tilePath({ level: 'entries', index: 0, width: size })));
    const hashes = concat(...entries.map((entry) => leafHash(entry)));
    expect(Buffer.from(file(tilePath({ level: 0, index: 0, width: size })))).toEqual(
      Buffer.from(hashes),
    );
  });

  test('proofs made from its tiles lead to its signed roots', async () => {
    for (const size of sizes.slice(1)) {
      const read = tileHashReader(size, async (tile) => file(tilePath(tile)));
      const { root } = open(size);
      for (let index = 0; index < size; index++) {
        const proof = await proveInclusion(index, size, read);
        const hash = tileHash(file(tilePath({ level: 0, index: 0, width: size })), index);
        expect(verifyInclusion({ index, size, root, proof, leafHash: hash })).toBe(true);
      }
      for (let size1 = 1; size1 <= size; size1++) {
        const proof = await proveConsistency(size1, size, read);
        const root1 = open(size1).root;
        expect(verifyConsistency({ size1, root1, size2: size, root2: root, proof })).toBe(true);
      }
    }
  });
});
