import { tokenFormats } from '../secrets/token-formats.ts';

const begin = '-----BEGIN ';
const labelMax = 60;

/** Tokens that are recognised only when most of what a lane holds has been passed. */
const longTokens = tokenFormats.filter(({ lengthMin }) => lengthMin > 64);
const inToken = /[\w.-]/;
const toEnd = /^[\w.+/=-]*$/;

/** What is open at the end of a text and recognised only when its last character is there. */
const tailMax = 340;
const tails: readonly RegExp[] = [
  // The user information of an address (RFC 3986): a password is known by the `@` behind it.
  /(?<=:\/\/)[^\s"'<>`/?#]{1,256}$/,
  // An e-mail address (RFC 5321) is known by its top-level domain.
  /[\w.+'~%-]{1,64}@[\p{L}\p{N}.-]{1,255}$/u,
  // A value in quotation marks is known by the second of them.
  /(?<=(?:pass|pw|pwd|phrase|sandi|secret|token|key|credentials?)(?:word|wd)?["'`\\]{0,3}\s?[=:]>?\s{0,4}\\?["'`])[^\s"'`\\]{1,200}$/i,
];

/**
 * Where something begins that is recognised only once it is complete and that may be longer than what a lane holds: a private
 * key (RFC 7468), a signed token (RFC 7519), a password in quotation marks or in an address. Undefined when nothing of the kind
 * is open at the end of the text.
 */
export function openLongSecret(text: string, from: number): number | undefined {
  const key = text.lastIndexOf(begin);
  if (key >= from && isKeyOpen(text, key + begin.length)) return key;
  let start = text.length;
  while (start > from && inToken.test(text.charAt(start - 1))) start -= 1;
  if (text.startsWith('eyJ', start)) return start;
  return openToken(text, from) ?? openTail(text, from);
}

function openToken(text: string, from: number): number | undefined {
  for (const { prefixes, lengthMax } of longTokens) {
    for (const prefix of prefixes) {
      const at = text.lastIndexOf(prefix);
      if (at < from || text.length - at > prefix.length + lengthMax) continue;
      if (toEnd.test(text.slice(at))) return at;
    }
  }
  return undefined;
}

function openTail(text: string, from: number): number | undefined {
  const first = Math.max(0, text.length - tailMax);
  const tail = text.slice(first);
  if (!/[@"'`]|:\/\//.test(tail)) return undefined;
  const starts = tails.map((expression) => first + tail.search(expression));
  const open = starts.filter((at) => at >= Math.max(first, from));
  return open.length === 0 ? undefined : Math.min(...open);
}

function isKeyOpen(text: string, at: number): boolean {
  const labelEnd = text.indexOf('-----', at);
  if (labelEnd < 0) return text.length - at < labelMax && /^[A-Z0-9 -]*$/.test(text.slice(at));
  if (labelEnd - at > labelMax || !text.slice(at, labelEnd).includes('PRIVATE KEY')) return false;
  const body = text.slice(labelEnd + 5);
  const end = body.search(/-----|["<]/);
  if (end < 0) return true;
  const tail = body.slice(end, end + labelMax);
  return tail.length < labelMax && /^-----(?:E|$)/.test(tail) && !/^-----END [^-]*-----/.test(tail);
}
