import { afterEscape, characterClass, isCurrencySign, isDigitUnit } from './character-class.ts';
import type { Code } from './detector.ts';
import { FoundPlaces } from './found-places.ts';
import type { Panel, Weighed } from './panel.ts';
import { looksLike, pictureStep } from './picture.ts';
import { filterMask, type Probed, prefixKey, type ScanPlan } from './plan.ts';
import { Surroundings } from './surroundings.ts';
import { TokenTrail } from './token-trail.ts';
import { unitAt } from './unit-at.ts';
import { weigh } from './weigh.ts';
import { emptyHash, hashStep } from './word-set.ts';
import { WrittenCode } from './written-code.ts';

interface Token {
  start: number;
  end: number;
  digits: number;
  letters: number;
  picture: number;
  word: number;
}

/** How much of a text is gone through without a look at the time. */
const unitsUnchecked = 65_536;

/** One pass over one text. Everything it finds is reported, overlaps included. */
export class Scanner {
  readonly #found = new FoundPlaces();
  readonly #text: string;
  readonly #plan: ScanPlan;
  readonly #trail = new TokenTrail();
  readonly #around: Surroundings;
  readonly #token: Token = { start: 0, end: 0, digits: 0, letters: 0, picture: 0, word: 0 };
  #code: Code | undefined;
  /** Where the last hit of each probing detector ended: it is not asked again inside its own hit. */
  #hitEnds: Int32Array | undefined;

  constructor(text: string, plan: ScanPlan) {
    this.#text = text;
    this.#plan = plan;
    this.#around = new Surroundings(text);
  }

  /** @throws Error when it takes longer than the plan's limit allows */
  run(): FoundPlaces {
    const { length } = this.#text;
    let at = this.#readTo(0, Math.min(length, unitsUnchecked));
    while (at < length) {
      this.#plan.limit.check();
      at = this.#readTo(at, Math.min(length, at + unitsUnchecked));
    }
    return this.#found;
  }

