import type { EntityType, Pack as PackId } from '../entity.ts';
import type { Place } from './places.ts';
import type { UnitSet } from './unit-runs.ts';
import type { WordSet } from './word-set.ts';

/**
 * What recognises one kind of thing. All detectors are pure and take bounded time at each place they are asked about; the
 * scanner finds those places in one pass over the text. Which detectors a plan holds decides what is found, their order never.
 */
export type Detector =
  | CodeDetector
  | NumberDetector
  | TokenDetector
  | AnchorDetector
  | PictureDetector
  | PrefixDetector
  | WordDetector;

/** What every detector says of itself. */
interface Described {
  /** Unique and stable, for explanations: `us.ssn`, `secret.openai`. */
  readonly id: string;
  readonly type: EntityType;
}

/** What detectors that probe say besides. */
interface Probing extends Described {
  /** Detectors of one group are not asked inside each other's hits, as none is inside its own. */
  readonly group?: string;
  readonly probe: Probe;
}

/** How likely something that was accepted is what it looks like. Scores below 0.5 are not reported. */
interface Weighing {
  /** Score when nothing nearby speaks for it; 0 when it needs a word nearby. */
  readonly score: number;
  /** Score when a word of `context` stands beside it. */
  readonly scoreInContext: number;
  /**
   * Words or phrases of up to three words, lower case, compared whole: 6 words before and 3 after, the key or the column
   * header included. `phone number` also finds `phoneNumber` and `phone_number`.
   */
  readonly context: readonly string[];
  /** Words that speak against it, as strongly as `context` speaks for it. The nearer word wins. */
  readonly against?: readonly string[];
  /** Whether `accepts` verifies a check digit. */
  readonly checksum: boolean;
}

/** Letters and digits, with or without separators, that were seen standing alone. */
export interface Code {
  /** Upper-cased, without the separators. */
  readonly text: string;
  /** As written, homoglyphs folded, separators included. */
  readonly written: string;
  /** Values of the digits, of which there are `digitCount`: only as long as the code is asked about. */
  readonly digits: Uint8Array;
  readonly digitCount: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Something with a fixed shape. A picture shows it: `9` a digit, `A` an ASCII letter of either case, `X` one of the two, and
 * between groups one of space, `-`, `.`, `/` as it is: `999-99-9999`, `AA 99 99 99 A`. At most 8 groups and 40 characters.
 */
export interface CodeDetector extends Described, Weighing {
  readonly kind: 'code';
  readonly pictures: readonly string[];
  accepts(code: Code): boolean;
}

/** Digits of a total number, grouped in any way with one and the same separator (space, `-` or `.`). */
export interface NumberDetector extends Described, Weighing {
  readonly kind: 'number';
  readonly digitsMin: number;
  readonly digitsMax: number;
  /** Smallest group that may be written apart; a number written together always may. */
  readonly groupMin: number;
  accepts(code: Code): boolean;
}

/** A run of ASCII letters and digits of a length, holding at least one digit. */
export interface TokenDetector extends Described, Weighing {
  readonly kind: 'token';
  readonly lengthMin: number;
  readonly lengthMax: number;
  accepts(code: Code): boolean;
}

/** What a probe found. */
export interface Hit {
  readonly start: number;
  readonly end: number;
  readonly score: number;
  /** When it differs from the detector's own: a date that is a date of birth. */
  readonly type?: EntityType;
  readonly checksum?: boolean;
  readonly context?: string | undefined;
}

/** The text around a place, as detectors may ask about it. Positions are those of the text the probe was given. */
export interface Around {
  /** The word or phrase of `words` nearest to start…end, if one stands near. */
  near(start: number, end: number, words: WordSet): string | undefined;
  /** Where the next digit stands, or the next four in a row, from a place on; the end of the text when none does. */
  digitsAfter(place: number, count: 1 | 4): number;
  /** Where the next unit of a set stands, from a place on; the end of the text when none does. Every set is one that is kept. */
  nextOf(units: UnitSet, place: number): number;
}

export type Probe = (text: string, at: number, around: Around) => Hit | undefined;

/** Asked wherever one of a few characters stands: `@`, `:`, `.`, `+`, `(`, `-`. MUST look at most 2,048 characters each way. */
export interface AnchorDetector extends Probing {
  readonly kind: 'anchor';
  readonly anchor: string;
}

/** Asked where a run of letters and digits of one of the pictures stands, to look further from there: dates, phone numbers. */
export interface PictureDetector extends Probing {
  readonly kind: 'picture';
  /** Without separators. */
  readonly pictures: readonly string[];
  /** Where it is asked, when not everywhere: at any of these. */
  readonly places?: readonly Place[];
}

/** Asked where one of the prefixes begins that no letter or digit stands before. Prefixes are compared exactly. */
export interface PrefixDetector extends Probing {
  readonly kind: 'prefix';
  readonly prefixes: readonly string[];
}

/** Asked where one of the words stands (lower case here; any case in the text): `jalan`, `january`, `password`. */
export interface WordDetector extends Probing {
  readonly kind: 'word';
  readonly words: readonly string[];
}

/** Telephone numbers of a country, as data for the one phone detector. */
export interface PhonePlan {
  /** ISO 3166-1 alpha-2. */
  readonly region: string;
  /** Without `+`. */
  readonly countryCode: string;
  /** What is dialled before the national number inside the country; empty where nothing is. */
  readonly trunk: string;
  /** National significant numbers, trunk prefix not included. */
  readonly numbers: readonly {
    readonly prefixes: readonly string[];
    readonly digitsMin: number;
    readonly digitsMax: number;
  }[];
}

/** What a country, or the core, brings along. */
export interface Pack {
  readonly id: PackId;
  readonly detectors: readonly Detector[];
  readonly phones: readonly PhonePlan[];
}
