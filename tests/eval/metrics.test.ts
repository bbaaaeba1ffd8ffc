import { describe, expect, it } from 'vitest';
import { scoreCharacters } from '../../eval/metrics/score-characters.ts';
import { type FoundSpan, fScore, scoreSpans } from '../../eval/metrics/score-spans.ts';
import { wilson } from '../../eval/metrics/wilson.ts';
import { readConll } from '../../eval/sets/conll.ts';
import type { GoldSpan, LabelledSet } from '../../eval/sets/labelled-set.ts';
import { readCsv } from '../../eval/sets/read-csv.ts';

const text = 'Budi Santoso, budi@contoh.id, lahir 1 Mei 1990';
const person: GoldSpan = { label: 'PER', start: 0, end: 12 };
const email: GoldSpan = { label: 'MAIL', start: 14, end: 28 };

function setOf(spans: readonly GoldSpan[]): LabelledSet {
  const mapping = { PER: ['PERSON'], MAIL: ['EMAIL'], DAY: ['DATE', 'DATE_OF_BIRTH'] } as const;
  return { name: 'own', documents: [{ text, spans }], mapping, isComplete: true };
}

function strict(spans: readonly GoldSpan[], found: readonly FoundSpan[], label: string) {
  return scoreSpans(setOf(spans), [found]).labels.get(label);
}

describe('spans', () => {
  it('count as hits when type and extent are right', () => {
    const found = [{ type: 'PERSON', start: 0, end: 12 }] as const;
    expect(strict([person], found, 'PER')?.strict).toEqual({ hits: 1, missed: 0, wrong: 0 });
  });

  it('that are too short are wrong by the strict measure and right by the partial one', () => {
    const found = [{ type: 'PERSON', start: 0, end: 4 }] as const;
    const score = strict([person], found, 'PER');
    expect(score?.strict).toEqual({ hits: 0, missed: 1, wrong: 1 });
    expect(score?.partial).toEqual({ hits: 1, missed: 0, wrong: 0 });
  });

  it('that barely touch are wrong by both', () => {
    const found = [{ type: 'PERSON', start: 0, end: 3 }] as const;
    expect(strict([person], found, 'PER')?.partial).toEqual({ hits: 0, missed: 1, wrong: 1 });
  });

  it('of another type are a miss here and a mistake there', () => {
    const found = [{ type: 'EMAIL', start: 0, end: 12 }] as const;
    expect(strict([person], found, 'PER')?.strict).toEqual({ hits: 0, missed: 1, wrong: 0 });
    expect(strict([person], found, 'MAIL')?.strict).toEqual({ hits: 0, missed: 0, wrong: 1 });
  });

  it('of any type that a label stands for are hits', () => {
    const day: GoldSpan = { label: 'DAY', start: 36, end: 46 };
    const found = [{ type: 'DATE_OF_BIRTH', start: 36, end: 46 }] as const;
    expect(strict([day], found, 'DAY')?.strict.hits).toBe(1);
  });

  it('count once, however many labels they overlap', () => {
    const parts: readonly GoldSpan[] = [
      { label: 'PER', start: 0, end: 4 },
      { label: 'PER', start: 5, end: 12 },
    ];
    const found = [{ type: 'PERSON', start: 0, end: 12 }] as const;
    expect(strict(parts, found, 'PER')?.partial).toEqual({ hits: 1, missed: 1, wrong: 0 });
  });

  it('of labels that a set does not hold are no errors to look at', () => {
    const found = [{ type: 'EMAIL', start: 14, end: 28 }] as const;
    expect(scoreSpans(setOf([person]), [found]).errors.map(({ kind }) => kind)).toEqual(['missed']);
  });

  it('are counted by characters whatever their label', () => {
    const found = [{ type: 'PERSON', start: 0, end: 13 }] as const;
    const counts = scoreCharacters(setOf([person, email]), [found]);
    expect(counts).toEqual({ hits: 12, missed: 14, wrong: 1 });
  });
});

describe('scores', () => {
  it('weigh recall four times as much with beta 2', () => {
    const counts = { hits: 8, missed: 2, wrong: 8 };
    expect(fScore(counts)).toBeCloseTo(16 / 26);
    expect(fScore(counts, 2)).toBeCloseTo(40 / 56);
  });

  it('have the bounds that Wilson gives, also at the ends', () => {
    expect(wilson(10, 10).low).toBeCloseTo(0.7225, 3);
    expect(wilson(10, 10).high).toBeCloseTo(1);
    expect(wilson(0, 50).high).toBeCloseTo(0.0713, 3);
    expect(wilson(7, 10).low).toBeCloseTo(0.3968, 3);
    expect(wilson(0, 0)).toEqual({ value: 0, low: 0, high: 1 });
  });
});

describe('readers', () => {
  it('put tokens together with the spans of their tags', () => {
    const [document] = readConll('Ibu\tO\nSiti\tB-PER\nAminah\tI-PER\n,\tO\nJakarta\tB-LOC\n\n');
    expect(document?.text).toBe('Ibu Siti Aminah, Jakarta');
    expect(document?.spans).toEqual([
      { label: 'PER', start: 4, end: 15 },
      { label: 'LOC', start: 17, end: 24 },
    ]);
  });

  it('read fields with commas, quotes and line breaks', () => {
    expect(readCsv('a,b\r\n"x, ""y""","1\n2"\nplain,\n')).toEqual([
      { a: 'x, "y"', b: '1\n2' },
      { a: 'plain', b: '' },
    ]);
  });
});
