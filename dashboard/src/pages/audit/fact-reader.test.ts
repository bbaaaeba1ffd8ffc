import { describe, expect, test } from 'vitest';
import { factChanges, factFields } from './fact-reader.ts';

describe('the changes of an entry', () => {
  test('are told field by field; what was not there is undefined', () => {
    const changes = [
      { field: 'version', old: 1, new: 2 },
      { field: 'base_url', old: null, new: 'https://llm.bank.example' },
    ];
    expect(factChanges({ changes })).toEqual([
      { field: 'version', old: '1', new: '2' },
      { field: 'base_url', old: undefined, new: 'https://llm.bank.example' },
    ]);
  });

  test('hide no character that could disguise a value', () => {
    const changes = [{ field: 'name', old: 'a', new: 'a\u202eb' }];
    expect(factChanges({ changes })[0]?.new).toBe('a\\u{202e}b');
  });

  test.each([{}, { changes: 'many' }, { changes: [7, null, { old: 1 }] }])(
    'are none where the entry has another shape: %j',
    (body) => {
      expect(factChanges(body)).toEqual([]);
    },
  );
});

test('every other field is told by its path', () => {
  expect(factFields({ actor: { id: 'usr_1' }, pii: [{ type: 'NIK' }] })).toEqual([
    { path: 'actor.id', value: 'usr_1' },
    { path: 'pii', value: '[{"type":"NIK"}]' },
  ]);
});
