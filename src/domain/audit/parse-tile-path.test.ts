import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTileOf, parseTilePath } from './parse-tile-path.ts';
import { hashTilesOf, tilePath } from './tile.ts';

const tiles = fc.record({
  level: fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 })),
  index: fc.integer({ min: 0, max: 10 ** 15 }),
  width: fc.integer({ min: 1, max: 256 }),
});

test('every path that is written is read back', () => {
  fc.assert(
    fc.property(tiles, (tile) => {
      expect(parseTilePath(tilePath(tile))).toEqual(tile);
    }),
  );
});

test.each([
  '',
  'checkpoint',
  'tile/0/0',
  'tile/0/x000/001',
  'tile/00/000',
  'tile/0/000.p/0',
  'tile/0/000.p/256',
  'tile/0/000.p/007',
  'tile/0/../000',
  'tile/data/000',
  'tile/0/000/',
])('%j names no tile', (path) => {
  expect(parseTilePath(path)).toBeUndefined();
});

test('a tree has its tiles and those that it had when it was smaller, and no others', () => {
  for (const tile of hashTilesOf(70_000)) expect(isTileOf(70_000, tile)).toBe(true);
  const last = { level: 0, index: 273, width: 112 } as const;
  expect(isTileOf(70_000, { ...last, width: 111 })).toBe(true);
  expect(isTileOf(70_000, { ...last, width: 113 })).toBe(false);
  expect(isTileOf(70_000, { ...last, index: 274, width: 1 })).toBe(false);
  expect(isTileOf(255, { level: 1, index: 0, width: 1 })).toBe(false);
});
