import { isDigitUnit, isWordUnit } from '../scan/character-class.ts';
import type { AnchorDetector, Probe } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';
import { hexStart } from './ip-address.ts';

const octets = /^[0-9A-F]{2}([:-])(?:[0-9A-F]{2}\1){4}[0-9A-F]{2}$/i;
const length = 17;

const probe: Probe = (text, at) => {
  const start = hexStart(text, at);
  if (start !== at - 2) return undefined;
  // Most such signs are the only one of their kind.
  if (unitAt(text, at + 3) !== unitAt(text, at)) return undefined;
  const end = start + length;
  const isMac = octets.test(text.slice(start, end)) && !isWordUnit(unitAt(text, end));
  // An IPv6 address or a fingerprint goes on where a MAC address ends.
  return isMac && text.charAt(end) !== text.charAt(at) ? { start, end, score: 0.92 } : undefined;
};

const dottedOctets = /^[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}$/i;
const dottedLength = 14;

/** `00a1.b2c3.d4e5`, as switches write them. */
const probeDotted: Probe = (text, at) => {
  if (unitAt(text, at + 5) !== unitAt(text, at) || !isHex(unitAt(text, at - 1))) return undefined;
  const start = at - 4;
  const end = start + dottedLength;
  if (start < 0 || !dottedOctets.test(text.slice(start, end))) return undefined;
  if (isPart(unitAt(text, start - 1)) || goesOn(text, end)) return undefined;
  // Decimals and versions hold digits alone.
  return /[a-f]/i.test(text.slice(start, end)) ? { start, end, score: 0.9 } : undefined;
};

function isHex(unit: number): boolean {
  const lower = unit | 0x20;
  return isDigitUnit(unit) || (lower >= 0x61 && lower <= 0x66);
}

function isPart(unit: number): boolean {
  return isWordUnit(unit) || unit === 0x2e || unit === 0x2d || unit === 0x5f;
}

function goesOn(text: string, end: number): boolean {
  const unit = unitAt(text, end);
  return unit === 0x2e ? isWordUnit(unitAt(text, end + 1)) : isPart(unit);
}

/** EUI-48 identifiers (IEEE 802) with colons or hyphens, or in groups of four with points. */
export const macDetectors: readonly AnchorDetector[] = [
  { kind: 'anchor', id: 'core.mac', type: 'MAC_ADDRESS', anchor: ':', probe },
  { kind: 'anchor', id: 'core.mac_hyphen', type: 'MAC_ADDRESS', anchor: '-', probe },
  { kind: 'anchor', id: 'core.mac_dotted', type: 'MAC_ADDRESS', anchor: '.', probe: probeDotted },
];
