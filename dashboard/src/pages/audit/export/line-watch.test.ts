import { expect, test } from 'vitest';
import { LineWatch } from './line-watch.ts';

const records = new TextEncoder().encode('{"a":1}\n{"b":"ü"}\n{"c":3}\n');

test.each([1, 2, 7, 8, 100])('records are counted in pieces of %i bytes', (step) => {
  const watch = new LineWatch();
  for (let at = 0; at < records.length; at += step) watch.push(records.subarray(at, at + step));
  expect(watch).toEqual({ entries: 3, bytes: records.length });
});
