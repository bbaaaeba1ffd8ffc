/** How a piece of a secret can stand in bytes. */
export type Form =
  | 'raw'
  | 'other case'
  | 'reversed'
  | 'base64'
  | 'base64url'
  | 'hex'
  | 'percent'
  | 'percent-all'
  | 'json'
  | 'json-all'
  | 'utf-16';

export interface EncodedPiece {
  readonly form: Form;
  readonly bytes: Buffer;
  /** Letters count in either case: where they are digits of a number, or where the piece is long enough. */
  readonly anyCase: boolean;
}

/** Every form of one piece of a secret (ASCII). Forms that would not differ from `raw` are left out. */
export function encodePiece(piece: string): EncodedPiece[] {
  const bytes = Buffer.from(piece, 'latin1');
  const percent = encodeURIComponent(piece);
  const asWritten: [Form, string][] = [
    ['raw', piece],
    ['reversed', [...piece].reverse().join('')],
    ['percent', percent],
    ['percent', percent.replace(/%../g, (sign) => sign.toLowerCase())],
    ['json', escapedForJson(piece)],
    // Without the last zero the same bytes are found in either byte order.
    ['utf-16', each(bytes, (byte) => `${String.fromCharCode(byte)}\0`).slice(0, -1)],
  ];
  const asNumbers: [Form, string][] = [
    ['hex', bytes.toString('hex')],
    ['percent-all', each(bytes, (byte) => `%${hexByte(byte)}`)],
    ['json-all', each(bytes, unicodeEscape)],
  ];
  const pieceOf = (anyCase: boolean) => (entry: [Form, string]) => ({
    form: entry[0],
    bytes: Buffer.from(entry[1], 'latin1'),
    anyCase,
  });
  return [
    ...asWritten.filter(([form, text]) => form === 'raw' || text !== piece).map(pieceOf(false)),
    ...asNumbers.map(pieceOf(true)),
    ...base64Forms(bytes),
  ];
}

/** A piece whose letters may all have changed their case: a longer one, because fewer signs are left to differ in. */
export function foldPiece(piece: string): EncodedPiece {
  return { form: 'other case', bytes: Buffer.from(piece, 'latin1'), anyCase: true };
}

/**
 * Base64 of any text that holds the piece, at each of the three places in a group of three bytes where it can begin.
 * Only the characters that depend on the piece alone are kept.
 */
function base64Forms(piece: Buffer): EncodedPiece[] {
  const forms: EncodedPiece[] = [];
  for (const before of [0, 1, 2]) {
    const whole = Buffer.concat([Buffer.alloc(before), piece]).toString('base64');
    const from = Math.ceil((before * 8) / 6);
    const to = Math.floor(((before + piece.length) * 8) / 6);
    const text = whole.slice(from, to);
    const url = text.replaceAll('+', '-').replaceAll('/', '_');
    forms.push({ form: 'base64', bytes: Buffer.from(text), anyCase: false });
    if (url !== text) forms.push({ form: 'base64url', bytes: Buffer.from(url), anyCase: false });
  }
  return forms;
}

function each(bytes: Buffer, write: (byte: number) => string): string {
  return [...bytes].map(write).join('');
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

function unicodeEscape(byte: number): string {
  return `\\u00${hexByte(byte)}`;
}

// As cautious writers do it: a slash with a backslash before it, other signs by their number.
function escapedForJson(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, (sign) =>
    sign === '/' ? '\\/' : unicodeEscape(sign.charCodeAt(0)),
  );
}
