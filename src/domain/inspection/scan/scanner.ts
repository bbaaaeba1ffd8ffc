import type { Match } from '../match.ts';
import { afterEscape, characterClass, isCurrencySign, isDigitUnit } from './character-class.ts';
import type { Code, Detector, Hit, PrefixDetector } from './detector.ts';
import { looksLike, pictureStep } from './picture.ts';
import { filterMask, type Probed, prefixKey, type ScanPlan, type Weighed } from './plan.ts';
import { Surroundings } from './surroundings.ts';
import { TokenTrail } from './token-trail.ts';
import { weigh } from './weigh.ts';
import { emptyHash, hashStep } from './word-set.ts';

type Probing = Extract<Detector, { probe: unknown }>;
type Accepting = Exclude<Detector, { probe: unknown }>;

interface Token {
  start: number;
  end: number;
  digits: number;
  letters: number;
  picture: number;
  word: number;
}

/** One pass over one text. Everything it finds is reported, overlaps included. */
export class Scanner {
  readonly found: Match[] = [];
  readonly #text: string;
  readonly #plan: ScanPlan;
  readonly #trail = new TokenTrail();
  readonly #around: Surroundings;
  readonly #token: Token = { start: 0, end: 0, digits: 0, letters: 0, picture: 0, word: 0 };
  /** Where the last hit of each probing detector ended: it is not asked again inside its own hit. */
  readonly #hitEnds: Int32Array;

  constructor(text: string, plan: ScanPlan) {
    this.#text = text;
    this.#plan = plan;
    this.#around = new Surroundings(text);
    this.#hitEnds = new Int32Array(plan.slots);
  }

  run(): readonly Match[] {
    const text = this.#text;
    const classes = this.#plan.classes;
    let at = 0;
    while (at < text.length) {
      const unitClass = classes[text.charCodeAt(at)];
      if (unitClass === characterClass.other) at += 1;
      else if (unitClass === characterClass.anchor) {
        this.#probeAll(this.#plan.anchors.get(text.charCodeAt(at)), at);
        at += 1;
      } else {
        this.#readToken(afterEscape(text, at));
        this.#askAboutToken();
        at = this.#token.end;
      }
    }
    return this.found;
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
      const unit = text.charCodeAt(at);
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
      this.#askTokenDetectors();
      this.#probePictures();
      this.#askWindows();
    } else if (end - start <= 3 && this.#trail.followsDigits()) this.#askWindows();
  }

