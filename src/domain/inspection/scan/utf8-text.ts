import { textOf } from './shadow-text.ts';

/** What bytes are in UTF-8 (RFC 3629); undefined when they are none. Without an exception, which would cost more than a scan. */
export function utf8Text(bytes: Uint8Array): string | undefined {
  const units = new Uint16Array(bytes.length);
  let length = 0;
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const width = widthOf(lead);
    const code = width === 1 ? lead : codeAt(bytes, at, width);
    if (code < 0) return undefined;
    if (code > 0xffff) {
      units[length] = 0xd800 + ((code - 0x10000) >> 10);
      length += 1;
    }
    units[length] = code > 0xffff ? 0xdc00 + (code & 0x3ff) : code;
    length += 1;
    at += width;
  }
  return textOf(units.subarray(0, length));
}

function widthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** The smallest code that takes so many bytes: shorter ones written longer are malformed. */
const smallest = [0, 0, 0x80, 0x800, 0x10000];

function codeAt(bytes: Uint8Array, at: number, width: number): number {
  const lead = bytes[at] ?? 0;
  let code = lead & (0xff >> (width + 1));
  for (let next = at + 1; next < at + width; next += 1) {
    const byte = bytes[next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (byte & 0x3f);
  }
  const isLead = lead >= 0xc0 && lead <= 0xf4;
  return isLead && isCode(code, width) ? code : -1;
}

function isCode(code: number, width: number): boolean {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code >= (smallest[width] ?? 0) && !isSurrogate && code <= 0x10ffff;
}
