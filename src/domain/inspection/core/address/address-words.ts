import { lowerOf } from '../../scan/character-class.ts';
import { unitAt } from '../../scan/unit-at.ts';

/** Words that follow a street's name and whose capital letter tells them from ordinary words. */
export const wordsAfterStreet: readonly string[] = [
  ...[
    'street',
    'st',
    'road',
    'rd',
    'avenue',
    'ave',
    'boulevard',
    'blvd',
    'lane',
    'ln',
    'drive',
    'dr',
  ],
  ...[
    'court',
    'ct',
    'place',
    'pl',
    'square',
    'sq',
    'terrace',
    'parkway',
    'pkwy',
    'highway',
    'hwy',
    'way',
  ],
  ...[
    'crescent',
    'close',
    'gardens',
    'grove',
    'mews',
    'row',
    'circle',
    'trail',
    'alley',
    'walk',
    'crossing',
    'parade',
    'pde',
    'esplanade',
    'quay',
    'approach',
    'cres',
    'tce',
  ],
  ...[
    'str',
    'straße',
    'strasse',
    'weg',
    'platz',
    'gasse',
    'allee',
    'straat',
    'laan',
    'plein',
    'gatan',
    'vej',
    'utca',
    'út',
  ],
];

/** Words that stand before a street's name. */
export const wordsBeforeStreet: readonly string[] = [
  ...[
    'jalan',
    'jl',
    'jln',
    'gang',
    'gg',
    'lorong',
    'persiaran',
    'lebuh',
    'komplek',
    'perumahan',
    'dusun',
  ],
  ...['rue', 'avenue', 'boulevard', 'chemin', 'allée', 'impasse', 'quai'],
  ...[
    'calle',
    'avenida',
    'avda',
    'plaza',
    'paseo',
    'carrera',
    'camino',
    'rua',
    'travessa',
    'praça',
    'largo',
  ],
  ...['via', 'viale', 'piazza', 'corso', 'vicolo', 'largo', 'strada', 'ulica', 'ul', 'calea'],
];

/** Those of them that are written in lower case behind a house number. */
export const lowerCaseStreets: ReadonlySet<string> = new Set([
  'rue',
  'avenue',
  'boulevard',
  'chemin',
  'allée',
  'impasse',
  'quai',
  'calle',
  'avenida',
  'rua',
]);

/** Words that stand before the number of a part of a building. */
export const wordsBeforeUnit: readonly string[] = [
  'suite',
  'ste',
  'apt',
  'apartment',
  'unit',
  'flat',
];

/** How the names of streets end that are written before the house number, in the languages that join the two. */
const endings = {
  anywhere: ['straße', 'strasse', 'straat', 'str.'],
  /** Behind a letter, or on their own. */
  joined: [
    ...['weg', 'laan', 'plein', 'platz', 'gasse', 'allee', 'gracht', 'dreef', 'gatan', 'vägen'],
    ...['vegen', 'veien', 'vej', 'vei', 'bakken', 'katu'],
  ],
  /** Behind a hyphen, or on their own. */
  hyphened: [
    ...['platz', 'weg', 'allee', 'utca', 'rakpart', 'tér', 'vei', 'vej', 'straat', 'plads'],
  ],
} as const;

const oneOf = (words: readonly string[]) => `(?:${words.join('|').replaceAll('.', '\\.')})`;
const endsOfStreet = new RegExp(
  `(?:${oneOf(endings.anywhere)}|(?:^|\\p{Ll})${oneOf(endings.joined)}|(?:^|-)${oneOf(endings.hyphened)})$`,
  'iu',
);

const lettersMask = 0x3ff;
/** Whether a word may be the name of a street, by its last three letters: most words before numbers end in others. */
const mayEndStreet: Uint8Array = new Uint8Array(lettersMask + 1);
for (const ending of Object.values(endings).flat())
  mayEndStreet[lettersAt(ending, ending.length)] = 1;

/** Whether what stands before `end` may be a street by its last letters. */
export function mayBeStreet(text: string, end: number): boolean {
  return mayEndStreet[lettersAt(text, end)] === 1;
}

/** Whether a word, or several tied together, is the name of a street by how it ends. */
export function isStreetName(text: string, start: number, end: number): boolean {
  return mayBeStreet(text, end) && endsOfStreet.test(text.slice(start, end));
}

function lettersAt(text: string, end: number): number {
  const first = lowerOf[unitAt(text, end - 3)] ?? 0;
  const second = lowerOf[unitAt(text, end - 2)] ?? 0;
  const third = lowerOf[unitAt(text, end - 1)] ?? 0;
  return ((first << 6) ^ (second << 3) ^ third) & lettersMask;
}
