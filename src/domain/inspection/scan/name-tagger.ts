import type { Match } from '../match.ts';

/**
 * Recognises names of persons, places and organisations. What it reports is weighed against other matches where they
 * overlap, and names of persons are marked wherever else they stand in the text.
 */
export interface NameTagger {
  /** `text` is folded already: look-alike letters are ASCII. MUST take time linear in its length and keep no state. */
  tag(text: string): readonly Match[];
}
