import { type Tile, tilePath, tileWidth } from './tile.ts';

const shape =
  /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/){0,5}[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** The tile that a path of tlog-tiles names; undefined for any spelling but the one that `tilePath` writes. */
export function parseTilePath(path: string): Tile | undefined {
  const [, level = '', digits = '', width] = shape.exec(path) ?? [];
  if (level === '') return undefined;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(digits.replaceAll(/[x/]/g, '')),
    width: width === undefined ? tileWidth : Number(width),
  };
  return tilePath(tile) === path ? tile : undefined;
}

/** Whether a tree of this size has the tile, whole or cut at an earlier size. */
export function isTileOf(size: number, { level, index, width }: Tile): boolean {
  const nodes = level === 'entries' ? size : Math.floor(size / tileWidth ** level);
  return index * tileWidth + width <= nodes;
}
