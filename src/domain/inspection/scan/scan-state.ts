import type { Match } from '../match.ts';
import type { Claim } from './claim.ts';
import { FoundPlaces } from './found-places.ts';
import type { TextSpan } from './name-tagger.ts';
import type { ShadowText } from './shadow-text.ts';
import { ToldValues } from './told-values.ts';

/** What the scan of a piece of a text leaves for the scans of the pieces after it, and for who decides how far it is certain. */
export class ScanState {
  readonly told = new ToldValues();
  /** The text that was scanned last, as the scanner saw it. */
  folded: ShadowText = { text: '', origins: undefined };
  /** All that was recognised in it, by its offsets; what gave way to something else included. */
  candidates: FoundPlaces<Claim | Match> = new FoundPlaces();
  /** What of that is reported, by the same offsets. */
  marked: readonly Match[] = [];
  /** What looks like a name there and is none. */
  turnedDown: readonly TextSpan[] = [];
}
