import { isDigitUnit, isWordUnit } from '../scan/character-class.ts';
import type { AnchorDetector, PictureDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';
import { wordSet } from '../scan/word-set.ts';

const versionWords = wordSet([
  ...['version', 'versions', 'versi', 'v', 'ver', 'release', 'build', 'section', 'chapter'],
  ...['clause', 'assemblyversion', 'fileversion', 'firmware', 'upgrade', 'oid', 'pasal', 'bab'],
]);

const fourOctets = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** IPv4 addresses in dotted notation. */
export const ipv4Detector: PictureDetector = {
  kind: 'picture',
  id: 'core.ipv4',
  type: 'IP_ADDRESS',
  pictures: ['9', '99', '999'],
  places: [{ before: [/[^.-]/], after: [/\./, /\d/] }],
  probe(text, at, around) {
    const before = unitAt(text, at - 1);
    if (before === 0x2e || before === 0x2d || !hasPointSoon(text, at)) return undefined;
    let end = at;
    while (end - at < 16 && isDigitOrPoint(unitAt(text, end))) end += 1;
    if (unitAt(text, end - 1) === 0x2e) end -= 1;
    if (isWordUnit(unitAt(text, end)) || !fourOctets.test(text.slice(at, end))) return undefined;
    const isVersion = around.near(at, end, versionWords) !== undefined;
    return isVersion ? undefined : { start: at, end, score: 0.9 };
  },
};

/** Whether the digits end in a point that a digit follows, as the first octet does. */
function hasPointSoon(text: string, at: number): boolean {
  let next = at + 1;
  while (next < at + 3 && isDigitUnit(unitAt(text, next))) next += 1;
  return unitAt(text, next) === 0x2e && isDigitUnit(unitAt(text, next + 1));
}

function isDigitOrPoint(unit: number): boolean {
  return unit === 0x2e || isDigitUnit(unit);
}

/** `::1`; two colons alone are mostly part of a program. */
const ipv6LengthMin = 3;

/** IPv6 addresses (RFC 4291), compressed or not. */
export const ipv6Detector: AnchorDetector = {
  kind: 'anchor',
  id: 'core.ipv6',
  type: 'IP_ADDRESS',
  anchor: ':',
  probe(text, at) {
    const start = hexStart(text, at);
    if (start < 0 || !isHexOrColon(unitAt(text, at + 1))) return undefined;
    let end = at;
    while (end - start < 40 && isHexOrColon(unitAt(text, end))) end += 1;
    if (unitAt(text, end - 1) === 0x3a && unitAt(text, end - 2) !== 0x3a) end -= 1;
    if (end - start < ipv6LengthMin || isWordUnit(unitAt(text, end))) return undefined;
    return isIpv6(text.slice(start, end)) ? { start, end, score: 0.88 } : undefined;
  },
};

/** Start of the up to four hexadecimal digits before a colon; -1 when something else stands there. */
export function hexStart(text: string, at: number): number {
  let start = at;
  while (at - start < 5 && isHex(unitAt(text, start - 1))) start -= 1;
  const before = unitAt(text, start - 1);
  const isPart = before === 0x3a || isWordUnit(before) || at - start > 4;
  return isPart ? -1 : start;
}

const localOrGlobal = /^(?:fe80|f[cd][0-9a-f]{2}|2001|2[0-9a-f]{3}|ff0[0-9a-f])::/i;

function isIpv6(written: string): boolean {
  const { groups, filled, gaps, longest, hasDigit } = countGroups(written);
  // One colon is what most words before a value have.
  if (groups < 3 || longest > 4) return false;
  if (gaps === 0) return groups === 8;
  if (gaps !== 1 || filled >= 8 || !hasDigit) return false;
  // `::` also separates names in programs: an address has more than two groups or begins as local ones do.
  return filled >= 3 || localOrGlobal.test(written);
}

/** What colons stand between, empty groups included, and how often two colons leave zeros out. */
function countGroups(written: string) {
  const seen = { groups: 1, filled: 0, gaps: 0, longest: 0, hasDigit: false };
  let length = 0;
  let colons = 0;
  for (let at = 0; at < written.length; at += 1) {
    const unit = unitAt(written, at);
    const isColon = unit === 0x3a;
    colons = isColon ? colons + 1 : 0;
    length = isColon ? 0 : length + 1;
    seen.groups += Number(isColon);
    seen.gaps += Number(isColon && (colons & 1) === 0);
    seen.filled += Number(length === 1);
    seen.longest = Math.max(seen.longest, length);
    seen.hasDigit ||= isDigitUnit(unit);
  }
  return seen;
}

function isHex(unit: number): boolean {
  return isDigitUnit(unit) || (unit >= 0x41 && unit <= 0x46) || (unit >= 0x61 && unit <= 0x66);
}

function isHexOrColon(unit: number): boolean {
  return unit === 0x3a || isHex(unit);
}
