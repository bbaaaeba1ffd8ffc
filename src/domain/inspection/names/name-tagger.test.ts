import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EntityType } from '../entity.ts';
import { nameTagger } from './name-tagger.ts';

const tagger = nameTagger();

function namesIn(text: string, type: EntityType = 'PERSON'): readonly string[] {
  return tagger
    .tag(text)
    .filter((match) => match.type === type)
    .map(({ start, end }) => text.slice(start, end));
}

describe('names of persons', () => {
  test.each([
    ['Please ask Margaret Holloway whether the invoice was paid.', ['Margaret Holloway']],
    ["The parcel goes to Siobhan O'Leary in Galway.", ["Siobhan O'Leary"]],
    ['My colleague Thandiwe Mokoena moved to Nairobi.', ['Thandiwe Mokoena']],
    ['Tolong kirim surat kepada Bapak Suryanto Hadiwijaya.', ['Suryanto Hadiwijaya']],
    ['Menurut Hotman Simanjuntak, harga beras akan naik.', ['Hotman Simanjuntak']],
    ['Nasabah atas nama Ni Wayan Sukerti datang tadi.', ['Ni Wayan Sukerti']],
    ['Encik Azman bin Khairuddin tinggal di Shah Alam.', ['Azman bin Khairuddin']],
    ['Sila hubungi Lim Wei Ming di talian ini.', ['Lim Wei Ming']],
    ['hubungi budi santoso besok', ['budi santoso']],
  ])('are found in %j', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  test.each([
    ['Dr. Okonkwo will see you at nine.', 'Okonkwo'],
    ['Mr. Vandermeulen signed the lease.', 'Vandermeulen'],
    ['Ibu Ratna Puspitasari tinggal di sini.', 'Ratna Puspitasari'],
    ['Puan Norhayati telah membuat aduan.', 'Norhayati'],
  ])('go without their titles in %j', (text, name) => {
    expect(namesIn(text)).toEqual([name]);
  });

  test.each([
    ['Herr Drosselmann wohnt seit drei Jahren in Kassel.', ['Drosselmann']],
    ['Bitte schicken Sie die Rechnung an Sabine Hoffmann.', ['Sabine Hoffmann']],
    ['Mit freundlichen Grüßen\nThomas Schneider', ['Thomas Schneider']],
    ['{ "customer": "Margaret Holloway", "isActive": true }', ['Margaret Holloway']],
    ["INSERT INTO guests (id, name) VALUES (4, 'Budi Santoso');", ['Budi Santoso']],
    ['Send it to Fiona McAllister today.', ['Fiona McAllister']],
  ])('are found among nouns with capitals and in code: %j', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  test('are not the titles that follow titles', () => {
    expect(namesIn('Mr '.repeat(50)).length).toBeLessThan(2);
  });

  test('end where the line does', () => {
    expect(namesIn('Best regards,\nAgnieszka Kowalska\nHead of Sales')).toEqual([
      'Agnieszka Kowalska',
    ]);
  });

  test('say whether they are listed, and count for more than half', () => {
    const [match] = tagger.tag('Please ask Margaret Holloway about it.');
    expect(match).toMatchObject({ detector: 'name.person', evidence: { gazetteer: true } });
    expect(match?.score).toBeGreaterThan(0.5);
    expect(match?.score).toBeLessThan(1);
  });

  test.each([
    'Write a unique code block and explain it. Then summarise the main points.',
    'I want you to act as a Linux terminal.',
    'Ignore the Warning and press Save.',
    'const userName = new UserName(JSON.parse(body));',
    'class PaymentGateway extends BaseService implements Closeable {',
    'On Monday we use Python, Docker and PostgreSQL.',
    'Tolong jelaskan cara kerja mesin diesel secara singkat.',
    'Undang-Undang Nomor 27 Tahun 2022 tentang Pelindungan Data Pribadi.',
    'Terima kasih atas perhatian Bapak dan Ibu.',
    'Dear Sir or Madam,',
    'may will mark grace hope',
    'Mein Vermieter hat die Kündigung der Wohnung abgelehnt.',
    'Wir suchen eine günstige Hausratversicherung für unsere Ferienwohnung.',
    'Welche Unterlagen braucht das Finanzamt für die Steuererklärung?',
    'Wohnungsmangel Großstädte',
    'throw new InvoiceError("Ledger is closed");',
    'const Parcel = Courier();\nreturn Parcel;',
    'export interface RetryPolicy { limit: number; Backoff: BackoffKind }',
    'if (typeof val === "object") { max = val; }',
    '{ "format": "KSUID", "fallback": "ULID" }',
  ])('are not found in %j', (text) => {
    expect(namesIn(text)).toEqual([]);
  });
});

describe('names of places and organisations', () => {
  test.each([
    ['We flew from Copenhagen to Kuala Lumpur on Tuesday.', ['Copenhagen', 'Kuala Lumpur']],
    ['She was born in Saudi Arabia.', ['Saudi Arabia']],
    ['Encik Azman tinggal di Shah Alam.', ['Shah Alam']],
    ['Ia berangkat ke Semarang kemarin.', ['Semarang']],
  ])('are found in %j', (text, places) => {
    expect(namesIn(text, 'LOCATION')).toEqual(places);
  });

  test('do not stand for persons', () => {
    expect(tagger.tag('She works at Deutsche Bank.')).toMatchObject([
      { type: 'ORGANIZATION', start: 13, end: 26 },
    ]);
  });
});

describe('the tagger', () => {
  test('gives spans in order, within lines, without overlaps, for any text', () => {
    const words = fc.constantFrom(
      'John',
      'Ayu',
      'in',
      'Paris',
      '\n',
      "O'",
      'A-B',
      '.',
      'İ',
      '中',
      '1',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words).map((all) => all.join(' ')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        let before = 0;
        for (const { start, end, score } of tagger.tag(text)) {
          expect(start).toBeGreaterThanOrEqual(before);
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end)).not.toContain('\n');
          expect(score).toBeGreaterThanOrEqual(0.5);
          before = end;
        }
        expect(before).toBeLessThanOrEqual(text.length);
      }),
    );
  });

  test('keeps nothing of the text before', () => {
    const text = 'Tell Margaret Holloway that we are late.';
    const first = tagger.tag(text);
    tagger.tag('Mr.');
    expect(tagger.tag(text)).toEqual(first);
  });

  test('finds the same name a thousand times in a long text, and cuts none in two', () => {
    const sentence = 'Please ask Margaret Holloway whether the invoice was paid. ';
    expect(new Set(namesIn(sentence.repeat(1000)))).toEqual(new Set(['Margaret Holloway']));
    expect(namesIn(sentence.repeat(1000))).toHaveLength(1000);
  });

  test('tells a name by what stands around it, wherever in a long text that is', () => {
    const sentence = 'Then list.map(Margaret) and Dr. Ayu Hartono (the new one) met Siti in Kiel. ';
    const alone = namesIn(sentence.repeat(3)).length / 3;
    expect(namesIn(sentence.repeat(2_000))).toHaveLength(alone * 2_000);
  });

  test('takes a word, a name or a sign as long as a text', () => {
    for (const piece of ['John', 'A-', "O'", '.', 'John Smith ']) {
      const text = piece.repeat(50_000 / piece.length);
      expect(tagger.tag(text).every(({ end }) => end <= text.length)).toBe(true);
    }
  });
});

describe('what stands beside a name', () => {
  test.each([
    ['Employer: Wombat Mining Pty Ltd', 'Wombat Mining'],
    ['He works with Suryodaya Textiles Pvt Ltd in Pune.', 'Suryodaya Textiles'],
  ])('tells companies from persons in %j', (text, name) => {
    expect(namesIn(text)).not.toContainEqual(expect.stringContaining(name));
    expect(namesIn(text, 'ORGANIZATION').join()).toContain(name);
  });

  test.each([
    ['Given names: Lachlan\nFamily name: Fitzgibbon\nDOB: 28/07/66', 'Fitzgibbon'],
    ['Prénom : Solène\nVille : Lyon', 'Solène'],
  ])('tells persons from places in %j', (text, name) => {
    expect(namesIn(text)).toContain(name);
  });
});
