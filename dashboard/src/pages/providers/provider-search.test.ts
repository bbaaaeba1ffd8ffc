import fc from 'fast-check';
import { expect, test } from 'vitest';
import { credentialStatuses, providers } from '../../../../src/domain/credential/credential.ts';
import { parseSearchText, searchTextOf } from '../../app/search-text.ts';
import { filterOf, readProviderSearch, searchOf } from './provider-search.ts';

const filters = fc.record({
  providers: fc.subarray([...providers]),
  statuses: fc.subarray([...credentialStatuses]),
});

test('every filter survives the way into the address and back', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const search = readProviderSearch(parseSearchText(searchTextOf({ ...searchOf(filter) })));
      expect(filterOf(search)).toEqual(filter);
    }),
  );
});

test('an address is short and readable', () => {
  const filter = { providers: ['openai'], statuses: ['active', 'disabled'] } as const;
  expect(searchTextOf({ ...searchOf(filter) })).toBe('?provider=openai&status=active,disabled');
});

test('what is not known is dropped, and nothing fails', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.anything()), (search) => {
      const { providers: kinds, statuses } = filterOf(readProviderSearch(search));
      expect(providers).toEqual(expect.arrayContaining([...kinds]));
      expect(credentialStatuses).toEqual(expect.arrayContaining([...statuses]));
    }),
  );
  expect(readProviderSearch({ provider: 'openai,nobody', status: 'gone' })).toEqual({
    provider: 'openai',
  });
});
