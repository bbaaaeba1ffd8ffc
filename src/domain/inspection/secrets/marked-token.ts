import { isWordUnit } from '../scan/character-class.ts';
import type { AnchorDetector, Probe, WordDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';

/** What stands around a mark: where one is seldom seen, no pattern is tried. */
interface Marked {
  readonly mark: string;
  /** How many characters before the place that was asked about the mark begins, and the pattern at most. */
  readonly markBefore: number;
  readonly before: number;
  readonly after: number;
}

function around(pattern: RegExp, { mark, markBefore, before, after }: Marked): Probe {
  return (text, at) => {
    if (!text.startsWith(mark, at - markBefore)) return undefined;
    const start = Math.max(0, at - before);
    const found = pattern.exec(text.slice(start, at + after));
    if (!found) return undefined;
    const end = start + found.index + found[0].length;
    const isWhole =
      !isWordUnit(unitAt(text, start + found.index - 1)) && !isWordUnit(unitAt(text, end));
    return isWhole ? { start: start + found.index, end, score: 0.95 } : undefined;
  };
}

/** Keys that are known by what stands in their middle or at their end. */
export const markedTokenDetectors: readonly (AnchorDetector | WordDetector)[] = [
  {
    kind: 'anchor',
    id: 'secret.telegram_bot',
    type: 'SECRET',
    anchor: ':',
    probe: around(/(?<!\d)\d{8,10}:AA[\w-]{33}/, {
      mark: ':AA',
      markBefore: 0,
      before: 10,
      after: 36,
    }),
  },
  {
    kind: 'anchor',
    id: 'secret.azure_client',
    type: 'SECRET',
    anchor: '~',
    probe: around(/[\w.~]{3}\dQ~[\w.~-]{31,34}/, {
      mark: 'Q~',
      markBefore: 1,
      before: 5,
      after: 36,
    }),
  },
  {
    kind: 'word',
    id: 'secret.maxmind',
    type: 'SECRET',
    words: ['mmk'],
    probe: around(/[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk$/, {
      mark: '_mmk',
      markBefore: 1,
      before: 37,
      after: 3,
    }),
  },
];
