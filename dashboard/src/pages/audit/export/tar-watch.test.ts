import { expect, test } from 'vitest';
import { TarWatch } from './tar-watch.ts';

function file(name: string, size: number): Uint8Array[] {
  const header = new Uint8Array(512);
  header.set(new TextEncoder().encode(name));
  header.set(new TextEncoder().encode(size.toString(8).padStart(11, '0')), 124);
  return [header, new Uint8Array(Math.ceil(size / 512) * 512)];
}

const archive = Buffer.concat([
  ...file('checkpoint', 200),
  ...file('tile/0/000', 8192),
  ...file('tile/entries/000', 70_001),
  ...file('tile/entries/001', 512),
  ...file('tile/entries/002.p/17', 9000),
  new Uint8Array(1024),
]);

test.each([1, 7, 511, 512, 513, 100_000])('entries are counted in pieces of %i bytes', (step) => {
  const watch = new TarWatch();
  for (let at = 0; at < archive.length; at += step) watch.push(archive.subarray(at, at + step));
  expect(watch).toMatchObject({ entries: 256 + 256 + 17, bytes: archive.length });
});
