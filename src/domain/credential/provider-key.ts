import { unusableKeyReason } from './key-shape.ts';
import { Secret } from './secret.ts';

const charactersMin = 20;
const charactersMax = 4096;
const visibleAscii = /^[\x21-\x7e]+$/;

/** A provider key as it was typed: fit to be tried, or why not, in words for the person who typed it. */
export type ProviderKey =
  | { readonly isWellFormed: true; readonly secret: Secret; readonly last4: string }
  | { readonly isWellFormed: false; readonly because: string };

/**
 * Reads a pasted key. Nothing is trimmed: what was typed is what is shown, sent and stored, and a key that smuggles in
 * a line break could otherwise write headers of its own.
 */
export function readProviderKey(text: string): ProviderKey {
  const because = faultOf(text);
  if (because !== undefined) return { isWellFormed: false, because };
  return {
    isWellFormed: true,
    secret: new Secret(Buffer.from(text, 'latin1')),
    last4: text.slice(-4),
  };
}

function faultOf(text: string): string | undefined {
  if (text !== text.trim()) {
    return 'Invalid API key: it begins or ends with a blank or a line break. Paste it without.';
  }
  if (/\s/.test(text)) return 'Invalid API key: it has a blank or a line break inside.';
  if (text.length < charactersMin) {
    return `Invalid API key: it is shorter than ${charactersMin} characters.`;
  }
  if (text.length > charactersMax) {
    return `Invalid API key: it is longer than ${charactersMax} characters.`;
  }
  if (!visibleAscii.test(text)) {
    return 'Invalid API key: it has a character that no API key has.';
  }
  return unusableKeyReason(text);
}
