import type { Dictionary } from '../../app/i18n/en.ts';

type Words = Pick<Dictionary['approvals'], 'signals' | 'pii' | 'newInAnswer'>;

const typed = [
  ['pii.', 'pii'],
  ['output.new.', 'newInAnswer'],
] as const;

/** A signal of the risk score in words; one that is not known here keeps its name. */
export function riskReason(signal: string, words: Words): string {
  if (isSignal(signal, words)) return words.signals[signal];
  const found = typed.find(([prefix]) => signal.startsWith(prefix));
  if (found === undefined) return signal;
  const [prefix, say] = found;
  return words[say](signal.slice(prefix.length));
}

function isSignal(text: string, { signals }: Words): text is keyof Words['signals'] {
  return Object.hasOwn(signals, text);
}
