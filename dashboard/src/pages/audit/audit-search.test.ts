import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSearchText, searchTextOf } from '../../app/search-text.ts';
import { auditClasses, readAuditSearch, typesOf } from './audit-search.ts';

const searches = fc.record(
  {
    class: fc.constantFrom(...auditClasses),
    type: fc.constantFrom(...typesOf(undefined)),
    before: fc.nat(),
    entry: fc.constant(`aud_${'0'.repeat(32)}`),
  },
  { requiredKeys: [] },
);

test('every filter survives the way into the address and back', () => {
  fc.assert(
    fc.property(searches, (search) => {
      expect(readAuditSearch(parseSearchText(searchTextOf(search)))).toEqual(search);
    }),
  );
});

test('what is not known is dropped', () => {
  expect(
    readAuditSearch({ class: 'all', type: 'toString', before: '-1', entry: 'aud_../../session' }),
  ).toEqual({});
});

test('a class has its own events, and all of them together are every event', () => {
  expect(typesOf('auth')).toEqual(['auth.signed_in', 'auth.signed_out', 'auth.failed']);
  expect(auditClasses.flatMap((name) => typesOf(name)).toSorted()).toEqual(
    typesOf(undefined).toSorted(),
  );
});
