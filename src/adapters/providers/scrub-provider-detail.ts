import { maskKey } from './mask-key.ts';

const detailLengthMax = 300;
const pieceLength = 5;
const mask = '•••';

const blank = /[\s\u0085]/g;
// Control characters, zero-width characters and those that turn the direction of text around. They are taken out, not
// replaced: between the characters of a key they would hide it.
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
  const printable = text
    .slice(0, 4 * detailLengthMax)
    .replace(blank, ' ')
    .replace(unprintable, '');
  const scrubbed = maskKey(printable, key, { pieceLength, mask })
    .replace(jsonWebToken, mask)
    .replace(bearer, `$1 ${mask}`)
    .replace(starredKey, mask)
    .replace(knownKey, mask)
    .replace(/\s+/g, ' ')
    .trim();
  return [...scrubbed].slice(0, detailLengthMax).join('');
}
