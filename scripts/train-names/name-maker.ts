import type { NameType } from './labelled-text.ts';
import { LetterChains } from './letter-chains.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { WordLists } from './word-lists.ts';

/** How often a name is made up instead of taken from a list, so that unknown names are learned too. */
const madeUpShare = 0.4;

const particles = [
  'van',
  'de',
  'bin',
  'binti',
  'von',
  'al',
  'da',
  'van den',
  'van der',
  'del',
  'ten',
];
const nameEnds = ['Jr.', 'Sr.', 'Jr', 'II', 'III', 'PhD', 'MD'];
const placeStarts =
  'San Saint New Bad Santa Le El Port Kota North Upper Los Villa St. Sint Great Little La'.split(
    ' ',
  );
const placeLinks = ['de', 'am', 'an der', 'upon', 'del', 'sur', 'nad', 'di', 'u', 'la', 'and'];
const streetEnds = 'Street St Road Rd Avenue Ave Lane Drive Boulevard Court Way Place'.split(' ');
const streetStarts =
  'Jalan,Jl.,Jln.,Gang,Lorong,Rue,Rue de,Rue du,Via,Calle,Avenida,Avenue,Rua,Piazza,ulica,Place,Viale,Travessa,Plaza,Rue de la,C/'.split(
    ',',
  );
const streetTails =
  'straße strasse straat gatan vej weg gasse veien vägen laan plein katu utca allee kuja'.split(
    ' ',
  );
const orgStarts =
  'PT,CV,Bank,Universitas,Yayasan,RS,Rumah Sakit,Koperasi,SMA Negeri,Kementerian,Dinas,University of,Bank of,Hotel,Polres,Partai,Perum'.split(
    ',',
  );
const orgEnds =
  'Ltd,Inc,Inc.,LLC,Group,Holdings,Bank,Technologies,Consulting,Partners,University,Hospital,GmbH,Corp,& Co,Insurance,Logistics,Foundation,Berhad,Airlines,Media,School'.split(
    ',',
  );

/** Names from our own lists, and names that nobody has. */
export class NameMaker {
  readonly #random: SeededRandom;
  readonly #lists: WordLists;
  readonly #vocabulary: readonly string[];
  readonly #given: LetterChains;
  readonly #surnames: LetterChains;
  readonly #places: LetterChains;

  constructor(random: SeededRandom, lists: WordLists, vocabulary: readonly string[]) {
    this.#random = random;
    this.#lists = lists;
    this.#vocabulary = vocabulary;
    this.#given = new LetterChains(lists.given);
    this.#surnames = new LetterChains(lists.surnames);
    this.#places = new LetterChains(lists.places.flatMap((name) => name.split(' ')));
  }

  /** A name of the type, written in as many words as it pleases. */
  name(type: NameType): string {
    if (type === 'PERSON') return this.person();
    return type === 'LOCATION' ? this.place() : this.organization();
  }

  person(): string {
    const random = this.#random;
    const form = random.next();
    if (form < 0.06)
      return `${this.first()} ${random.pick([...'ABCDEFGHJKLMNPRSTW'])}. ${this.last()}`;
    if (form < 0.16) return `${this.first()} ${this.first()} ${this.last()}`;
    if (form < 0.19) return `${this.first()} ${this.last()}-${this.last()}`;
    if (form < 0.23) return `${this.first()} ${random.pick(particles)} ${this.last()}`;
    if (form < 0.25) return `${this.first()} ${this.last()} ${random.pick(nameEnds)}`;
    if (form < 0.27) return `${this.first()}-${this.first()} ${this.last()}`;
    if (form < 0.31) return `${this.last()} ${this.first()} ${this.first()}`;
    return `${this.first()} ${this.last()}`;
  }

  first(): string {
    const random = this.#random;
    return random.chance(madeUpShare) ? this.#given.word(random) : random.pick(this.#lists.given);
  }

  last(): string {
    const random = this.#random;
    return random.chance(madeUpShare)
      ? this.#surnames.word(random)
      : random.pick(this.#lists.surnames);
  }

  place(): string {
    const random = this.#random;
    const form = random.next();
    if (form < 0.25) return random.pick(this.#lists.countries);
    if (form < 0.65) return random.pick(this.#lists.places);
    const name = this.#places.word(random);
    if (form < 0.7) return `${random.pick(placeStarts)} ${name}`;
    if (form < 0.74) return `${name} ${this.#places.word(random)}`;
    return form < 0.78 ? `${name} ${random.pick(placeLinks)} ${this.#places.word(random)}` : name;
  }

  organization(): string {
    const random = this.#random;
    const form = random.next();
    const name = random.chance(0.5) ? this.last() : this.#capitalized();
    if (form < 0.45) return `${name} ${random.pick(orgEnds)}`;
    if (form < 0.75) return `${random.pick(orgStarts)} ${form < 0.6 ? name : this.place()}`;
    if (form < 0.85) return `${name}${random.pick(this.#vocabulary)}`;
    if (form < 0.93) return `${this.last()} and ${this.last()}`;
    return `${name} ${this.#capitalized()} ${random.pick(orgEnds)}`;
  }

  address(): string {
    const random = this.#random;
    const name = random.chance(0.6)
      ? this.last()
      : random.chance(0.5)
        ? this.place()
        : this.person();
    const number = 1 + random.below(900);
    const form = random.next();
    if (form < 0.35) return `${number} ${name} ${random.pick(streetEnds)}`;
    if (form < 0.5)
      return `${random.pick(streetStarts)} ${name} ${random.pick(['No. ', 'n. ', ''])}${number}`;
    if (form < 0.65) return `${name}${random.pick(streetTails)} ${number}`;
    if (form < 0.8) return `${number} ${random.pick(streetStarts)} ${name}`;
    if (form < 0.9) return `${name} ${number}`;
    return `${number} ${name} ${random.pick(streetEnds)} Suite ${number}`;
  }

  #capitalized(): string {
    const word = this.#random.pick(this.#vocabulary);
    return word.charAt(0).toUpperCase() + word.slice(1);
  }
}
