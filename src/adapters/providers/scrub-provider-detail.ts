const detailLengthMax = 300;
const windowLength = 5;
const mask = '•••';

// Control characters, zero-width characters and those that turn the direction of text around.
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
// Shapes of keys and tokens, whoever they belong to, and what providers leave of a key they mask.
const starredKey = /[\w.:/-]{0,40}\*{3,}[\w.:/*-]{0,40}/g;
const knownKey = /\b(?:sk|pk|rk|key|xox[a-z]|gh[a-z]|AIza|AKIA|ASIA|ABSK)[-_]?[\w•-]{6,}/gi;
const jsonWebToken = /\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g;
const bearer = /\b(bearer|basic)\s+\S+/gi;

/**
 * A provider's own words, made safe to show: nothing in them may help to rebuild the key that was sent. Any run of
 * five characters shared with the key is masked, in whatever common encoding and case it comes.
 */
export function scrubProviderDetail(text: string, key: Buffer): string {
  // The cap on what is examined keeps a hostile provider from buying CPU time with a long message.
  const printable = text.slice(0, 4 * detailLengthMax).replace(unprintable, ' ');
  const scrubbed = maskSharedWindows(printable, key)
    .replace(jsonWebToken, mask)
    .replace(bearer, `$1 ${mask}`)
    .replace(starredKey, mask)
    .replace(knownKey, mask)
    .replace(/\s+/g, ' ')
    .trim();
  return [...scrubbed].slice(0, detailLengthMax).join('');
}

function maskSharedWindows(text: string, key: Buffer): string {
  const windows = sharedWindows(key);
  // Lower-casing must not move positions, which toLowerCase does for a few letters outside ASCII.
  const folded = text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  const isHit = new Uint8Array(text.length);
  for (let at = 0; at + windowLength <= folded.length; at += 1) {
    if (windows.has(folded.slice(at, at + windowLength))) isHit.fill(1, at, at + windowLength);
  }
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    if (isHit[at] === 0) out += text[at];
    else if (isHit[at - 1] !== 1) out += mask;
  }
  return out;
}

function sharedWindows(key: Buffer): Set<string> {
  const windows = new Set<string>();
  const latin = key.toString('latin1');
  const forms = [latin, key.toString('hex'), encodeURIComponent(latin)];
  // Base64 of a text that holds the key differs by where in a group of three bytes the key begins.
  for (const shift of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(shift), key]).toString('base64');
    const inner = padded.slice(shift === 0 ? 0 : shift + 1).replace(/=+$/, '');
    forms.push(inner, inner.replaceAll('+', '-').replaceAll('/', '_'));
  }
  for (const form of forms) {
    const folded = form.toLowerCase();
    for (let at = 0; at + windowLength <= folded.length; at += 1) {
      windows.add(folded.slice(at, at + windowLength));
    }
  }
  return windows;
}
