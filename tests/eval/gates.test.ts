import { describe, expect, it } from 'vitest';
import { keyOf } from '../../eval/figure.ts';
import { judge } from '../../eval/gates.ts';
import { measuresNamed } from '../../eval/measures/measures.ts';
import { isDataPresent } from '../../eval/sets/data-folder.ts';

/** Of the gates over the quick part of what is measured, those that do not hold; all but the ones to leave out. */
function failedGates(names: readonly string[], leftOut?: RegExp): readonly string[] {
  const figures = measuresNamed(names).flatMap((measure) => measure.run({ isQuick: true }).figures);
  const verdicts = judge(figures.filter((figure) => !leftOut?.test(keyOf(figure))));
  expect(verdicts.length).toBeGreaterThan(0);
  return verdicts
    .filter(({ isKept }) => !isKept)
    .map(({ figure }) => `${keyOf(figure)} ${figure.value}`);
}

describe('gates of inspection', () => {
  it('hold for identifiers of all packs', () => {
    expect(failedGates(['generated/gate'])).toEqual([]);
  });

  it('hold for numbers that identify nobody', () => {
    expect(failedGates(['hard-negatives/gate'])).toEqual([]);
  });

  it('hold for secrets', () => {
    expect(failedGates(['secrets'])).toEqual([]);
  });

  it('hold for source code', () => {
    expect(failedGates(['code'])).toEqual([]);
  });

  it('do not hold for a figure out of bounds', () => {
    const figure = { set: 'generated/gate', subject: 'NIK', metric: 'F1', value: 0.98 };
    expect(judge([figure]).map(({ isKept }) => isKept)).toEqual([false]);
  });
});

describe.skipIf(!isDataPresent)(
  'gates of inspection on third-party sets (skipped without ../shared/data)',
  () => {
    it('hold for entities in English documents', () => {
      expect(failedGates(['presidio-research'], /LOCATION|ADDRESS\/partial/u)).toEqual([]);
    });

    it('hold for names in Indonesian prose', () => {
      expect(failedGates(['indonlu', 'idner-news-2k'])).toEqual([]);
    });

    it('hold for attacks and for prompts that look like some', () => {
      expect(failedGates(['injection'])).toEqual([]);
    });
  },
);
