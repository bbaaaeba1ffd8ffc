import { characterClass, classOf } from './character-class.ts';
import type {
  AnchorDetector,
  CodeDetector,
  Detector,
  NumberDetector,
  Pack,
  PictureDetector,
  PrefixDetector,
  TokenDetector,
  Weighing,
  WordDetector,
} from './detector.ts';
import type { NameTagger } from './name-tagger.ts';
import { expandPicture, hashPicture } from './picture.ts';
import { hashWord, type WordSet, wordSet } from './word-set.ts';

export interface ScanSettings {
  readonly packs: readonly Pack[];
  /** What recognises names; without it no names are reported. */
  readonly nameTagger?: NameTagger;
  /** Matches below are not reported. */
  readonly scoreMin?: number;
}

/** A weighing with its words looked up. */
export interface Weights {
  readonly score: number;
  readonly scoreInContext: number;
  readonly context: WordSet;
  readonly against: WordSet;
}

export interface Weighed<Of> {
  readonly detector: Of;
  readonly weights: Weights;
}

/** A detector of codes, with the picture that its hash stands for. */
export interface PicturedCode extends Weighed<CodeDetector> {
  readonly picture: string;
}

/** A detector that looks further by itself, with its number in the plan. */
export interface Probed<Of> {
  readonly detector: Of;
  readonly slot: number;
}

/** Which detectors to ask where: what settings come to, made once and used for every text. */
export interface ScanPlan {
  /** Classes of code units, those included that some detector anchors at. */
  readonly classes: Uint8Array;
  /** Whether a picture's hash may be in `codes` or `pictures`, by its low bits. */
  readonly pictureFilter: Uint8Array;
  readonly codes: ReadonlyMap<number, readonly PicturedCode[]>;
  /** Whether the last groups of a picture of `codes` may have a hash, by its low bits. */
  readonly endingFilter: Uint8Array;
  readonly pictures: ReadonlyMap<number, readonly Probed<PictureDetector>[]>;
  /** By number of digits; the longest are the last. */
  readonly numbers: readonly (readonly Weighed<NumberDetector>[] | undefined)[];
  /** The smallest group that any of `numbers` may be written in. */
  readonly groupMin: number;
  /** By length. */
  readonly tokens: readonly (readonly Weighed<TokenDetector>[] | undefined)[];
  readonly anchors: ReadonlyMap<number, readonly Probed<AnchorDetector>[]>;
  /** By the first two code units. */
  readonly prefixes: ReadonlyMap<number, readonly Probed<PrefixDetector>[]>;
  readonly prefixFilter: Uint8Array;
  readonly words: ReadonlyMap<number, readonly Probed<WordDetector>[]>;
  readonly wordFilter: Uint8Array;
  /** How many detectors look further by themselves. */
  readonly slots: number;
  readonly nameTagger: NameTagger | undefined;
  readonly scoreMin: number;
}

export const filterMask = 0x3fff;

/** @throws RangeError when a detector's picture is malformed or two detectors share an id. */
export function compilePlan(settings: ScanSettings): ScanPlan {
  const detectors = settings.packs.flatMap((pack) => pack.detectors);
  assertUniqueIds(detectors);
  const of = <Kind extends Detector['kind']>(kind: Kind) =>
    detectors.filter((one): one is Extract<Detector, { kind: Kind }> => one.kind === kind);
  const slots = new Map(detectors.map((detector, slot) => [detector.id, slot] as const));
  const probed = <Of extends Detector>(one: Of) => ({
    detector: one,
    slot: slots.get(one.id) ?? 0,
  });
  const codes = codeIndex(of('code'));
  const pictures = indexed(of('picture'), (one) => one.pictures.flatMap(pictureHashes));
  const anchors = indexed(of('anchor'), (one) => [one.anchor.charCodeAt(0)]);
  const prefixes = indexed(of('prefix'), (one) =>
    one.prefixes.map((prefix) => prefixKey(prefix, 0)),
  );
  const words = indexed(of('word'), (one) => one.words.map(hashWord));
  return {
    classes: classesWith([...anchors.keys()]),
    pictureFilter: filterOf([...codes.keys(), ...pictures.keys()]),
    codes,
    endingFilter: filterOf([...codes.values()].flat().flatMap(({ picture }) => endings(picture))),
    pictures: mapValues(pictures, probed),
    numbers: ranged(of('number'), (one) => [one.digitsMin, one.digitsMax]).map(weighAll),
    groupMin: Math.min(...of('number').map((one) => one.groupMin)),
    tokens: ranged(of('token'), (one) => [one.lengthMin, one.lengthMax]).map(weighAll),
    anchors: mapValues(anchors, probed),
    prefixes: mapValues(prefixes, probed),
    prefixFilter: filterOf([...prefixes.keys()]),
    words: mapValues(words, probed),
    wordFilter: filterOf([...words.keys()]),
    slots: detectors.length,
    nameTagger: settings.nameTagger,
    scoreMin: settings.scoreMin ?? 0.5,
  };
}

