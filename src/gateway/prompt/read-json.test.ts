import { describe, expect, test } from 'vitest';
import { readJsonObject } from './read-json.ts';

const read = (text: string) => readJsonObject(Buffer.from(text));

describe('numbers with more digits than a double keeps', () => {
  test.each([
    ['9171014506780003', '9171014506780003'],
    ['-9171014506780003', '-9171014506780003'],
    ['9171014506780003.0', '9171014506780003.0'],
    ['9.171014506780003e15', '9171014506780003'],
    ['9.171014506780003E+16', '91710145067800030'],
    ['91710145067800030e0', '91710145067800030'],
    ['9.171014506780003e99', '9.171014506780003e99'],
  ])('%s is given as a text that has them all', (written, text) => {
    expect(read(`{"a":[1,${written}],"b":"x"}`)).toEqual({ a: [1, text], b: 'x' });
  });

  test.each(['3171234506780001', '0.12345678901234567', '1e3', '9007199254740991'])(
    '%s stays a number',
    (written) => {
      expect(read(`{"a":${written}}`)).toEqual({ a: Number(written) });
    },
  );

  test('digits in a text are left alone', () => {
    expect(read('{"a":"9171014506780003"}')).toEqual({ a: '9171014506780003' });
  });
});
