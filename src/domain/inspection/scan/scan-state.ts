import type { Match } from '../match.ts';
import type { Claim } from './claim.ts';
import { FoundPlaces } from './found-places.ts';
import type { TextSpan } from './name-tagger.ts';
import type { ShadowText } from './shadow-text.ts';
import { ToldValues } from './told-values.ts';

/** What one scan leaves. */
interface Scanned {
  /** The text as the scanner saw it. */
  readonly folded: ShadowText;
  /** All that was recognised in it, by its offsets; what gave way to something else included. */
  readonly candidates: FoundPlaces<Claim | Match>;
  /** What of that is reported, by the same offsets. */
  readonly marked: readonly Match[];
  /** What looks like a name there and is none. */
  readonly turnedDown: readonly TextSpan[];
}

/** What the scan of a piece of a text leaves for the scans of the pieces after it, and for who decides how far it is certain. */
export class ScanState {
  readonly told = new ToldValues();
  /** Of the text that was scanned last. */
  last: Scanned = {
    folded: { text: '', origins: undefined },
    candidates: new FoundPlaces(),
    marked: [],
    turnedDown: [],
  };
}