/** What prefixes are looked up by: two code units of a text. */
export function prefixKey(text: string, at: number): number {
  return (text.charCodeAt(at) & 0x7f) | ((text.charCodeAt(at + 1) & 0x7f) << 7);
}

function pictureHashes(picture: string): readonly number[] {
  return expandPicture(picture).map(hashPicture);
}

/** Hashes of the last groups of a picture, without the first, the first two and so on. */
function endings(picture: string): readonly number[] {
  const separators = [...picture.matchAll(/[ ./-]/g)];
  return separators.map(({ index }) => hashPicture(picture.slice(index + 1)));
}

function assertUniqueIds(detectors: readonly Detector[]): void {
  const seen = new Set<string>();
  for (const { id } of detectors) {
    if (seen.has(id)) throw new RangeError(`Two detectors are called ${id}`);
    seen.add(id);
  }
}

function indexed<Of>(
  detectors: readonly Of[],
  keysOf: (detector: Of) => readonly number[],
): Map<number, Of[]> {
  const index = new Map<number, Of[]>();
  for (const detector of detectors) {
    for (const key of new Set(keysOf(detector))) {
      const list = index.get(key);
      if (list) list.push(detector);
      else index.set(key, [detector]);
    }
  }
  return index;
}

function ranged<Of>(
  detectors: readonly Of[],
  rangeOf: (detector: Of) => readonly [number, number],
): (readonly Of[] | undefined)[] {
  const index: Of[][] = [];
  for (const detector of detectors) {
    const [first, last] = rangeOf(detector);
    for (let at = first; at <= last; at += 1) {
      const list = index[at];
      if (list) list.push(detector);
      else index[at] = [detector];
    }
  }
  return Array.from({ length: index.length }, (_, at) => index[at]);
}

function weighed<Of extends Weighing>(detector: Of): Weighed<Of> {
  const { score, scoreInContext, context, against } = detector;
  const weights = {
    score,
    scoreInContext,
    context: wordSet(context),
    against: wordSet(against ?? []),
  };
  return { detector, weights };
}

function weighAll<Of extends Weighing>(
  detectors: readonly Of[] | undefined,
): readonly Weighed<Of>[] | undefined {
  return detectors?.map(weighed);
}

function mapValues<Of, To>(index: ReadonlyMap<number, readonly Of[]>, to: (one: Of) => To) {
  return new Map([...index].map(([key, list]) => [key, list.map(to)] as const));
}

/** By the hash of a picture. Another picture may have the same hash, so that the picture is kept too. */
function codeIndex(detectors: readonly CodeDetector[]): Map<number, PicturedCode[]> {
  const index = new Map<number, PicturedCode[]>();
  for (const { detector, weights } of detectors.map(weighed)) {
    for (const picture of new Set(detector.pictures.flatMap(expandPicture))) {
      const hash = hashPicture(picture);
      index.set(hash, [...(index.get(hash) ?? []), { detector, weights, picture }]);
    }
  }
  return index;
}

function filterOf(keys: readonly number[]): Uint8Array {
  const filter = new Uint8Array(filterMask + 1);
  for (const key of keys) filter[key & filterMask] = 1;
  return filter;
}

function classesWith(anchors: readonly number[]): Uint8Array {
  const classes = classOf.slice();
  for (const unit of anchors) classes[unit] = characterClass.anchor;
  return classes;
}
