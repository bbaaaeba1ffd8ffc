import { describe, expect, test } from 'vitest';
import type { Calendar } from '../calendar/calendar.ts';
import { formatDeclarations } from './format-declarations.ts';
import { parseDeclarations } from './parse-declarations.ts';

const office: Calendar = {
  name: 'jakarta-office',
  timeZone: 'Asia/Jakarta',
  weekdays: [1, 2, 3, 4, 5],
  hours: [
    { from: 8 * 60, to: 12 * 60 },
    { from: 13 * 60, to: 24 * 60 },
  ],
  holidays: ['2026-08-17', '12-25'],
};
const always: Calendar = {
  ...office,
  name: 'always',
  hours: [{ from: 0, to: 1440 }],
  holidays: [],
};

describe('lists and calendars as a document', () => {
  test.each([
    { lists: new Map(), calendars: [] },
    { lists: new Map([['approved_models', ['gpt-4o', 'no', '1.0', ' - x: #']]]), calendars: [] },
    {
      lists: new Map([
        ['b', ['x']],
        ['a', []],
      ]),
      calendars: [office, always],
    },
  ])('are read back as they were', (declared) => {
    const read = parseDeclarations(formatDeclarations(declared));
    expect(read.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(new Map(read.lists)).toEqual(declared.lists);
    expect(read.calendars).toEqual(declared.calendars);
  });
});
