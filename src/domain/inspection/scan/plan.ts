import { characterClass, classOf } from './character-class.ts';
import { Claims } from './claim.ts';
import type {
  CodeDetector,
  Detector,
  NumberDetector,
  Pack,
  PictureDetector,
  Probe,
} from './detector.ts';
import type { NameTagger } from './name-tagger.ts';
import { type Panel, type PanelOf, panelMaker } from './panel.ts';
import { expandPicture, hashPicture, pictureLengthMax } from './picture.ts';
import { type Place, Places } from './places.ts';
import { TimeLimit } from './time-limit.ts';
import { unitAt } from './unit-at.ts';
import { hashWord } from './word-set.ts';

export interface ScanSettings {
  readonly packs: readonly Pack[];
  /** What recognises names; without it no names are reported. */
  readonly nameTagger?: NameTagger;
  /** Matches below are not reported. */
  readonly scoreMin?: number;
}

/** Whom to ask about a picture. Another picture may have the same hash, so that the picture is kept too. */
interface Pictured {
  readonly picture: string;
  readonly panel: Panel;
}

/** A detector that looks further by itself, with its number in the plan. */
export interface Probed {
  readonly claims: Claims;
  readonly slot: number;
  readonly probe: Probe;
  /** Bits of the places where it is asked, of `ScanPlan.places`; none where that is not asked. */
  readonly places: number;
}

/** Whom to ask where a prefix begins. Prefixes that begin alike differ at their ends. */
interface Prefixed {
  readonly prefix: string;
  readonly lastUnit: number;
  readonly detector: Probed;
}

type Probing = Extract<Detector, { probe: unknown }>;

/** Which detectors to ask where: what settings come to, made once and used for every text. */
export interface ScanPlan {
  /** Classes of code units, those included that some detector anchors at. */
  readonly classes: Uint8Array;
  /** Whether a picture's hash may be in `pictures`, or in `codes`, by its low bits. */
  readonly pictureFilter: Uint8Array;
  readonly codeFilter: Uint8Array;
  readonly codes: ReadonlyMap<number, readonly Pictured[]>;
  /** Whether the last groups of a picture of `codes` may have a hash, by its low bits. */
  readonly endingFilter: Uint8Array;
  readonly pictures: ReadonlyMap<number, readonly Probed[]>;
  /** Where detectors of `pictures` are asked. */
  readonly places: Places;
  /** By number of digits and by the smallest group; the longest are the last. */
  readonly numbers: readonly (readonly (Panel | undefined)[] | undefined)[];
  /** How many digits a number may have at most whose smallest group has so many. */
  readonly numberReach: Uint8Array;
  /** By length. */
  readonly tokens: readonly (Panel | undefined)[];
  /** By code unit. */
  readonly anchors: readonly (readonly Probed[] | undefined)[];
  /** By the first two code units. */
  readonly prefixes: ReadonlyMap<number, readonly Prefixed[]>;
  readonly prefixFilter: Uint8Array;
  readonly words: ReadonlyMap<number, readonly Probed[]>;
  readonly wordFilter: Uint8Array;
  /** By slot, for one text at a time to write to: to make it anew takes longer than most texts. */
  readonly hitEnds: Int32Array;
  readonly nameTagger: NameTagger | undefined;
  readonly scoreMin: number;
  readonly limit: TimeLimit;
}

export const filterMask = 0x3fff;

