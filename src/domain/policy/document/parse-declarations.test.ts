import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runPolicyTests } from '../bundle/run-policy-tests.ts';
import { declarationsOf, parseDeclarations } from './parse-declarations.ts';
import { parsePolicies } from './parse-policies.ts';

const whole = `
lists:
  approved_models: [gpt-4o, claude-sonnet-4]
  eu_regions: eu-central-1
calendars:
  office-hours:
    time_zone: Asia/Jakarta
    weekdays: [mon, tue, wed, thu, fri]
    hours: [08:00-12:00, 13:00-17:00]
    holidays: [2026-08-17, 12-25]
  always: {time_zone: UTC}
recognisers: [EMPLOYEE_ID]
`;

function problemsOf(text: string) {
  return parseDeclarations(text).problems.map(({ code, start, end, line, replacement }) => ({
    code,
    at: text.slice(start, end),
    line,
    replacement,
  }));
}

describe('declarations', () => {
  test('are read, with every day and all of it where nothing is said', () => {
    expect(parseDeclarations(whole)).toEqual({
      lists: new Map([
        ['approved_models', ['gpt-4o', 'claude-sonnet-4']],
        ['eu_regions', ['eu-central-1']],
      ]),
      calendars: [
        {
          name: 'office-hours',
          timeZone: 'Asia/Jakarta',
          weekdays: [1, 2, 3, 4, 5],
          hours: [
            { from: 480, to: 720 },
            { from: 780, to: 1020 },
          ],
          holidays: ['2026-08-17', '12-25'],
        },
        {
          name: 'always',
          timeZone: 'UTC',
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          hours: [{ from: 0, to: 1440 }],
          holidays: [],
        },
      ],
      recognisers: ['EMPLOYEE_ID'],
      problems: [],
    });
  });

  test('are what conditions refer to', () => {
    const declarations = declarationsOf(parseDeclarations(whole));
    const text = `
name: office-models
when: |
  time.within("office-hours") && !(request.model in lists.approved_models)
  || pii.count("EMPLOYEE_ID") > 3
effect: deny
tests:
  - {name: a, given: {time.calendars: [office-hours], request.model: o3}, expect: {decision: deny}}
  - {name: b, given: {request.model: o3}, expect: {decision: allow}}
  - {name: c, given: {pii: {EMPLOYEE_ID: 4}}, expect: {decision: deny}}
`;
    const { policies, problems } = parsePolicies(text, declarations);
    expect(problems).toEqual([]);
    const results = policies.flatMap((policy) => runPolicyTests(policy, declarations));
    expect(results.map(({ failures }) => failures)).toEqual([[], [], []]);
  });

  test('are the same in JSON, and may stand in several documents', () => {
    const json = JSON.stringify({ lists: { a: ['x'] }, calendars: { b: { time_zone: 'UTC' } } });
    const yaml = 'lists: {a: [x]}\n---\ncalendars: {b: {time_zone: UTC}}\n';
    expect(parseDeclarations(json)).toEqual(parseDeclarations(yaml));
  });
});

test.each([
  ['lists: {Approved: [x]}', 'out_of_range'],
  ['lists: {a-b: [x]}', 'out_of_range'],
  ['lists: {a: }', 'missing_key'],
  ['lists: {a: [1]}', 'wrong_type'],
  ['lists: [a]', 'wrong_type'],
  ['lists: {a: [x]}\n---\nlists: {a: [y]}', 'duplicate'],
  ['lists: {a: [x, y, x]}', 'duplicate'],
  ['list: {a: [x]}', 'unknown_key'],
  ['recognisers: [employee]', 'out_of_range'],
  ['calendars: {A: {time_zone: UTC}}', 'out_of_range'],
  ['calendars: {a: {weekdays: [mon]}}', 'missing_key'],
  ['calendars: {a: {time_zone: Asia/Jakata}}', 'unknown_value'],
  ['calendars: {a: {time_zone: "+07:00"}}', 'unknown_value'],
  ['calendars: {a: {time_zone: UTC, weekdays: [monday]}}', 'unknown_value'],
  ['calendars: {a: {time_zone: UTC, weekdays: []}}', 'out_of_range'],
  ['calendars: {a: {time_zone: UTC, hours: 8-17}}', 'out_of_range'],
  ['calendars: {a: {time_zone: UTC, hours: 08:00-24:30}}', 'out_of_range'],
  ['calendars: {a: {time_zone: UTC, hours: []}}', 'out_of_range'],
  ['calendars: {a: {time_zone: UTC, holidays: [2026-02-29]}}', 'out_of_range'],
  ['calendars: {a: {time_zone: UTC, holidays: [13-01]}}', 'out_of_range'],
  ['calendars: {a: {time_zone: UTC, hour: 08:00-17:00}}', 'unknown_key'],
])('%j is a problem: %s', (text, code) => {
  expect(problemsOf(text).map((problem) => problem.code)).toEqual([code]);
});

test('a time zone that is misspelt is put right where it stands', () => {
  expect(problemsOf('calendars:\n  a: {time_zone: Asia/Jakata}\n')).toEqual([
    { code: 'unknown_value', at: 'Asia/Jakata', line: 2, replacement: 'Asia/Jakarta' },
  ]);
});

test('a list may be empty: then nothing is in it', () => {
  const declarations = declarationsOf(parseDeclarations('lists: {a: []}'));
  const text = `
name: none-approved
unless: request.model in lists.a
effect: deny
tests: [{name: any, expect: {decision: deny}}]
`;
  const { policies, problems } = parsePolicies(text, declarations);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const results = policies.flatMap((policy) => runPolicyTests(policy, declarations));
  expect(results.map(({ failures }) => failures)).toEqual([[]]);
});

test('29 February is a holiday of some years', () => {
  const text = 'calendars: {a: {time_zone: UTC, holidays: [02-29, 2028-02-29]}}';
  expect(parseDeclarations(text).problems).toEqual([]);
});

test('any text is declarations or a problem, never an exception', () => {
  const pieces = [
    'lists',
    'calendars',
    ':',
    ' ',
    '\n',
    '{',
    '}',
    '[',
    ']',
    'a',
    'time_zone',
    'UTC',
    '-',
  ];
  const text = fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, (written) => {
      const { problems, lists } = parseDeclarations(written);
      if (problems.some(({ severity }) => severity === 'error')) expect(lists.size).toBe(0);
    }),
    { numRuns: 500 },
  );
});
