import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RedactionStyle } from '../../policy/document/effect.ts';
import { applyEdits, shiftSpan } from './edits.ts';
import { hideJsonMatches, hideMatches } from './hide-matches.ts';
import { maskValue } from './mask-value.ts';
import { restoreJsonText, restoreText } from './restore.ts';
import { Vault } from './vault.ts';

const angle = () => new Vault({ format: 'angle' });
const tokenise = (): RedactionStyle => 'tokenise';

/** Places of values in a text, as a scan would report them. */
function placesOf(text: string, values: Readonly<Record<string, string>>) {
  return Object.entries(values)
    .flatMap(([value, type]) =>
      [...text.matchAll(new RegExp(value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'))].map(
        ({ index }) => ({ type, start: index, end: index + value.length }),
      ),
    )
    .sort((a, b) => a.start - b.start);
}

function hide(vault: Vault, text: string, values: Readonly<Record<string, string>>) {
  return hideMatches(text, placesOf(text, values), { how: tokenise, vault });
}

describe('tokens', () => {
  test('are numbered by the first occurrence of a value over the texts of a request', () => {
    const vault = angle();
    const values = { 'Ana Wijaya': 'PERSON', 'Budi Santoso': 'PERSON', 'ana@example.com': 'EMAIL' };
    expect(hide(vault, 'Ana Wijaya wrote to Budi Santoso.', values).text).toBe(
      '<PERSON_1> wrote to <PERSON_2>.',
    );
    expect(hide(vault, 'Budi Santoso, ana@example.com, Ana Wijaya', values).text).toBe(
      '<PERSON_2>, <EMAIL_1>, <PERSON_1>',
    );
    expect(vault.size).toBe(3);
  });

  test('are the same for a conversation that goes on, so that what the provider cached stays valid', () => {
    const values = { 'Ana Wijaya': 'PERSON', 'Budi Santoso': 'PERSON', 'Citra Dewi': 'PERSON' };
    const turns = [
      'Budi Santoso called.',
      'Call Ana Wijaya back.',
      'And Citra Dewi, not Budi Santoso.',
    ];
    const hideAll = (texts: readonly string[]) => {
      const vault = angle();
      return texts.map((text) => hide(vault, text, values).text);
    };
    for (let count = 1; count <= turns.length; count += 1)
      expect(hideAll(turns.slice(0, count))).toEqual(hideAll(turns).slice(0, count));
  });

  test('are one for a value that is written in several ways', () => {
    const vault = angle();
    expect(vault.tokenFor('CREDIT_CARD', '4111 1111 1111 1111')).toBe('<CREDIT_CARD_1>');
    expect(vault.tokenFor('CREDIT_CARD', '4111-1111-1111-1111')).toBe('<CREDIT_CARD_1>');
    expect(vault.tokenFor('PERSON', 'Ana  WIJAYA')).toBe('<PERSON_1>');
    expect(vault.tokenFor('PERSON', 'Ana Wijaya')).toBe('<PERSON_1>');
    expect(vault.tokenFor('SECRET', 'aB')).not.toBe(vault.tokenFor('SECRET', 'Ab'));
    expect(vault.valueOf('<PERSON_1>')).toBe('Ana  WIJAYA');
  });

  test('skip numbers that the text uses already', () => {
    const vault = angle();
    const text = 'What does <PERSON_1> mean, Ana Wijaya?';
    expect(hide(vault, text, { 'Ana Wijaya': 'PERSON' }).text).toBe(
      'What does <PERSON_1> mean, <PERSON_2>?',
    );
    expect(restoreText('<PERSON_1>, <PERSON_2>', { vault }).text).toBe('<PERSON_1>, Ana Wijaya');
  });

  test('carry the names that tenants give, as far as a token can', () => {
    const vault = angle();
    expect(vault.tokenFor('staff-number (HQ)', '77')).toBe('<STAFF_NUMBER_HQ_1>');
    expect(vault.tokenFor('ลูกค้า', '77')).toBe('<DATA_1>');
    const { text } = hide(vault, 'is E-77', { 'E-77': 'x'.repeat(80) });
    expect(text.length).toBeLessThan(40);
  });

  test('come in double brackets too', () => {
    const vault = new Vault({ format: 'bracket' });
    expect(vault.tokenFor('PERSON', 'Ana')).toBe('[[PERSON_1]]');
    expect(restoreText('**[[PERSON_1]]**', { vault }).text).toBe('**Ana**');
  });

  test('are stable over requests where a key makes codes of values', () => {
    const codeOf = (type: string, value: string) =>
      `${type}${value}`.toLowerCase().padEnd(10, 'x').slice(0, 10);
    const [first, second] = [
      new Vault({ format: 'stable', codeOf }),
      new Vault({ format: 'stable', codeOf }),
    ];
    second.tokenFor('PERSON', 'Budi');
    expect(first.tokenFor('PERSON', 'Ana')).toBe('PERSON_personanax');
    expect(second.tokenFor('PERSON', 'Ana')).toBe('PERSON_personanax');
    expect(restoreText('PERSON_personanax, aPERSON_personanax', { vault: first }).text).toBe(
      'Ana, aPERSON_personanax',
    );
    expect(() => new Vault({ format: 'stable' })).toThrow(RangeError);
  });

  test('stay apart when a code comes twice', () => {
    const codes = ['aaaaaaaaaa', 'aaaaaaaaaa', 'bbbbbbbbbb'];
    const vault = new Vault({ format: 'stable', codeOf: () => codes.shift() ?? 'cccccccccc' });
    expect(vault.tokenFor('PERSON', 'Ana')).toBe('PERSON_aaaaaaaaaa');
    expect(vault.tokenFor('PERSON', 'Budi')).toBe('PERSON_bbbbbbbbbb');
  });

  test('stand for nothing once the vault is wiped', () => {
    const vault = angle();
    vault.tokenFor('PERSON', 'Ana');
    vault.wipe();
    expect([vault.size, vault.valueOf('<PERSON_1>')]).toEqual([0, undefined]);
  });
});

describe('hiding', () => {
  test('changes nothing where nothing is to be done, and counts what it did', () => {
    const text = 'Ana Wijaya, ana@example.com, ana@example.com';
    const values = { 'Ana Wijaya': 'PERSON', 'ana@example.com': 'EMAIL' };
    const how = (type: string) => (type === 'EMAIL' ? 'redact' : undefined);
    const {
      text: hiddenText,
      hidden,
      edits,
    } = hideMatches(text, placesOf(text, values), { how, vault: angle() });
    expect(hiddenText).toBe('Ana Wijaya, [EMAIL], [EMAIL]');
    expect([...hidden]).toEqual([['EMAIL', 2]]);
    expect(applyEdits(text, edits)).toBe(hiddenText);
    const kept = hideMatches(text, placesOf(text, values), {
      how: () => undefined,
      vault: angle(),
    });
    expect(kept.text).toBe(text);
  });

  test('covers all of places that overlap', () => {
    const places = [
      { type: 'URL', start: 0, end: 8 },
      { type: 'EMAIL', start: 4, end: 12 },
    ];
    const { text } = hideMatches('abcdefghijkl.', places, { how: () => 'redact', vault: angle() });
    expect(text).toBe('[URL][EMAIL].');
  });

  test.each([
    ['CREDIT_CARD', '4111 1111 1111 1234', '**** **** **** 1234'],
    ['EMAIL', 'siti.rahayu@example.com', 's***@example.com'],
    ['PERSON', 'Siti Rahayu', 'S*** R*****'],
    ['PHONE', '+65 8123 4567', '+** **** 4567'],
    ['DATE_OF_BIRTH', '17 Aug 1990', '** *** 1990'],
    ['IP_ADDRESS', '203.0.113.7', '203.0.*.*'],
    ['URL', 'https://ana:pw@example.com/p?q=1', 'https://example.com/***'],
    ['SECRET', 'sk-live-0123456789abcdef', '********'],
    ['AGE', '42', '********'],
    ['staff number', '1234', '****'],
  ])('masks %s so that a part of it is left', (type, value, masked) => {
    expect(maskValue(type, value)).toBe(masked);
  });

  test('masks more than half of the letters and digits of every identifier', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z0-9 .-]{1,40}$/), (value) => {
        const signs = (text: string) => text.match(/[A-Z0-9]/g)?.length ?? 0;
        expect(signs(maskValue('NIK', value)) * 2).toBeLessThan(Math.max(1, signs(value)));
      }),
    );
  });

  test('leaves a JSON text one', () => {
    const text = '{"card":4111111111111111,"who":"Zo\\u00eb \\"Z\\" Lee","n":[-12.5]}';
    const places = placesOf(text, {
      '4111111111111111': 'CREDIT_CARD',
      'Zo\\u00eb \\"Z\\" Lee': 'PERSON',
      '12': 'AGE',
    });
    for (const style of ['mask', 'redact', 'tokenise'] as const) {
      const vault = angle();
      const { text: hiddenText } = hideJsonMatches(text, places, { how: () => style, vault });
      const hidden: unknown = JSON.parse(hiddenText);
      expect(hidden).toMatchObject({
        card: expect.any(String),
        who: expect.any(String),
        n: [expect.any(String)],
      });
      expect(hiddenText).not.toMatch(/4111111111111111|Lee|12\.5/);
      if (style !== 'tokenise') continue;
      expect(vault.valueOf('<PERSON_1>')).toBe('Zoë "Z" Lee');
      expect(JSON.parse(restoreJsonText(hiddenText, { vault }).text)).toEqual({
        card: '4111111111111111',
        who: 'Zoë "Z" Lee',
        n: ['12'],
      });
    }
  });
});

