import { isWordUnit } from '../scan/character-class.ts';
import type { AnchorDetector, Probe, WordDetector } from '../scan/detector.ts';

/** Looks for a pattern that begins so many characters before the place that was marked. */
function around(pattern: RegExp, before: number, after: number): Probe {
  return (text, at) => {
    const start = Math.max(0, at - before);
    const found = pattern.exec(text.slice(start, at + after));
    if (!found) return undefined;
    const end = start + found.index + found[0].length;
    const isWhole =
      !isWordUnit(text.charCodeAt(start + found.index - 1)) && !isWordUnit(text.charCodeAt(end));
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
    probe: around(/(?<!\d)\d{8,10}:AA[\w-]{33}/, 10, 36),
  },
  {
    kind: 'anchor',
    id: 'secret.azure_client',
    type: 'SECRET',
    anchor: '~',
    probe: around(/[\w.~]{3}\dQ~[\w.~-]{31,34}/, 5, 36),
  },
  {
    kind: 'word',
    id: 'secret.maxmind',
    type: 'SECRET',
    words: ['mmk'],
    probe: around(/[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk$/, 37, 3),
  },
];
