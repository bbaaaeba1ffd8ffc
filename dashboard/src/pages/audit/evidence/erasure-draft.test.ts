import { expect, test } from 'vitest';
import { complaintOf, type ErasureDraft, emptyDraft, scopeOf } from './erasure-draft.ts';

const subject = `tok_${'0'.repeat(32)}`;
const times = { from: '2026-11-01T00:00', to: '2026-11-02T00:00' };
const draft = (part: Partial<ErasureDraft>): ErasureDraft => ({ ...emptyDraft, ...part });

test('one person or key is erased as a whole unless a time is asked for', () => {
  expect(scopeOf(draft({ subject, times }))).toEqual({ subject });
  expect(scopeOf(draft({ subject, times, isTimed: true }))).toEqual({
    subject,
    from: '2026-10-31T17:00:00.000Z',
    to: '2026-11-01T17:00:00.000Z',
  });
});

test('a time is everybody’s, also where somebody was chosen before', () => {
  const scope = scopeOf(draft({ whose: 'everybody', subject, times: { from: '', to: times.to } }));
  expect(scope).toEqual({ to: '2026-11-01T17:00:00.000Z' });
});

test.each([
  [{}, 'chooseActor'],
  [{ subject }, undefined],
  [{ subject, isTimed: true }, 'chooseTime'],
  [{ whose: 'everybody', subject }, 'chooseTime'],
  [{ whose: 'everybody', times }, undefined],
  [{ whose: 'everybody', times: { from: times.to, to: times.from } }, 'endsEarlier'],
] satisfies [Partial<ErasureDraft>, string | undefined][])('%j: %s', (part, complaint) => {
  expect(complaintOf(draft(part))).toBe(complaint);
});
