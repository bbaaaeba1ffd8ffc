const textLength = 16 * 1024;
const runLengthMax = 700;

/**
 * Four texts that a pattern has much to do with: sentences, and mixtures and runs of what the pattern itself speaks of. Always
 * the same for the same pattern.
 */
export function hostileTexts(pattern: string): readonly string[] {
  const next = sequence(pattern.length);
  const signs = signsOf(pattern);
  const letters = signs.filter((sign) => /[\p{L}\p{N}]/u.test(sign));
  const words = sentence(letters.join('')).split(' ');
  return [
    fill(() => `${words[next(words.length)]} `),
    fill(() => signs[next(signs.length)] ?? ' '),
    fill(() => letters[next(Math.min(letters.length, 3))] ?? 'a'),
    fill(() => (signs[next(signs.length)] ?? 'a').repeat(1 + next(runLengthMax))),
  ];
}

/** Characters that the pattern names, and some of the classes that it does. */
function signsOf(pattern: string): readonly string[] {
  const plain = pattern.replace(/\\[pP](?:\{[^}]*\}|.)|\{\d*,?\d*\}|\(\?[^:)]*[:)]/g, '');
  const named = [...plain.replace(/\\[a-zA-Z]|[\\^$|?*+()[\].]/g, '')];
  const classes = [
    /\\d|\[:digit:|\\pN/.test(pattern) ? '059' : '',
    /\\w|\\pL|\[:al/.test(pattern) ? 'az0' : '',
    /\\s|\[:space:/.test(pattern) ? ' \n' : '',
  ];
  return [...new Set([...named, ...classes.join(''), 'a', '0', ' ', '\n'])];
}

function sentence(letters: string): string {
  return `the number of customer ${letters} is 2024-11 and, for a@b.example, see 0123456789 ABC-12 (${letters}) again`;
}

function fill(part: () => string): string {
  let text = '';
  while (text.length < textLength) text += part();
  return text.slice(0, textLength);
}

/** A linear congruential generator: numbers that follow no pattern's rhythm. */
function sequence(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}
