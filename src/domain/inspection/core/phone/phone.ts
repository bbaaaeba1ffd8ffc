import { isWordUnit } from '../../scan/character-class.ts';
import type { Around, Hit, PhonePlan, PictureDetector } from '../../scan/detector.ts';
import { wordSet } from '../../scan/word-set.ts';
import { fitPhone, type PhoneFit, type PhoneForms, phoneForms } from './phone-plans.ts';
import { type PhoneRun, readPhoneRun } from './phone-run.ts';
import { numberedThings, phoneWords } from './phone-words.ts';

const speaksFor = wordSet(phoneWords);
const speaksAgainst = wordSet(numberedThings);

const digitsMin = 6;

/** Telephone numbers of the given countries, and of any country where `+`, the way of writing or a word says so. */
export function phoneDetector(plans: readonly PhonePlan[]): PictureDetector {
  const forms = phoneForms(plans);
  return {
    kind: 'picture',
    id: 'core.phone',
    type: 'PHONE',
    pictures: Array.from({ length: 15 }, (_, at) => '9'.repeat(at + 1)),
    probe(text, at, around) {
      const run = readPhoneRun(text, at);
      if (!run || run.digits.length < digitsMin || !hasThreeDigits(run.digits)) return undefined;
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
  let best: Hit | undefined;
  let digits = run.digits;
  for (let count = run.groups.length; count > 0 && digits.length >= digitsMin; count -= 1) {
    const hit = phoneOf(text, { ...run, digits, groups: run.groups.slice(0, count) }, use);
    if (hit && (!best || hit.score > best.score + 0.1)) best = hit;
    digits = digits.slice(0, digits.length - (run.groups[count - 1]?.length ?? 0));
  }
  return best;
}

function phoneOf(text: string, run: PhoneRun, { forms, around }: Use): Hit | undefined {
  const last = run.groups.at(-1);
  if (!last) return undefined;
  const end = extensionEnd(text, last.end);
  const hasExtension = end > last.end;
  if (!hasExtension && (isWordUnit(text.charCodeAt(end)) || text.charAt(end) === '%'))
    return undefined;
  const fit = fitPhone(run.digits, run.hasPlus, forms);
  const form = { run, fit, hasExtension };
  const base = scoreAlone(form);
  const most = Math.max(base, scoreInContext(form));
  if (most < 0.5) return undefined;
  const context = around.near(run.start, end, speaksFor);
  const against = run.hasPlus ? undefined : around.near(run.start, end, speaksAgainst);
  const score = context ? most : against ? base - 0.4 : base;
  return score > 0 ? { start: run.start, end, score, context } : undefined;
}

interface Form {
  readonly run: PhoneRun;
  readonly fit: PhoneFit;
  readonly hasExtension: boolean;
}

function scoreAlone(form: Form): number {
  const { run, fit } = form;
  if (fit === 'international') return run.hasPlus ? 0.95 : 0.75;
  if (fit === 'international_unknown') return 0.8;
  return isOtherThing(run) ? 0 : scoreOfForm(form);
}

function scoreOfForm({ run, fit, hasExtension }: Form): number {
  const isGrouped = run.groups.length > 1;
  if (fit === 'trunk') return isGrouped || run.digits.length >= 10 ? 0.75 : 0.4;
  if (hasExtension || run.hasArea || isNorthAmerican(run)) return 0.7;
  if (fit === 'none') return 0;
  return isGrouped && isEvenlyWritten(run) && run.digits.length >= 8 ? 0.55 : 0.3;
}

function scoreInContext({ run, fit }: Form): number {
  if (fit !== 'none') return 0.92;
  if (isOtherThing(run)) return 0;
  return run.digits.length >= 7 || run.groups.length > 1 ? 0.75 : 0;
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

const otherShape =
  /^(?:[34]-2-[24]|[12][-/.][12][-/.][24]|\d+\.\d+|\d+\/\d+|[1-3](?:\.3)+|[1-3](?:\.[1-3]){3})$/;

/** Years, decimals, thousands, dotted quads, social security numbers, book numbers. */
function isOtherThing({ digits, groups }: PhoneRun): boolean {
  if (digits.length === 13 && digits.startsWith('978')) return true;
  if (groups.length > 1 && groups.length < 5) {
    const shape = groups.map(({ separator, length }) => `${separator}${length}`).join('');
    if (otherShape.test(shape)) return true;
    if (shape === '4-4') return isYear(digits.slice(0, 4)) && isYear(digits.slice(4));
  }
  return !hasThreeDigits(digits);
}

/** Whether three different digits occur: fewer fill gaps in forms. */
function hasThreeDigits(digits: string): boolean {
  let seen = 0;
  for (let at = 0; at < digits.length; at += 1) seen |= 1 << (digits.charCodeAt(at) - 48);
  const withoutLowest = seen & (seen - 1);
  return (withoutLowest & (withoutLowest - 1)) !== 0;
}

function isYear(digits: string): boolean {
  return digits.startsWith('19') || digits.startsWith('20');
}

const extension = /^,?\s?(?:x|ext\.?|extension|#)\s?\d{1,6}(?!\w)/i;

function extensionEnd(text: string, end: number): number {
  const found = extension.exec(text.slice(end, end + 20));
  return found ? end + found[0].length : end;
}
