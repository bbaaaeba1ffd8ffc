import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hexOf, utf8 } from './bytes.ts';
import { CompactRange, leafHash } from './merkle.ts';
import { proveConsistency, proveInclusion, verifyConsistency, verifyInclusion } from './proof.ts';
import { type Tile, tileHashReader, tilePath } from './tile.ts';
import { type HashTile, TileBuilder } from './tile-builder.ts';

const sizeMax = 2000;
const hashes = Array.from({ length: sizeMax }, (_, index) => leafHash(utf8(`entry ${index}`)));

/** A tree of the first entries, read from its tiles alone. */
function treeOf(size: number) {
  const builder = new TileBuilder();
  const tiles = new Map<string, Uint8Array>();
  const keep = ({ tile, hashes: bytes }: HashTile) => tiles.set(tilePath(tile), bytes);
  for (const hash of hashes.slice(0, size)) builder.append(hash).forEach(keep);
  builder.partialTiles().forEach(keep);
  const readTile = async (tile: Tile) => tiles.get(tilePath(tile)) ?? new Uint8Array();
  return { root: builder.root(), read: tileHashReader(size, readTile) };
}

const size = fc.integer({ min: 1, max: sizeMax });

test('every entry can be proven in every tree, and no other entry with that proof', async () => {
  await fc.assert(
    fc.asyncProperty(size, fc.nat(), async (n, seed) => {
      const index = seed % n;
      const { root, read } = treeOf(n);
      const proof = await proveInclusion(index, n, read);
      const claim = { index, size: n, leafHash: hashes[index] ?? new Uint8Array(), root, proof };
      expect(verifyInclusion(claim)).toBe(true);
      expect(verifyInclusion({ ...claim, leafHash: hashes[(index + 1) % sizeMax] ?? root })).toBe(
        false,
      );
      expect(verifyInclusion({ ...claim, proof: [...proof, root] })).toBe(false);
      expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(n === 1);
    }),
    { numRuns: 60 },
  );
});

test('every tree can be proven to begin with every smaller one, and with no other', async () => {
  await fc.assert(
    fc.asyncProperty(size, size, async (a, b) => {
      const [size1, size2] = [Math.min(a, b), Math.max(a, b)];
      const { root: root2, read } = treeOf(size2);
      const { root: root1 } = treeOf(size1);
      const proof = await proveConsistency(size1, size2, read);
      const claim = { size1, root1, size2, root2, proof };
      expect(verifyConsistency(claim)).toBe(true);
      expect(verifyConsistency({ ...claim, root1: hashes[0] ?? root2 })).toBe(size1 === 1);
      expect(verifyConsistency({ ...claim, proof: [...proof, root1] })).toBe(false);
    }),
    { numRuns: 60 },
  );
});

test('nothing is proven from an empty tree or for an entry that is not there', async () => {
  const { read } = treeOf(5);
  await expect(proveConsistency(0, 5, read)).rejects.toMatchObject({ code: 'bad_proof' });
  await expect(proveConsistency(6, 5, read)).rejects.toMatchObject({ code: 'bad_proof' });
  await expect(proveInclusion(5, 5, read)).rejects.toMatchObject({ code: 'bad_proof' });
});

test('a compact range goes on from its bytes as if it had never stopped', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 0, max: 300 }),
      (before, after) => {
        const whole = new CompactRange();
        for (const hash of hashes.slice(0, before)) whole.append(hash);
        const resumed = CompactRange.from(whole.bytes(), before);
        for (const hash of hashes.slice(before, before + after)) {
          whole.append(hash);
          resumed.append(hash);
        }
        expect(hexOf(resumed.root())).toBe(hexOf(whole.root()));
        expect(resumed.size).toBe(before + after);
      },
    ),
    { numRuns: 50 },
  );
});

test('a compact range refuses bytes that do not fit its size, and subtrees that do not fit its end', () => {
  expect(() => CompactRange.from(new Uint8Array(32), 3)).toThrowError(
    expect.objectContaining({ code: 'bad_hash' }),
  );
  expect(() => CompactRange.from(new Uint8Array(33), 3)).toThrowError(
    expect.objectContaining({ code: 'bad_hash' }),
  );
  const range = new CompactRange();
  range.append(hashes[0] ?? new Uint8Array());
  expect(() => range.appendSubtree(new Uint8Array(32), 8)).toThrowError(
    expect.objectContaining({ code: 'bad_hash' }),
  );
});
