import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSearchText, searchTextOf } from '../../app/search-text.ts';
import {
  auditClasses,
  auditDecisions,
  evidenceTabs,
  filtersOf,
  holdStates,
  queryOf,
  readAuditSearch,
  revealStates,
  searchFor,
  typesOf,
} from './audit-search.ts';

const idOf = (prefix: string) => `${prefix}_${'0123456789abcdef'.repeat(2)}`;
const filters = {
  class: fc.constantFrom(...auditClasses),
  type: fc.constantFrom(...typesOf(undefined)),
  decision: fc.constantFrom(...auditDecisions),
  actor: fc.constantFrom(idOf('usr'), idOf('tok'), 'monago', 'unknown'),
  workspace: fc.constant(idOf('ws')),
  subject: fc.constantFrom(idOf('cred'), idOf('pol'), idOf('aud')),
  request_id: fc.constant(idOf('req')),
  generation: fc.nat(9),
  live: fc.constant('on' as const),
  entry: fc.constant(idOf('aud')),
};
const searches = fc.oneof(
  fc.record(
    { ...filters, before: fc.nat(), range: fc.constantFrom('1h', '30d') },
    { requiredKeys: [] },
  ),
  fc.record(
    {
      ...filters,
      after: fc.nat(),
      from: fc.constant('2026-11-01T00:00:00.000Z'),
      to: fc.constant('2026-11-02T00:00:00Z'),
    },
    { requiredKeys: [] },
  ),
);

test('every filter survives the way into the address and back', () => {
  fc.assert(
    fc.property(searches, (search) => {
      expect(readAuditSearch(parseSearchText(searchTextOf(search)))).toEqual(search);
    }),
  );
});

const tabs = fc.oneof(
  fc.record(
    {
      tab: fc.constant('reveals' as const),
      show: fc.constantFrom(...revealStates),
      older: fc.constant(idOf('rvl')),
      entry: fc.constant(idOf('aud')),
    },
    { requiredKeys: ['tab'] },
  ),
  fc.record(
    { tab: fc.constant('holds' as const), show: fc.constantFrom(...holdStates) },
    { requiredKeys: ['tab'] },
  ),
  fc.record({ tab: fc.constantFrom(...evidenceTabs) }),
);

test('a tab and what it shows survive the way into the address and back', () => {
  fc.assert(
    fc.property(tabs, (search) => {
      expect(readAuditSearch(parseSearchText(searchTextOf(search)))).toEqual(search);
    }),
  );
});

test('a tab has nothing of the filters of the log, nor of another tab', () => {
  const { older, entry } = { older: idOf('rvl'), entry: idOf('aud') };
  expect(readAuditSearch({ tab: 'holds', class: 'ai', show: 'refused', older, entry })).toEqual({
    tab: 'holds',
    entry,
  });
  expect(readAuditSearch({ tab: 'settings', class: 'ai', show: 'all', older })).toEqual({
    class: 'ai',
  });
});

test('what is not known is dropped', () => {
  expect(
    readAuditSearch({
      class: 'all',
      type: 'toString',
      before: '-1',
      entry: 'aud_../../session',
      actor: 'me',
      decision: 'maybe',
      range: 'toString',
      from: 'yesterday',
      live: 'yes',
    }),
  ).toEqual({});
});

test('a range stands for its times, and one direction for the other', () => {
  expect(
    readAuditSearch({ range: '24h', from: '2026-11-01T00:00:00Z', before: 3, after: 4 }),
  ).toEqual({
    range: '24h',
    before: 3,
  });
  expect(queryOf({ range: '1h', class: 'ai' }, Date.parse('2026-11-22T06:00:00Z'))).toEqual({
    class: 'ai',
    from: '2026-11-22T05:00:00.000Z',
  });
});

test('the filters are what is left without the place', () => {
  expect(filtersOf({ class: 'ai', before: 4, live: 'on', entry: idOf('aud') })).toEqual({
    class: 'ai',
  });
});

test.each([
  [idOf('aud'), { entry: idOf('aud') }],
  [` ${idOf('req').toUpperCase()} `, { request_id: idOf('req') }],
  [idOf('usr'), { actor: idOf('usr') }],
  [idOf('ws'), { workspace: idOf('ws') }],
  [idOf('cred'), { subject: idOf('cred') }],
  ['gpt-4o', undefined],
])('%j is looked for as it is meant', (text, search) => {
  expect(searchFor(text)).toEqual(search);
});

test('a class has its own events, and all of them together are every event', () => {
  expect(typesOf('auth')).toEqual(['auth.signed_in', 'auth.signed_out', 'auth.failed']);
  expect(auditClasses.flatMap((name) => typesOf(name)).toSorted()).toEqual(
    typesOf(undefined).toSorted(),
  );
});
