import type { RedactionStyle } from '../../policy/document/effect.ts';
import { applyEdits, type Edit } from './edits.ts';
import { fitJson } from './json-edits.ts';
import { JsonStrings, unescapeJson } from './json-strings.ts';
import { maskValue } from './mask-value.ts';
import { tokenType } from './token-name.ts';
import type { Vault } from './vault.ts';

/** A place to hide: what scanning found, or what a tenant's own recogniser did. */
export interface HidePlace {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** It is spread over several texts. */
  readonly part?: 'first' | 'rest';
}

export interface HiddenText {
  readonly text: string;
  /** By offsets of the text as it was given. */
  readonly edits: readonly Edit[];
  /** How many places were hidden, by type. */
  readonly hidden: ReadonlyMap<string, number>;
}

/** How to hide: nothing is said for types that stay as they are. */
export interface Hiding {
  readonly how: (type: string) => RedactionStyle | undefined;
  readonly vault: Vault;
}

/**
 * Hides what was found in a text. The texts of a request MUST be given in their order, one after the other, and with one
 * vault: the numbers of tokens follow from the order.
 */
export function hideMatches(
  text: string,
  places: readonly HidePlace[],
  hiding: Hiding,
): HiddenText {
  return hideIn(text, places, { ...hiding, read: (written) => written });
}

/** Likewise in a JSON text such as the arguments of a tool call, which stays one. */
export function hideJsonMatches(
  text: string,
  places: readonly HidePlace[],
  hiding: Hiding,
): HiddenText {
  const { edits: wanted, hidden } = hideIn(text, places, { ...hiding, read: unescapeJson });
  const edits = fitJson(text, wanted, new JsonStrings());
  return { text: applyEdits(text, edits), edits, hidden };
}

function hideIn(
  text: string,
  places: readonly HidePlace[],
  use: Hiding & { readonly read: (written: string) => string },
): HiddenText {
  use.vault.reserve(text);
  const edits: Edit[] = [];
  const hidden = new Map<string, number>();
  let free = 0;
  for (const { type, start, end, part } of places) {
    const style = end > free ? styleFor(use.how(type), part) : undefined;
    if (style === undefined) continue;
    const from = Math.max(free, start);
    const value = use.read(text.slice(from, end));
    edits.push({ start: from, end, text: hideValue({ type, value, style }, use.vault) });
    hidden.set(type, (hidden.get(type) ?? 0) + (part === 'rest' ? 0 : 1));
    free = end;
  }
  return { text: edits.length === 0 ? text : applyEdits(text, edits), edits, hidden };
}

/** What a mask leaves of each part would be too much of the whole. */
function styleFor(
  style: RedactionStyle | undefined,
  part: HidePlace['part'],
): RedactionStyle | undefined {
  return part !== undefined && style === 'mask' ? 'redact' : style;
}

function hideValue(
  { type, value, style }: { type: string; value: string; style: RedactionStyle },
  vault: Vault,
): string {
  switch (style) {
    case 'mask':
      return maskValue(type, value);
    case 'redact':
      return `[${tokenType(type)}]`;
    case 'tokenise':
      return vault.tokenFor(type, value);
  }
}
