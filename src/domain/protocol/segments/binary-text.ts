const base64 = /^(?:data:([\w.+-]+\/[\w.+-]+)?(?:;[\w=.+-]+)*;base64,)?([A-Za-z0-9+/_-]+)={0,2}$/;
// Below that it may be anything: a key, a hash, an identifier.
const lengthMin = 512;
const headLength = 48;
const mixed = [/[a-z]/, /[A-Z]/, /\d/];
const utf8 = new TextDecoder('utf-8');

/** The media type of a long text that is nothing but bytes in Base64 (RFC 4648); undefined for what can be read. */
export function binaryTypeOf(text: string): string | undefined {
  if (text.length < lengthMin) return undefined;
  const [, type = '*/*', digits = ''] = base64.exec(text) ?? [];
  return isMixed(digits) && isBinary(digits) ? type : undefined;
}

/** Whether a text is bytes in Base64 and no text inside: a signature, or what only its provider can read. */
export function isCiphertext(text: string): boolean {
  const digits = base64.exec(text)?.[2] ?? '';
  return digits.length >= headLength && isBinary(digits);
}

// Words that are run together are no Base64.
function isMixed(digits: string): boolean {
  const head = digits.slice(0, lengthMin);
  return mixed.every((some) => some.test(head));
}

function isBinary(digits: string): boolean {
  const head = digits.slice(0, headLength).replaceAll('-', '+').replaceAll('_', '/');
  const bytes = Uint8Array.from(atob(head), (unit) => unit.charCodeAt(0));
  // The last character may be cut.
  return bytes.some(isControl) || utf8.decode(bytes).slice(0, -1).includes('\ufffd');
}

function isControl(byte: number): boolean {
  return byte === 0x7f || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
}
