/** How much of a key counts, and what stands in its place. */
export interface Masking {
  /** Characters of the key, or of its encoded form, that together are a piece of it. */
  readonly pieceLength: number;
  readonly mask: string;
}

/** Masks every piece of the key in a text, in whatever common encoding and case it comes. */
export function maskKey(text: string, key: Buffer, { pieceLength, mask }: Masking): string {
  const pieces = piecesByLength(key, pieceLength);
  // Lower-casing must not move positions, which toLowerCase does for a few letters outside ASCII.
  const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const isHit = new Uint8Array(text.length);
  for (const [length, wanted] of pieces) {
    for (let at = 0; at + length <= folded.length; at += 1) {
      if (wanted.has(folded.slice(at, at + length))) isHit.fill(1, at, at + length);
    }
  }
  return withMask(text, isHit, mask);
}

function withMask(text: string, isHit: Uint8Array, mask: string): string {
  if (!isHit.includes(1)) return text;
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    if (isHit[at] === 0) out += text[at];
    else if (isHit[at - 1] !== 1) out += mask;
  }
  return out;
}

function piecesByLength(key: Buffer, pieceLength: number): Map<number, Set<string>> {
  const pieces = new Map<number, Set<string>>();
  const add = (form: string, length: number, step: number) => {
    const folded = form.toLowerCase();
    const known = pieces.get(length) ?? new Set();
    pieces.set(length, known);
    for (let at = 0; at + length <= folded.length; at += step)
      known.add(folded.slice(at, at + length));
  };
  for (const form of continuousForms(key)) add(form, pieceLength, 1);
  for (const write of spelledForms) {
    const units = [...key].map((byte) => write(byte.toString(16).padStart(2, '0')));
    const unitLength = units[0]?.length ?? 0;
    if (unitLength > 0) add(units.join(''), pieceLength * unitLength, unitLength);
  }
  return pieces;
}

/** Forms in which a piece of the text is a piece of the key. */
function continuousForms(key: Buffer): string[] {
  const latin = key.toString('latin1');
  const forms = [
    latin,
    [...latin].reverse().join(''),
    key.toString('hex'),
    encodeURIComponent(latin),
    latin.replaceAll('/', '\\/'),
  ];
  // Base64 of a text that holds the key differs by where in a group of three bytes the key begins.
  for (const shift of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(shift), key]).toString('base64');
    const inner = padded.slice(shift === 0 ? 0 : shift + 1).replace(/=+$/, '');
    forms.push(inner, inner.replaceAll('+', '-').replaceAll('/', '_'));
  }
  return forms;
}

/** Forms that spell each character by its number, so that a short piece of them is hardly one of the key. */
const spelledForms: readonly ((hex: string) => string)[] = [
  (hex) => `%${hex}`,
  (hex) => `\\u00${hex}`,
  (hex) => `\\x${hex}`,
  (hex) => `&#x${hex};`,
];
