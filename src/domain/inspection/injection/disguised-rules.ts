import { chain, type PhraseRule, type WordClass } from './chain.ts';
import * as words from './word-classes.ts';

const isPlain = /^[a-z]{4,}$/;
const alphabet = 'abcdefghijklmnopqrstuvwxyz';

/** Words of a class as they are written backwards; the shortest would be other words. */
function backwards(of: WordClass): WordClass {
  return of.filter((word) => isPlain.test(word)).map((word) => [...word].toReversed().join(''));
}

/** Words of a class with each letter moved by thirteen. */
function rotated(of: WordClass): WordClass {
  return of
    .filter((word) => isPlain.test(word))
    .map((word) =>
      word.replace(/[a-z]/g, (letter) => alphabet[(alphabet.indexOf(letter) + 13) % 26] ?? letter),
    );
}

/** Orders that are written backwards, or in rot13: nobody writes so of anything else. */
export const disguisedRules: readonly PhraseRule[] = [
  {
    signal: 'override',
    chains: [
      chain(90, 4, [backwards(words.bindsModels), backwards(words.dismiss)]),
      chain(90, 4, [rotated(words.dismiss), rotated(words.bindsModels)]),
    ],
  },
  {
    signal: 'system_leak',
    chains: [
      chain(90, 4, [backwards(words.prompt), backwards(words.disclose)]),
      chain(90, 4, [rotated(words.disclose), rotated(words.prompt)]),
    ],
  },
  {
    signal: 'encoding',
    chains: [
      chain(90, 4, [backwards(words.bindsModels), backwards(words.dismiss)]),
      chain(90, 4, [rotated(words.dismiss), rotated(words.bindsModels)]),
    ],
  },
];
