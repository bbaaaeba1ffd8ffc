import type { SeededRandom } from './seeded-random.ts';

const order = 3;
const lengthMax = 14;

/** Makes words up that look like those of a list: the next letter follows from the three before. */
export class LetterChains {
  readonly #following = new Map<string, string[]>();

  constructor(words: readonly string[]) {
    for (const word of words) {
      if (word.length <= order) continue;
      const whole = `${'^'.repeat(order)}${word}$`;
      for (let at = order; at < whole.length; at += 1) {
        const before = whole.slice(at - order, at);
        const letters = this.#following.get(before) ?? [];
        letters.push(whole.charAt(at));
        this.#following.set(before, letters);
      }
    }
  }

  word(random: SeededRandom): string {
    let word = '';
    while (word.length < lengthMax) {
      const before = `${'^'.repeat(order)}${word}`.slice(-order);
      const next = random.pick(this.#following.get(before) ?? ['$']);
      if (next === '$') break;
      word += next;
    }
    return word.length < 3 ? this.word(random) : word;
  }
}
