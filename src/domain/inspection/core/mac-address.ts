import { isWordUnit } from '../scan/character-class.ts';
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

/** EUI-48 identifiers (IEEE 802) with colons or hyphens. */
export const macDetectors: readonly AnchorDetector[] = [
  { kind: 'anchor', id: 'core.mac', type: 'MAC_ADDRESS', anchor: ':', probe },
  { kind: 'anchor', id: 'core.mac_hyphen', type: 'MAC_ADDRESS', anchor: '-', probe },
];
