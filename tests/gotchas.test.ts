import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const folders = ['src', 'emulator', 'tests'];
const numbers = Array.from({ length: 30 }, (_, at) => at + 1);

// The first argument of a call, up to the colon that ends the numbers.
const title = /\(\s*['"`](gotchas? \d[\d, andgotch]*):/g;

/** The numbers in the titles of a test file. */
function namedIn(source: string): number[] {
  const named = [...source.matchAll(title)].flatMap(([, start = '']) => start.match(/\d+/g) ?? []);
  return named.map(Number);
}

function testFiles(): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.test.ts'))
      .map((path) => join(root, folder, path)),
  );
}

test('titles are read: one number, several, and no number of something else', () => {
  const source = [
    "test('gotcha 07: keeps its bytes', () => {",
    "])('gotcha 06, gotcha 07 and gotcha 08: %s', () => {",
    "describe('gotchas 1 and 2: all of them', () => {",
    "test('a stream', () => { // gotcha 11: a comment is no test",
    "test('as in gotcha 12: not at the start', () => {",
  ].join('\n');
  expect(namedIn(source)).toEqual([7, 6, 7, 8, 1, 2]);
});

test('each of the thirty known gotchas of gateways has a test that is named after it', () => {
  const files = testFiles();
  expect(files.length).toBeGreaterThan(100);
  const named = new Set(files.flatMap((path) => namedIn(readFileSync(path, 'utf8'))));
  expect(numbers.filter((number) => !named.has(number))).toEqual([]);
  expect([...named].filter((number) => !numbers.includes(number))).toEqual([]);
});
