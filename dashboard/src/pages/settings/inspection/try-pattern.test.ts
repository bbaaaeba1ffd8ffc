import { describe, expect, test } from 'vitest';
import { tryPattern } from './try-pattern.ts';

const employee = {
  name: 'EMPLOYEE_ID',
  pattern: 'E-[0-9]{6}',
  context: ['employee'],
  score: 60,
  checksum: undefined,
} as const;
const stopped = () => 0;

describe('a pattern that is tried out', () => {
  test('finds what requests would be told, and why it is sure', () => {
    const sample = 'Employee E-204817 wrote. Order E-1 did not.';
    expect(tryPattern(employee, sample, stopped)).toEqual({
      outcome: 'tried',
      matches: [{ text: 'E-204817', start: 9, end: 17, percent: 88, near: expect.any(String) }],
    });
  });

  test('leaves out what its check digit is against', () => {
    const card = { ...employee, pattern: '[0-9]{16}', checksum: 'luhn' } as const;
    const trial = tryPattern(card, '4111111111111111 and 4111111111111112', stopped);
    expect(trial).toMatchObject({ outcome: 'tried', matches: [{ text: '4111111111111111' }] });
  });

  test('is not tried while it cannot be used', () => {
    expect(tryPattern({ ...employee, pattern: '(' }, 'text', stopped)).toMatchObject({
      outcome: 'broken',
      fields: [{ field: 'pattern' }],
    });
  });

  test('is given up when it takes too long', () => {
    let at = 0;
    const slow = () => {
      at += 1_000;
      return at;
    };
    expect(tryPattern(employee, 'E-204817 '.repeat(10_000), slow)).toEqual({ outcome: 'too_long' });
  });
});
