const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const urlSafe = `${standard.slice(0, 62)}-_`;
const alphabets = { base64: Buffer.from(standard), base64url: Buffer.from(urlSafe) } as const;
const sextets = new Map(
  [...alphabets.base64, ...alphabets.base64url].map((byte, at) => [byte, at % 64]),
);
const [quote, backslash, padding, digit, colon] = Buffer.from('"\\=0:');
const blanks = new Set(Buffer.from(' \t\r\n'));

/** Which of RFC 4648's alphabets a service writes; the URL-safe one goes without padding. */
export type Base64Alphabet = keyof typeof alphabets;

export interface SecretField {
  readonly name: string;
  readonly bytes: Buffer;
  readonly alphabet: Base64Alphabet;
}

/**
 * A JSON object with one base64 field that never becomes a string: strings cannot be zeroed, and this one would be a
 * data key. The caller zeroes the result.
 */
export function jsonWithSecret(
  fields: Readonly<Record<string, unknown>>,
  { name, bytes, alphabet }: SecretField,
): Buffer {
  const plain = JSON.stringify(fields).slice(0, -1);
  const head = `${plain}${plain === '{' ? '' : ','}${JSON.stringify(name)}:"`;
  const encoded = encode(bytes, alphabet);
  try {
    return Buffer.concat([Buffer.from(head), encoded, Buffer.from('"}')]);
  } finally {
    encoded.fill(0);
  }
}

/**
 * Decodes the first string field of that name in a JSON text and overwrites it there with zero digits, so that the rest
 * can be parsed. Undefined when there is none or it is not base64.
 */
export function takeSecret(json: Buffer, name: string): Buffer | undefined {
  const span = stringAfter(json, name);
  if (span === undefined) return undefined;
  try {
    return decode(span);
  } finally {
    span.fill(digit ?? 0);
  }
}

function stringAfter(json: Buffer, name: string): Buffer | undefined {
  const key = Buffer.from(JSON.stringify(name));
  for (let at = json.indexOf(key); at >= 0; at = json.indexOf(key, at + 1)) {
    const from = openingQuote(json, at + key.length);
    if (from === undefined) continue;
    const to = json.indexOf(quote ?? 0, from + 1);
    return to < 0 ? undefined : json.subarray(from + 1, to);
  }
  return undefined;
}

/** Where the string value of a key begins; undefined when what follows is no key or its value no string. */
function openingQuote(json: Buffer, from: number): number | undefined {
  const afterKey = skipBlanks(json, from);
  if (json[afterKey] !== colon) return undefined;
  const value = skipBlanks(json, afterKey + 1);
  return json[value] === quote ? value : undefined;
}

function skipBlanks(json: Buffer, from: number): number {
  let at = from;
  while (blanks.has(json[at] ?? 0)) at += 1;
  return at;
}

function encode(bytes: Buffer, alphabet: Base64Alphabet): Buffer {
  const letters = alphabets[alphabet];
  const whole = Math.ceil((bytes.length * 8) / 6);
  const length = alphabet === 'base64' ? Math.ceil(whole / 4) * 4 : whole;
  const text = Buffer.alloc(length, padding);
  for (let at = 0; at < whole; at += 1) {
    const bit = at * 6;
    const byte = bit >> 3;
    const pair = ((bytes[byte] ?? 0) << 8) | (bytes[byte + 1] ?? 0);
    text[at] = letters[(pair >> (10 - (bit & 7))) & 63] ?? 0;
  }
  return text;
}

function decode(text: Buffer): Buffer | undefined {
  const bytes = Buffer.alloc(Math.ceil((text.length * 6) / 8));
  let bits = 0;
  for (const byte of text) {
    // A slash may be written as `\/` in JSON.
    if (byte === backslash || byte === padding) continue;
    const sextet = sextets.get(byte);
    if (sextet === undefined) {
      bytes.fill(0);
      return undefined;
    }
    const shifted = sextet << (10 - (bits & 7));
    const at = bits >> 3;
    bytes[at] = (bytes[at] ?? 0) | (shifted >> 8);
    bytes[at + 1] = (bytes[at + 1] ?? 0) | (shifted & 0xff);
    bits += 6;
  }
  return bytes.subarray(0, bits >> 3);
}
