const begin = '-----BEGIN ';
const labelMax = 60;

/**
 * Where something begins that is recognised only once it is complete and that may be longer than what a lane holds: a private
 * key (RFC 7468) or a signed token (RFC 7519). Undefined when nothing of the kind is open at the end of the text.
 */
export function openLongSecret(text: string, from: number): number | undefined {
  const key = text.lastIndexOf(begin);
  if (key >= from && isKeyOpen(text, key + begin.length)) return key;
  let start = text.length;
  while (start > from && /[\w.-]/.test(text.charAt(start - 1))) start -= 1;
  return text.startsWith('eyJ', start) ? start : undefined;
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
