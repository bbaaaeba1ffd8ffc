import { isLetterUnit, isWordUnit } from '../../scan/character-class.ts';
import type { Around, Hit, PhonePlan, PictureDetector } from '../../scan/detector.ts';
import type { Place } from '../../scan/places.ts';
import { unitAt } from '../../scan/unit-at.ts';
import { wordSet } from '../../scan/word-set.ts';
import { isOtherNumber } from './other-numbers.ts';
import { fitPhone, type PhoneFit, type PhoneForms, phoneForms } from './phone-plans.ts';
import { leaveOutLastGroup, type PhoneRun, readPhoneRun } from './phone-run.ts';
import { numberedThings, phoneWords } from './phone-words.ts';

const speaksFor = wordSet(phoneWords);
const speaksAgainst = wordSet(numberedThings);

const digitsMin = 6;
/** A number that is this certain is not made more so by leaving out its end. */
const scoreMax = 0.95;
/** By how much a shorter number has to be likelier than a longer one. */
const clearly = 0.1;

// Behind no number that it goes on from; the whole number written together, or a group with another one not far behind it.
const phoneStarts: readonly Place[] = [
  { before: [/[^\p{L}\d ./)-]/u] },
  { before: [/[ ./)-]/, /\D/] },
  { before: [/ /, /\d/], first: /0/ },
];
const phonePlaces: readonly Place[] = phoneStarts.flatMap((start): readonly Place[] => [
  { ...start, lengthMin: digitsMin },
  { ...start, after: [/[ ()./-]/, /[\d ()./-]/] },
]);

/** Telephone numbers of the given countries, and of any country where `+`, the way of writing or a word says so. */
export function phoneDetector(plans: readonly PhonePlan[]): PictureDetector {
  const forms = phoneForms(plans);
  return {
    kind: 'picture',
    id: 'core.phone',
    type: 'PHONE',
    pictures: Array.from({ length: 15 }, (_, at) => '9'.repeat(at + 1)),
    places: phonePlaces,
    probe(text, at, around) {
      const run = readPhoneRun(text, at);
      if (!run || !hasThreeDigits(run)) return undefined;
      return longestPhone(text, run, { forms, around });
    },
  };
}

interface Use {
  readonly forms: PhoneForms;
  readonly around: Around;
}

/** A number may be followed by one that is none: groups are left out from the end until the rest is a number. */
function longestPhone(text: string, run: PhoneRun, use: Use): Hit | undefined {
  let best = phoneOf(text, run, use);
  while (run.groups.length > 1 && (!best || best.score + clearly < scoreMax)) {
    if (!leaveOutLastGroup(run)) break;
    const hit = phoneOf(text, run, use);
    if (hit && (!best || hit.score > best.score + clearly)) best = hit;
  }
  return best;
}

function phoneOf(text: string, run: PhoneRun, { forms, around }: Use): Hit | undefined {
  const last = run.groups.at(-1);
  if (!last) return undefined;
  const end = extensionEnd(text, last.end);
  const hasExtension = end > last.end;
  if (!hasExtension && (isWordUnit(unitAt(text, end)) || unitAt(text, end) === 0x25))
    return undefined;
  const fit = fitPhone(run, forms);
  const form = { run, fit, hasExtension };
  const base = scoreAlone(form);
  const most = Math.max(base, scoreInContext(form));
  if (most < 0.5) return undefined;
  const context = around.near(run.start, end, speaksFor);
  if (context) return { start: run.start, end, score: most, context };
  const isOther = base > 0 && isNamedOtherwise(text, { run, end }, around);
  const score = isOther && !run.hasPlus ? base - 0.4 : base;
  return score > 0 ? { start: run.start, end, score } : undefined;
}

function isNamedOtherwise(
  text: string,
  { run, end }: { readonly run: PhoneRun; readonly end: number },
  around: Around,
): boolean {
  return endsCode(text, run) || around.near(run.start, end, speaksAgainst) !== undefined;
}

/** `INV-2024-0812`: a hyphen ties the number to letters before it. */
function endsCode(text: string, { start }: PhoneRun): boolean {
  return unitAt(text, start - 1) === 0x2d && isLetterUnit(unitAt(text, start - 2));
}

interface Form {
  readonly run: PhoneRun;
  readonly fit: PhoneFit;
  readonly hasExtension: boolean;
}

function scoreAlone(form: Form): number {
  const { run, fit } = form;
  if (fit === 'international') return run.hasPlus ? scoreMax : 0.75;
  if (fit === 'international_unknown') return 0.8;
  const score = scoreOfForm(form);
  return score > 0 && isOther(run) ? 0 : score;
}

function scoreOfForm({ run, fit, hasExtension }: Form): number {
  const isGrouped = run.groups.length > 1;
  if (fit === 'trunk') return isGrouped || run.digitCount >= 10 ? 0.75 : 0.4;
  if (hasExtension || run.hasArea || isNorthAmerican(run)) return 0.7;
  if (fit === 'none') return 0;
  return isGrouped && isEvenlyWritten(run) && run.digitCount >= 8 ? 0.55 : 0.3;
}

function scoreInContext({ run, fit }: Form): number {
  if (fit !== 'none') return 0.92;
  const isLong = run.digitCount >= 7 || run.groups.length > 1;
  return isLong && !isOther(run) ? 0.75 : 0;
}

/** 3-3-4 with one and the same separator. */
function isNorthAmerican({ groups }: PhoneRun): boolean {
  const [area, exchange, line] = groups;
  if (groups.length !== 3 || !area || !exchange || !line) return false;
  const isShape = area.length === 3 && exchange.length === 3 && line.length === 4;
  return isShape && exchange.separator === line.separator;
}

function isEvenlyWritten({ groups }: PhoneRun): boolean {
  return groups.every(({ length }) => length >= 2) && groups.length <= 5;
}

function isOther(run: PhoneRun): boolean {
  return isOtherNumber(run) || !hasThreeDigits(run);
}

/** Whether three different digits occur: fewer fill gaps in forms. */
function hasThreeDigits({ groups }: PhoneRun): boolean {
  const kinds = groups.at(-1)?.kinds ?? 0;
  const withoutLowest = kinds & (kinds - 1);
  return (withoutLowest & (withoutLowest - 1)) !== 0;
}

const extension = /,?\s?(?:x|ext\.?|extension|#)\s?\d{1,6}(?!\w)/iy;

function extensionEnd(text: string, end: number): number {
  const next = unitAt(text, end);
  const isSpaced = next === 0x2c || next === 0x20;
  const first = isSpaced ? unitAt(text, end + 1) | 0x20 : next | 0x20;
  const mayFollow = first === 0x78 || first === 0x65 || first === 0x23 || first === 0x20;
  if (!mayFollow) return end;
  extension.lastIndex = end;
  return extension.test(text) ? extension.lastIndex : end;
}
