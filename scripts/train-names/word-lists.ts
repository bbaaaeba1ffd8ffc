import { readFileSync } from 'node:fs';

/** Our own lists of words, by what they are. `|` stands for a space inside a name. */
export interface WordLists {
  readonly given: readonly string[];
  readonly surnames: readonly string[];
  readonly countries: readonly string[];
  /** Cities, regions and islands. */
  readonly places: readonly string[];
  readonly titles: readonly string[];
  readonly organizations: readonly string[];
  readonly streets: readonly string[];
  /** German writes all its nouns with a capital: whole ones, and what others are put together from. */
  readonly germanNouns: readonly string[];
  readonly germanCompounds: readonly string[];
  readonly germanEndings: readonly string[];
  /** Articles, pronouns, verbs and the like. */
  readonly germanWords: readonly string[];
}

export function readWordLists(): WordLists {
  return {
    given: readWords('given-names'),
    surnames: readWords('surnames'),
    countries: readWords('countries').map(withSpaces),
    places: readWords('places').map(withSpaces),
    titles: readWords('titles'),
    organizations: readWords('organizations'),
    streets: readWords('streets'),
    germanNouns: readWords('german-nouns'),
    germanCompounds: readWords('german-compounds'),
    germanEndings: readWords('german-endings'),
    germanWords: readWords('german-words'),
  };
}

function withSpaces(name: string): string {
  return name.replaceAll('|', ' ');
}

function readWords(name: string): readonly string[] {
  const text = readFileSync(new URL(`words/${name}.txt`, import.meta.url), 'utf8');
  return [...new Set(text.trim().split(/\s+/))];
}
