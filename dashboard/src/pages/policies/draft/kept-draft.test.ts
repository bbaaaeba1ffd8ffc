import { beforeEach, describe, expect, test } from 'vitest';
import { dropDraft, dropDraftsOfOthers, keepDraft, keptDraft } from './kept-draft.ts';

const sri = { userId: 'usr_sri', what: 'pol_1' };
const budi = { userId: 'usr_budi', what: 'pol_1' };
const draft = { document: 'name: held\neffect: deny\n', after: 3 };

describe('a draft that is kept in the tab', () => {
  beforeEach(() => sessionStorage.clear());

  test('is there for its author and its policy only, until it is dropped', () => {
    keepDraft(sri, draft);
    expect(keptDraft(sri)).toEqual(draft);
    expect(keptDraft(budi)).toBeUndefined();
    expect(keptDraft({ ...sri, what: 'pol_2' })).toBeUndefined();
    dropDraft(sri);
    expect(keptDraft(sri)).toBeUndefined();
  });

  test('goes when somebody else signs in, and nothing else does', () => {
    keepDraft(sri, draft);
    keepDraft(budi, draft);
    sessionStorage.setItem('other', 'stays');
    dropDraftsOfOthers(budi.userId);
    expect([keptDraft(sri), keptDraft(budi)]).toEqual([undefined, draft]);
    expect(sessionStorage.getItem('other')).toBe('stays');
  });

  test('never holds a key, nor what was there before the key was typed', () => {
    keepDraft(sri, draft);
    keepDraft(sri, { ...draft, document: `message: sk-proj-${'aB3-dE6_'.repeat(6)}` });
    expect(sessionStorage.length).toBe(0);
  });

  test('that is not one is none', () => {
    for (const text of ['', '{', 'null', '{"document":3}', '{"document":"x","after":-1}']) {
      sessionStorage.setItem('monago.draft/usr_sri/pol_1', text);
      expect(keptDraft(sri)).toBeUndefined();
    }
  });
});