  #probePrefixes(start: number): void {
    const key = prefixKey(this.#text, start);
    if (this.#plan.prefixFilter[key & filterMask] === 0) return;
    const detectors = this.#plan.prefixes.get(key);
    if (!detectors) return;
    for (const one of detectors) {
      if (hasPrefix(one.detector, this.#text, start)) this.#probe(one, start);
    }
  }

  #probePictures(): void {
    const { picture, start } = this.#token;
    if (this.#plan.pictureFilter[picture & filterMask] === 0) return;
    this.#probeAll(this.#plan.pictures.get(picture), start);
  }

  #askTokenDetectors(): void {
    const { start, end, digits, letters } = this.#token;
    if (digits + letters !== end - start) return;
    const detectors = this.#plan.tokens[end - start];
    if (detectors) this.#askAll(detectors, { start, end });
  }

  #askWindows(): void {
    const trail = this.#trail;
    const { pictureFilter, groupMin } = this.#plan;
    let isOpen = trail.openWindow();
    while (isOpen) {
      if (pictureFilter[trail.windowHash & filterMask] === 1) this.#askCodes();
      const digits = trail.isNumber(groupMin) ? trail.numberDigits : 0;
      if (digits > 0) this.#askNumbers(digits);
      isOpen = this.#mayGrow(digits) && trail.widenWindow();
    }
  }

  /** Whether the window could be the end of anything that is looked for. */
  #mayGrow(digits: number): boolean {
    const { endingFilter, numbers } = this.#plan;
    const isPart = digits > 0 && digits < numbers.length;
    return isPart || endingFilter[this.#trail.windowHash & filterMask] === 1;
  }

  #askCodes(): void {
    const codes = this.#plan.codes.get(this.#trail.windowHash);
    if (!codes || !this.#standsAlone()) return;
    const code = this.#windowCode();
    // A long run may share its hash with a picture; what detectors accept has the shape they said.
    for (const one of codes) {
      const isShape = one.picture.length === code.end - code.start;
      if (isShape && looksLike(this.#text, code.start, one.picture)) this.#ask(one, code);
    }
  }

  #askNumbers(digits: number): void {
    const numbers = this.#plan.numbers[digits];
    if (!numbers || !this.#standsAlone()) return;
    const code = this.#windowCode();
    for (const one of numbers) {
      if (this.#trail.isNumber(one.detector.groupMin)) this.#ask(one, code);
    }
  }

  #windowCode(): Code {
    const { windowStart: start, windowEnd: end } = this.#trail;
    return new WrittenCode(this.#text, { start, end });
  }

  /** False for a window inside longer numbers, decimals, UUIDs and amounts of money. */
  #standsAlone(): boolean {
    if (this.#trail.isTiedToDigits) return false;
    const text = this.#text;
    const end = this.#trail.windowEnd;
    const after = text.charCodeAt(end);
    const ties = after === 0x2d || after === 0x2e;
    if (ties && isDigitUnit(text.charCodeAt(end + 1))) return false;
    const before = this.#trail.windowStart - 1;
    return !isCurrencySign(text.charCodeAt(text.charCodeAt(before) === 0x20 ? before - 1 : before));
  }

  #askAll(
    detectors: readonly Weighed<Accepting>[],
    place: { readonly start: number; readonly end: number },
  ): void {
    const code = new WrittenCode(this.#text, place);
    for (const one of detectors) this.#ask(one, code);
  }

  #ask({ detector, weights }: Weighed<Accepting>, code: Code): void {
    const { scoreMin } = this.#plan;
    // Where only a word nearby can make it count, the word is looked for first: it is the cheaper question.
    const needsWord = weights.score < scoreMin;
    if (needsWord && !this.#around.nearest(code, weights.context)) return;
    if (!detector.accepts(code)) return;
    const { score, context } = weigh(code, weights, this.#around);
    if (score < scoreMin) return;
    const { start, end } = code;
    this.#report(detector, { start, end, score, checksum: detector.checksum, context });
  }

  #probeAll(detectors: readonly Probed<Probing>[] | undefined, at: number): void {
    if (!detectors) return;
    for (const one of detectors) this.#probe(one, at);
  }

  #probe({ detector, slot }: Probed<Probing>, at: number): void {
    if (at < (this.#hitEnds[slot] ?? 0)) return;
    const hit = detector.probe(this.#text, at, this.#around);
    if (!hit) return;
    this.#hitEnds[slot] = hit.end;
    this.#report(detector, hit);
  }

  #report(detector: Detector, hit: Hit): void {
    if (hit.score < this.#plan.scoreMin) return;
    this.found.push({
      type: hit.type ?? detector.type,
      start: hit.start,
      end: hit.end,
      score: hit.score,
      detector: detector.id,
      evidence: evidenceOf(hit),
    });
  }
}

const noEvidence: Match['evidence'] = {};
const rightCheckDigit: Match['evidence'] = { checksum: true };

function evidenceOf({ checksum, context }: Hit): Match['evidence'] {
  if (context === undefined) return checksum === true ? rightCheckDigit : noEvidence;
  return checksum === true ? { checksum, context } : { context };
}

function hasPrefix(detector: PrefixDetector, text: string, at: number): boolean {
  for (const prefix of detector.prefixes) {
    if (text.startsWith(prefix, at)) return true;
  }
  return false;
}

/** Most codes are turned down by a look at the context: their texts are made when asked for. */
class WrittenCode implements Code {
  readonly start: number;
  readonly end: number;
  readonly #source: string;
  #written: string | undefined;
  #text: string | undefined;

  constructor(source: string, place: { readonly start: number; readonly end: number }) {
    this.start = place.start;
    this.end = place.end;
    this.#source = source;
  }

  get written(): string {
    this.#written ??= this.#source.slice(this.start, this.end);
    return this.#written;
  }

  get text(): string {
    this.#text ??= withoutSeparators(this.written);
    return this.#text;
  }
}

function withoutSeparators(written: string): string {
  let text = '';
  let from = 0;
  let hasLetters = false;
  for (let at = 0; at < written.length; at += 1) {
    const unit = written.charCodeAt(at);
    if (unit > 0x39) hasLetters = true;
    else if (unit < 0x30) {
      text += written.slice(from, at);
      from = at + 1;
    }
  }
  text = from === 0 ? written : text + written.slice(from);
  return hasLetters ? text.toUpperCase() : text;
}
