import type { Match } from '../match.ts';
import type { Edit } from '../tokens/edits.ts';
import type { LaneContent } from './lane-restorer.ts';

export interface LaneScannerOptions {
  readonly content: LaneContent;
  /** What is recognised in a whole text. */
  readonly scan: (text: string) => readonly Match[];
  /** What to put where something was found; nothing is hidden without it. Edits are by offsets of the text given here. */
  readonly hide?: (text: string, matches: readonly Match[]) => readonly Edit[];
}

/** What a lane hands on. */
export interface Released {
  /** To be sent on, with everything hidden that is to be hidden. */
  readonly text: string;
  /** Found in what is released, by offsets of the whole lane as the model wrote it. */
  readonly matches: readonly Match[];
  /** What was hidden, by the same offsets. */
  readonly edits: readonly Edit[];
  /** Set once something that was to be hidden is longer than what a lane may hold: the caller MUST stop the answer. */
  readonly isUnbounded: boolean;
}
