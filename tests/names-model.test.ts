import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { measureFalseAlarms, measureNames } from '../scripts/train-names/measure-names.ts';
import { corpora } from '../scripts/train-names/read-corpora.ts';
import { nameTagger } from '../src/domain/inspection/names/name-tagger.ts';

const isThere = existsSync(corpora);

describe.skipIf(!isThere)('names in corpora (skipped where ../shared/data is not there)', () => {
  const qualities = isThere ? measureNames(nameTagger()) : [];

  test.each([
    ['generated_large', 'PERSON', 0.74],
    ['generated_large', 'LOCATION', 0.5],
    ['idner dev', 'PERSON', 0.8],
    ['nergrit valid', 'PERSON', 0.7],
  ])('%s: exact spans of %s have an F1 of at least %d', (set, type, f1Min) => {
    const found = qualities.find((one) => one.set === set && one.type === type);
    expect(found?.exact.f1).toBeGreaterThanOrEqual(f1Min);
  });

  test.each(['notinject', 'awesome'])('%s: nobody is found where nobody is named', (set) => {
    const found = measureFalseAlarms(nameTagger()).find((one) => one.set === set);
    expect(found?.per10k).toBeLessThanOrEqual(1.5);
  });
});
