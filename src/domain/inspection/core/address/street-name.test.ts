import { expect, test } from 'vitest';
import { hasStreetName } from './street-name.ts';

test.each([
  ['12 Main ', true],
  ['12b Main ', true],
  ['12 north Main ', true],
  ['12 5th ', true],
  ['12 of the 42nd ', true],
  ['12 main ', false],
  ['12  Ñuñoa ', true],
  ['12 ', false],
  ['12bc Main ', false],
  ['12\nMain ', false],
  ['12 north\nMain ', true],
  ['12 north\nold\nMain ', false],
  ['12 5thx ', false],
])('between %j and the word for a street stands a name: %j', (before, isNamed) => {
  expect(hasStreetName(`${before}street`, 0, before.length)).toBe(isNamed);
});
