import { readFileSync } from 'node:fs';
import { type LabelledText, type NameType, TextBuilder } from './labelled-text.ts';
import type { NameMaker } from './name-maker.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { WordLists } from './word-lists.ts';

const nameSlots: Readonly<Record<string, NameType>> = {
  person: 'PERSON',
  first: 'PERSON',
  last: 'PERSON',
  place: 'LOCATION',
  org: 'ORGANIZATION',
};

/** What may stand in a slot that is no name. */
const choices: Readonly<Record<string, readonly string[]>> = {
  title:
    'Mr.,Mrs.,Ms.,Dr.,Prof.,Mr,Mrs,Ms,Dr,Miss,Sir,Bapak,Ibu,Pak,Bu,Encik,Puan,Herr,Frau,Madame'.split(
      ',',
    ),
  job: 'manager,director,engineer,accountant,nurse,teacher,lawyer,chief executive,spokesman,head of sales,direktur,guru,bupati,dosen,analyst,CEO'.split(
    ',',
  ),
  did: 'said,told,asked,gave,showed,shouted,smiled,laughed,called,wrote,sent,explained,added,replied,went home,agreed,claimed,shrugged,cried,insisted,admitted,noticed,argued,thinks,believes,knows,likes,wants,works,lives alone,runs,visited,left,spent years abroad,came back'.split(
    ',',
  ),
  quality:
    'happy,sad,angry,tired,reliable,late,creative,funny,busy,kind,stubborn,famous,early,impatient,jealous,clever,rude,brave,careful,new here'.split(
      ',',
    ),
  month:
    'January,February,March,April,May,June,July,August,September,October,November,December,Januari,Februari,Maret,Mei,Juni,Juli,Agustus,Oktober,Desember,Mac,Ogos,Disember'.split(
      ',',
    ),
  day: 'Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday,Senin,Selasa,Rabu,Kamis,Jumat,Sabtu,Minggu,Isnin,Khamis,Ahad'.split(
    ',',
  ),
};

/** The kinds of patterns, and up to where of 1 each is taken. */
const kinds = [
  { name: 'english', upTo: 0.575 },
  { name: 'malay', upTo: 0.74 },
  { name: 'plain', upTo: 0.94 },
  { name: 'german', upTo: 1 },
] as const;

interface Vocabulary {
  readonly names: NameMaker;
  readonly vocabulary: readonly string[];
  readonly lists: WordLists;
}

/** Writes sentences after our own patterns. */
export class TextGenerator {
  readonly #random: SeededRandom;
  readonly #names: NameMaker;
  readonly #vocabulary: readonly string[];
  readonly #lists: WordLists;
  readonly #patterns: readonly (readonly string[])[];

  constructor(random: SeededRandom, { names, vocabulary, lists }: Vocabulary) {
    this.#random = random;
    this.#names = names;
    this.#vocabulary = vocabulary;
    this.#lists = lists;
    this.#patterns = kinds.map(({ name }) => readPatterns(name));
  }

  sentence(): LabelledText {
    const random = this.#random;
    const kind = random.next();
    const patterns = this.#patterns[kinds.findIndex(({ upTo }) => kind < upTo)] ?? [];
    const builder = new TextBuilder();
    for (const piece of random.pick(patterns).split(/(\{\w+\})/)) this.#fill(piece, builder);
    return this.#inSomeCase(builder.finish());
  }

  /** Some people write in capitals, some without. */
  #inSomeCase({ text, spans }: LabelledText): LabelledText {
    const written = this.#random.next();
    const changed =
      written < 0.05 ? text.toUpperCase() : written < 0.11 ? text.toLowerCase() : text;
    return changed.length === text.length ? { text: changed, spans } : { text, spans };
  }

  #fill(piece: string, builder: TextBuilder): void {
    const slot = /^\{(\w+)\}$/.exec(piece)?.[1];
    if (slot) builder.add(this.#fillNamed(slot), nameSlots[slot]);
    else builder.add(piece.replaceAll('\\n', '\n'));
  }

  /** Forms are filled in with names in capitals. */
  #fillNamed(slot: string): string {
    const filled = this.#fillSlot(slot);
    return slot === 'person' && this.#random.chance(0.06) ? filled.toUpperCase() : filled;
  }

  #fillSlot(slot: string): string {
    if (slot === 'first') return this.#names.first();
    if (slot === 'last') return this.#names.last();
    const type = nameSlots[slot];
    if (type) return this.#names.name(type);
    const list = choices[slot];
    return list ? this.#random.pick(list) : this.#fillPlain(slot);
  }

  #fillPlain(slot: string): string {
    const random = this.#random;
    switch (slot) {
      case 'address':
        return this.#names.address();
      case 'number':
        return String(random.below(10 ** (1 + random.below(6))));
      case 'date':
        return `${1 + random.below(28)} ${this.#fillSlot('month')} ${1950 + random.below(75)}`;
      case 'phone':
        return `+${random.below(90)} ${random.below(999)} ${random.below(9999)}`;
      case 'handle':
        return `${this.#names.first()}${random.below(99)}`.toLowerCase();
      case 'email':
        return `${this.#names.first()}.${this.#names.last()}@${this.#word('word')}.com`.toLowerCase();
      case 'Nomen':
        return this.#germanNoun();
      default:
        return this.#word(slot);
    }
  }

  #germanNoun(): string {
    const { germanNouns, germanCompounds, germanEndings } = this.#lists;
    if (this.#random.chance(0.5)) return this.#random.pick(germanNouns);
    return this.#random.pick(germanCompounds) + this.#random.pick(germanEndings);
  }

  /** A word written as the slot is. */
  #word(slot: string): string {
    const word = this.#random.pick(this.#vocabulary);
    if (slot === 'WORD') return word.toUpperCase();
    return slot === 'Word' ? word.charAt(0).toUpperCase() + word.slice(1) : word;
  }
}

function readPatterns(name: string): readonly string[] {
  const text = readFileSync(new URL(`patterns-${name}.txt`, import.meta.url), 'utf8');
  return text.trim().split('\n');
}
