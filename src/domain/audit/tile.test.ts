import { expect, test } from 'vitest';
import { utf8 } from './bytes.ts';
import {
  decodeEntryBundle,
  encodeEntryBundle,
  entryBundlesOf,
  hashTilesOf,
  tilePath,
} from './tile.ts';

test('paths are those of tlog-tiles', () => {
  expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067');
  expect(tilePath({ level: 1, index: 0, width: 17 })).toBe('tile/1/000.p/17');
  expect(tilePath({ level: 'entries', index: 999, width: 256 })).toBe('tile/entries/999');
  expect(tilePath({ level: 'entries', index: 1000, width: 1 })).toBe('tile/entries/x001/000.p/1');
});

test('a tree of 70,000 has the tiles that the specification counts', () => {
  const tiles = [...hashTilesOf(70_000)];
  const shape = (level: number) => {
    const widths = tiles.filter((tile) => tile.level === level).map(({ width }) => width);
    return {
      full: widths.filter((width) => width === 256).length,
      partial: widths.find((width) => width < 256),
    };
  };
  expect(shape(0)).toEqual({ full: 273, partial: 112 });
  expect(shape(1)).toEqual({ full: 1, partial: 17 });
  expect(shape(2)).toEqual({ full: 0, partial: 1 });
  expect([...entryBundlesOf(70_000)]).toHaveLength(274);
  expect([...hashTilesOf(256)].map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
  expect([...hashTilesOf(0)]).toEqual([]);
});

test('an entry bundle keeps every entry apart', () => {
  const entries = ['', 'one', 'x'.repeat(65_535)].map(utf8);
  expect(decodeEntryBundle(encodeEntryBundle(entries))).toEqual(entries);
});

test('an entry that is too long, and a bundle that is cut off, are refused', () => {
  expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrowError(
    expect.objectContaining({ code: 'bad_tile' }),
  );
  const whole = encodeEntryBundle([utf8('one')]);
  for (const missing of [1, 2, 4]) {
    expect(() => decodeEntryBundle(whole.slice(0, -missing))).toThrowError(
      expect.objectContaining({ code: 'bad_tile' }),
    );
  }
});
