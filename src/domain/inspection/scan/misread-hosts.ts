import { isDigitUnit, isLetterUnit } from './character-class.ts';
import { unitAt } from './unit-at.ts';

const labels =
  'com org net edu gov mil info biz app dev co io me id sg my in us uk au nz de at ch fr es it nl be pl se no dk fi pt ph th vn jp kr';
/** Letters, each before the digit that it is taken for. */
const digitsOfLetters = 'o0 i1 l1 z2 s5 g6 b8';
const digitOf = new Map(digitsOfLetters.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)]));
/** Top-level domains by what is left of them when all letters that may be are taken for digits. */
const labelOf = new Map(labels.split(' ').map((label) => [misread(label), label]));
const lengthMax = 4;
const hostMax = 255;
/** A text with more addresses, or with more that were misread, is made to take long. */
const addressesMax = 8_000;
const labelsMax = 500;

/** A top-level domain of which letters were taken for digits, `c0m`, and what it is. */
export interface MisreadLabel {
  readonly start: number;
  readonly label: string;
}

/** The ones that end an address behind `@`, in order. */
export function misreadHosts(text: string): readonly MisreadLabel[] {
  const found: MisreadLabel[] = [];
  let seen = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    seen += 1;
    if (seen > addressesMax || found.length === labelsMax) break;
    const host = text.slice(at + 1, hostEnd(text, at + 1));
    const dot = host.lastIndexOf('.');
    const label = dot > 0 ? labelFor(host.slice(dot + 1)) : undefined;
    if (label !== undefined) found.push({ start: at + 1 + dot + 1, label });
  }
  return found;
}

function hostEnd(text: string, start: number): number {
  const last = Math.min(text.length, start + hostMax);
  let end = start;
  while (end < last && isOfHost(unitAt(text, end))) end += 1;
  while (end > start && !isOfLabel(unitAt(text, end - 1))) end -= 1;
  return end;
}

function labelFor(written: string): string | undefined {
  if (written.length < 2 || written.length > lengthMax) return undefined;
  const hasBoth = /[a-z]/i.test(written) && /\d/.test(written);
  return hasBoth ? labelOf.get(misread(written)) : undefined;
}

function misread(label: string): string {
  return Array.from(label.toLowerCase(), (letter) => digitOf.get(letter) ?? letter).join('');
}

function isOfHost(unit: number): boolean {
  return isOfLabel(unit) || unit === 0x2e || unit === 0x2d;
}

function isOfLabel(unit: number): boolean {
  return isLetterUnit(unit) || isDigitUnit(unit);
}
