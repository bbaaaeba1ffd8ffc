import { describe, expect, test } from 'vitest';
import { pageOf, readApprovalSearch, searchFor } from './approval-search.ts';

const id = `apr_${'0'.repeat(32)}`;

describe('the address of Approvals', () => {
  test('asks for what waits unless it says otherwise', () => {
    expect(pageOf(readApprovalSearch({}), 50)).toEqual({ limit: 50, status: 'pending' });
    expect(pageOf(readApprovalSearch({ status: 'rejected' }), 50)).toEqual({
      limit: 50,
      status: 'rejected',
    });
    expect(pageOf(readApprovalSearch({ status: 'all', before: id }), 50)).toEqual({
      limit: 50,
      before: id,
    });
  });

  test('keeps the open request, and drops what it does not know', () => {
    expect(readApprovalSearch({ approval: id, status: 'expired' })).toEqual({
      approval: id,
      status: 'expired',
    });
    expect(
      readApprovalSearch({ approval: 'aud_1', before: '12', status: 'lost', page: '2' }),
    ).toEqual({});
  });

  test('never says what is so anyway', () => {
    expect(searchFor('pending')).toEqual({});
    expect(readApprovalSearch({ status: 'pending' })).toEqual({});
  });
});