  /** Goes on to a place, or to the end of the token that stands there. */
  #readTo(from: number, end: number): number {
    const text = this.#text;
    const classes = this.#plan.classes;
    let at = from;
    while (at < end) {
      const unitClass = classes[unitAt(text, at)];
      if (unitClass === characterClass.other) at += 1;
      else if (unitClass === characterClass.anchor) {
        this.#probeAll(this.#plan.anchors[unitAt(text, at)], at);
        at += 1;
      } else {
        this.#readToken(afterEscape(text, at));
        this.#askAboutToken();
        at = this.#token.end;
      }
    }
    return at;
  }

  #readToken(start: number): void {
    const text = this.#text;
    const { classes } = this.#plan;
    let at = start;
    let digits = 0;
    let letters = 0;
    let picture = 0;
    let word = emptyHash;
    for (; at < text.length; at += 1) {
      const unit = unitAt(text, at);
      const unitClass = classes[unit] ?? 0;
      if (unitClass === characterClass.other || unitClass === characterClass.anchor) break;
      picture = pictureStep(picture, unitClass);
      word = hashStep(word, unit);
      digits += unitClass & 1;
      letters += (unitClass >> 1) & 1;
    }
    const token = this.#token;
    token.start = start;
    token.end = at;
    token.digits = digits;
    token.letters = letters;
    token.picture = picture;
    token.word = word;
  }

  #askAboutToken(): void {
    const { start, end, digits, word } = this.#token;
    if (end === start) return;
    this.#probePrefixes(start);
    if (digits === 0 && this.#plan.wordFilter[word & filterMask] === 1)
      this.#probeAll(this.#plan.words.get(word), start);
    this.#trail.push(this.#text, this.#token);
    if (digits > 0) {
      this.#probePictures();
      this.#askWindows();
    } else if (end - start <= 3 && this.#trail.followsDigits()) this.#askWindows();
  }

  #probePrefixes(start: number): void {
    const key = prefixKey(this.#text, start);
    if (this.#plan.prefixFilter[key & filterMask] === 0) return;
    const prefixes = this.#plan.prefixes.get(key);
    if (!prefixes) return;
    const text = this.#text;
    for (const { prefix, lastUnit, detector } of prefixes) {
      const mayStand = unitAt(text, start + prefix.length - 1) === lastUnit;
      if (mayStand && text.startsWith(prefix, start)) this.#probe(detector, start);
    }
  }

  #probePictures(): void {
    const { picture, start, end } = this.#token;
    if (this.#plan.pictureFilter[picture & filterMask] === 0) return;
    const detectors = this.#plan.pictures.get(picture);
    if (!detectors) return;
    const places = this.#plan.places.of(this.#text, start, end);
    if (places === 0) return;
    for (const one of detectors) if ((one.places & places) !== 0) this.#probe(one, start);
  }

  #askWindows(): void {
    const trail = this.#trail;
    const { codeFilter } = this.#plan;
    let isOpen = trail.openWindow();
    this.#askTokenDetectors();
    if (!this.#endsAlone()) return;
    while (isOpen) {
      if (codeFilter[trail.windowHash & filterMask] === 1) this.#askCodes();
      const digits = trail.numberDigits;
      if (digits > 0) this.#askNumbers(digits);
      isOpen = this.#mayGrow(digits) && trail.widenWindow();
    }
  }

  #askTokenDetectors(): void {
    const { start, end, digits, letters } = this.#token;
    if (digits === 0 || digits + letters !== end - start) return;
    const panel = this.#plan.tokens[end - start];
    if (panel) this.#ask(panel);
  }

  /** Whether the window could be the end of anything that is looked for. */
  #mayGrow(digits: number): boolean {
    const { endingFilter, numberReach } = this.#plan;
    const isPart = digits > 0 && digits < (numberReach[this.#trail.smallestGroup] ?? 0);
    return isPart || endingFilter[this.#trail.windowHash & filterMask] === 1;
  }

  #askCodes(): void {
    const codes = this.#plan.codes.get(this.#trail.windowHash);
    if (!codes || !this.#beginsAlone()) return;
    const length = this.#trail.windowEnd - this.#trail.windowStart;
    for (const { picture, panel } of codes) {
      if (picture.length === length) this.#ask(panel, picture);
    }
  }

  #askNumbers(digits: number): void {
    const panel = this.#plan.numbers[digits]?.[this.#trail.smallestGroup];
    if (panel && this.#beginsAlone()) this.#ask(panel);
  }

  /** False where longer numbers, decimals and UUIDs go on. */
  #endsAlone(): boolean {
    const text = this.#text;
    const end = this.#token.end;
    const after = unitAt(text, end);
    const ties = after === 0x2d || after === 0x2e;
    return !ties || !isDigitUnit(unitAt(text, end + 1));
  }

  /** False for a window inside longer numbers, decimals, UUIDs and amounts of money. */
  #beginsAlone(): boolean {
    if (this.#trail.isTiedToDigits) return false;
    const text = this.#text;
    const before = this.#trail.windowStart - 1;
    return !isCurrencySign(unitAt(text, unitAt(text, before) === 0x20 ? before - 1 : before));
  }

  /** Asks about the window, which has the hash of a picture if one is given. */
  #ask({ always, named, shares }: Panel, picture?: string): void {
    const { windowStart: start, windowEnd: end } = this.#trail;
    // Where only a word nearby can make it count, the word is looked for first: it is the cheaper question.
    const mayBeNamed = shares !== 0 && this.#around.mayBeNear(start, end, shares);
    if (!mayBeNamed && always.length === 0) return;
    const code = this.#codeAt(start, end);
    for (const one of always) this.#weigh(one, code, picture);
    if (!mayBeNamed) return;
    for (const one of named) {
      if (this.#around.nearest(code, one.weights.context)) this.#weigh(one, code, picture);
    }
  }

  /** Several panels are asked about one and the same code. */
  #codeAt(start: number, end: number): Code {
    const last = this.#code;
    if (last?.start === start && last.end === end) return last;
    const code = new WrittenCode(this.#text, start, end);
    this.#code = code;
    return code;
  }

  #weigh(one: Weighed, code: Code, picture: string | undefined): void {
    if (!one.accepts(code)) return;
    const { start, end } = code;
    // A long run may share its hash with a picture.
    if (picture !== undefined && !looksLike(this.#text, start, picture)) return;
    const { score, context } = weigh(code, one.weights, this.#around);
    if (score < this.#plan.scoreMin) return;
    this.#found.insert(start, end, one.claims.of({ score, checksum: one.checksum, context }));
  }

  #probeAll(detectors: readonly Probed[] | undefined, at: number): void {
    if (!detectors) return;
    for (const one of detectors) this.#probe(one, at);
  }

  #probe(one: Probed, at: number): void {
    if (at < (this.#hitEnds?.[one.slot] ?? 0)) return;
    const hit = one.probe(this.#text, at, this.#around);
    if (!hit) return;
    this.#hitEnds ??= this.#plan.hitEnds.fill(0);
    this.#hitEnds[one.slot] = hit.end;
    if (hit.score < this.#plan.scoreMin) return;
    this.#found.insert(hit.start, hit.end, one.claims.of(hit));
  }
}