describe('restoring', () => {
  const vault = angle();
  for (let number = 1; number <= 12; number += 1) vault.tokenFor('PERSON', `Name ${number}`);

  test.each([
    ['<PERSON_1>', 'Name 1'],
    ['<PERSON_10>', 'Name 10'],
    ['<person_2>', 'Name 2'],
    ['\\u003cPERSON_3\\u003e', 'Name 3'],
    ['&lt;PERSON_4&gt;', 'Name 4'],
    ['\\<PERSON\\_5\\>', 'Name 5'],
    ['C:\\<PERSON_6>', 'C:\\Name 6'],
    ['%3CPERSON_7%3E', 'Name 7'],
    ['<<PERSON_8>>', '<Name 8>'],
    ['PERSON_9', 'PERSON_9'],
    ['</PERSON_1>', '</PERSON_1>'],
    ['<PERSON_1', '<PERSON_1'],
  ])('makes %s into %s', (written, restored) => {
    expect(restoreText(written, { vault }).text).toBe(restored);
  });

  test('accepts names without brackets where that is asked for', () => {
    const { text } = restoreText('PERSON_1, person\\_12. XPERSON_1 PERSON_13', {
      vault,
      acceptsBare: true,
    });
    expect(text).toBe('Name 1, Name 12. XPERSON_1 PERSON_13');
  });

  test('counts tokens that it does not know, and leaves them', () => {
    const found = restoreText('<PERSON_99> <PERSON_1> <EMAIL_1> <b> <item_1>', { vault });
    expect(found).toMatchObject({
      text: '<PERSON_99> Name 1 <EMAIL_1> <b> <item_1>',
      restored: 1,
      unknownTokens: 2,
    });
  });
});

describe('edits', () => {
  test('move the spans that stand behind them', () => {
    const text = 'Ask <PERSON_1> about <PERSON_2> soon.';
    const vault = angle();
    vault.tokenFor('PERSON', 'Ana Wijaya Kusuma');
    vault.tokenFor('PERSON', 'Bo');
    const restored = restoreText(text, { vault });
    const moved = (part: string) => {
      const start = text.indexOf(part);
      const span = shiftSpan(restored.edits, { start, end: start + part.length });
      return restored.text.slice(span.start, span.end);
    };
    expect(moved('Ask')).toBe('Ask');
    expect(moved('about')).toBe('about');
    expect(moved('<PERSON_2> soon')).toBe('Bo soon');
    expect(moved('about <PERS')).toBe('about Bo');
    expect(moved('SON_1> about')).toBe('Ana Wijaya Kusuma about');
  });
});
