const TOKEN = /\s*\S{1,5}|\s+/gu;

/** Cuts text into token-sized pieces that join to the same text; counts are plausible, not exact. */
export function tokenize(text: string): string[] {
  return text.match(TOKEN) ?? [];
}