/** @throws RangeError when a detector's picture is malformed or two detectors share an id. */
export function compilePlan(settings: ScanSettings): ScanPlan {
  const detectors = settings.packs.flatMap((pack) => pack.detectors);
  assertUniqueIds(detectors);
  const of = <Kind extends Detector['kind']>(kind: Kind) =>
    detectors.filter((one): one is Extract<Detector, { kind: Kind }> => one.kind === kind);
  const scoreMin = settings.scoreMin ?? 0.5;
  const panelOf = panelMaker(scoreMin);
  const slots = slotsOf(detectors);
  const { places, bitsOfPlaces } = placesOf(of('picture'));
  const probed = (one: Probing): Probed => ({
    claims: new Claims(one.id, one.type),
    slot: slots.get(groupOf(one)) ?? 0,
    probe: one.probe,
    places: bitsOfPlaces.get(one.id) ?? 0,
  });
  const codes = codeIndex(of('code'), panelOf);
  const pictures = indexed(of('picture'), (one) => one.pictures.flatMap(pictureHashes));
  const anchors = indexed(of('anchor'), (one) => [unitAt(one.anchor, 0)]);
  const prefixed = of('prefix').flatMap((one) => {
    const detector = probed(one);
    return one.prefixes.map((prefix): Prefixed => {
      return { prefix, lastUnit: unitAt(prefix, prefix.length - 1), detector };
    });
  });
  const prefixes = indexed(prefixed, ({ prefix }) => [prefixKey(prefix, 0)]);
  const words = indexed(of('word'), (one) => one.words.map(hashWord));
  const numbers = ranged(of('number'), (one) => [one.digitsMin, one.digitsMax]);
  const tokens = ranged(of('token'), (one) => [one.lengthMin, one.lengthMax]);
  return {
    classes: classesWith([...anchors.keys()]),
    pictureFilter: filterOf([...pictures.keys()]),
    codeFilter: filterOf([...codes.keys()]),
    codes,
    endingFilter: filterOf([...codes.values()].flat().flatMap(({ picture }) => endings(picture))),
    pictures: mapValues(pictures, probed),
    places,
    numbers: numbers.map((list, digits) => list && byGroup(list, digits, panelOf)),
    numberReach: reachOf(of('number')),
    tokens: tokens.map((list) => list && panelOf(list)),
    anchors: Array.from({ length: Math.max(...anchors.keys()) + 1 }, (_, unit) =>
      anchors.get(unit)?.map(probed),
    ),
    prefixes,
    prefixFilter: filterOf([...prefixes.keys()]),
    words: mapValues(words, probed),
    wordFilter: filterOf([...words.keys()]),
    hitEnds: new Int32Array(slots.size),
    nameTagger: settings.nameTagger,
    scoreMin,
    limit: new TimeLimit(),
  };
}

/** What prefixes are looked up by: two code units of a text. */
export function prefixKey(text: string, at: number): number {
  return (unitAt(text, at) & 0x7f) | ((unitAt(text, at + 1) & 0x7f) << 7);
}

function placesOf(detectors: readonly PictureDetector[]) {
  const places: Place[] = [];
  const bitsOfPlaces = new Map<string, number>();
  for (const { id, places: own = [{}] } of detectors) {
    bitsOfPlaces.set(id, (2 ** own.length - 1) << places.length);
    places.push(...own);
  }
  return { places: new Places(places), bitsOfPlaces };
}

/** By group. */
function slotsOf(detectors: readonly Detector[]): ReadonlyMap<string, number> {
  const slots = new Map<string, number>();
  for (const one of detectors) {
    if ('probe' in one && !slots.has(groupOf(one))) slots.set(groupOf(one), slots.size);
  }
  return slots;
}

function groupOf({ group, id }: Probing): string {
  return group ?? id;
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

/** By the smallest group that a number of so many digits is written in, up to all of them together. */
function byGroup(
  detectors: readonly NumberDetector[],
  digits: number,
  panelOf: PanelOf,
): (Panel | undefined)[] {
  return Array.from({ length: digits + 1 }, (_, smallest) => {
    const asked = detectors.filter((one) => smallest === digits || smallest >= one.groupMin);
    return asked.length === 0 ? undefined : panelOf(asked);
  });
}

function reachOf(detectors: readonly NumberDetector[]): Uint8Array {
  return Uint8Array.from({ length: pictureLengthMax + 1 }, (_, smallest) =>
    Math.max(0, ...detectors.filter((one) => one.groupMin <= smallest).map((one) => one.digitsMax)),
  );
}

function mapValues<Of, To>(index: ReadonlyMap<number, readonly Of[]>, to: (one: Of) => To) {
  return new Map([...index].map(([key, list]) => [key, list.map(to)] as const));
}

/** By the hash of a picture. */
function codeIndex(
  detectors: readonly CodeDetector[],
  panelOf: PanelOf,
): ReadonlyMap<number, readonly Pictured[]> {
  const byPicture = new Map<string, CodeDetector[]>();
  for (const detector of detectors) {
    for (const picture of new Set(detector.pictures.flatMap(expandPicture))) {
      byPicture.set(picture, [...(byPicture.get(picture) ?? []), detector]);
    }
  }
  const pictured = [...byPicture].map(([picture, list]) => ({ picture, panel: panelOf(list) }));
  return indexed(pictured, ({ picture }) => [hashPicture(picture)]);
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
