import type { Match } from '../match.ts';

/** Where something stands in a text; half-open. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Recognises names of persons, places and organisations. What it reports is weighed against other matches where they
 * overlap, and names of persons are marked wherever else they stand behind it in the text.
 */
export interface NameTagger {
  /**
   * `text` is folded already: look-alike letters are ASCII. MUST take time linear in its length and keep no state.
   * @param turnedDown takes what looks like a name and is none, which may still change when a text goes on behind it
   */
  tag(text: string, turnedDown?: TextSpan[]): readonly Match[];
}
