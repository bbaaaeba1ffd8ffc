import { originSpan, ShadowBuilder, type ShadowText } from './shadow-text.ts';

const escapes =
  /%[2-7][0-9A-Fa-f]|\\u00[2-7][0-9A-Fa-f]|&#(?:x[2-7][0-9A-Fa-f]|3[2-9]|[4-9]\d|1[01]\d|12[0-6]);/;
const isEscape = new RegExp(escapes.source, 'y');

/**
 * The text with the escapes of URLs (RFC 3986), JSON strings (RFC 8259) and HTML that stand for visible ASCII undone;
 * undefined when it holds none.
 */
export function decodeText(text: string): ShadowText | undefined {
  const mayHold = text.includes('%') || text.includes('\\u00') || text.includes('&#');
  if (!mayHold || !escapes.test(text)) return undefined;
  const shadow = new ShadowBuilder(text.length);
  let at = 0;
  while (at < text.length) {
    const written = escapeAt(text, at);
    shadow.add(written === '' ? text.charCodeAt(at) : decode(written), at);
    at += written.length || 1;
  }
  return shadow.finish(text.length);
}

/**
 * Where in the text that was decoded a span stands; undefined when nothing in it was decoded, nor right beside it: an escaped
 * space in front of a number is what makes it one.
 */
export function undecodeSpan(
  original: string,
  decoded: ShadowText,
  span: { readonly start: number; readonly end: number },
): { readonly start: number; readonly end: number } | undefined {
  const lengthAt = (origin: number) => escapeAt(original, origin).length || 1;
  const around = {
    start: Math.max(0, span.start - 1),
    end: Math.min(decoded.text.length, span.end + 1),
  };
  const written = originSpan(decoded, around, lengthAt);
  const isTouched = written.end - written.start > around.end - around.start;
  return isTouched ? originSpan(decoded, span, lengthAt) : undefined;
}

function escapeAt(text: string, at: number): string {
  const unit = text.charCodeAt(at);
  if (unit !== 0x25 && unit !== 0x5c && unit !== 0x26) return '';
  isEscape.lastIndex = at;
  return isEscape.exec(text)?.[0] ?? '';
}

function decode(written: string): number {
  if (written.startsWith('%')) return Number.parseInt(written.slice(1), 16);
  if (written.startsWith('\\')) return Number.parseInt(written.slice(2), 16);
  const number = written.slice(2, -1);
  return Number(number.startsWith('x') ? `0${number}` : number);
}
