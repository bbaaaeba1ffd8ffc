import { beforeEach, describe, expect, test, vi } from 'vitest';
import { errorTable } from '../../../../src/domain/error-table.ts';
import { isErrorCode } from '../../api/api-error.ts';
import { initialLanguage, languageCodes, languages, storeLanguage } from './languages.ts';

type Leaf = readonly [path: string, value: unknown];

function leavesOf(value: object, parent = ''): Leaf[] {
  return Object.entries(value).flatMap(([name, part]: [string, unknown]): Leaf[] =>
    typeof part === 'object' && part !== null
      ? leavesOf(part, `${parent}${name}.`)
      : [[`${parent}${name}`, part]],
  );
}

/** Names and terms that are the same in both languages. */
const shared = new Set([
  'app.onpremise',
  'app.cloud',
  'app.roles.admin',
  'app.roles.auditor',
  'menu.audit',
  'providers.columns.status',
  'apiKeys.columns.status',
  'audit.title',
  'audit.changedFields.mode',
  'audit.head.origin',
  'audit.actors.system',
  'audit.changedFields.status',
  'audit.changedFields.model',
  'audit.request.model',
  'models.aliases.alias',
  'models.aliases.columns.alias',
  'models.aliases.model',
  'approvals.columns.status',
  'approvals.filterStatus',
  'audit.leafLines.format',
  'audit.leafLines.log',
  'platform.tenants.columns.status',
  'users.columns.status',
]);

describe('the dictionaries', () => {
  test('have the same keys, and every text says something', () => {
    const english = leavesOf(languages.en.text).map(([path]) => path);
    expect(english.length).toBeGreaterThan(150);
    for (const code of languageCodes) {
      const leaves = leavesOf(languages[code].text);
      expect(leaves.map(([path]) => path)).toEqual(english);
      expect(leaves.filter(([, value]) => value === '')).toEqual([]);
    }
  });

  test('leave no English sentence in Bahasa Indonesia', () => {
    const english = new Map(leavesOf(languages.en.text));
    const same = leavesOf(languages.id.text)
      .filter(([path, value]) => typeof value === 'string' && value === english.get(path))
      .map(([path]) => path);
    expect(same.filter((path) => !shared.has(path))).toEqual([]);
  });

  test('translate every error that Monago can answer with', () => {
    for (const code of Object.keys(errorTable).filter(isErrorCode)) {
      expect(languages.en.errorMessage(code)).toBe(errorTable[code].message);
      expect(languages.id.errorMessage(code)).not.toBe(errorTable[code].message);
    }
  });

  test('have the words of the product contract', () => {
    const { providers, action, state } = languages.en.text;
    expect([providers.add, providers.submit, providers.validating]).toEqual([
      'Add provider',
      'Add credential',
      'Validating key…',
    ]);
    expect([providers.iHaveCopied, action.saved, action.copy, action.copied]).toEqual([
      'I have copied the API key.',
      'Saved, close',
      'Copy',
      'Copied',
    ]);
    expect(state.providerDetail).toBe('Provider detail:');
  });
});

describe('the language', () => {
  beforeEach(() => {
    localStorage.clear();
    vi.restoreAllMocks();
  });

  test('is the one that was chosen', () => {
    storeLanguage('id');
    expect(initialLanguage()).toBe('id');
  });

  test('is otherwise the browser’s where there is a dictionary for it', () => {
    vi.spyOn(navigator, 'language', 'get').mockReturnValue('id-ID');
    expect(initialLanguage()).toBe('id');
    vi.spyOn(navigator, 'language', 'get').mockReturnValue('de-DE');
    expect(initialLanguage()).toBe('en');
  });

  test('is chosen anew when the stored one is not known', () => {
    localStorage.setItem('monago.language', 'tlh');
    vi.spyOn(navigator, 'language', 'get').mockReturnValue('en-US');
    expect(initialLanguage()).toBe('en');
  });
});
