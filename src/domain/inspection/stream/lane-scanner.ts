import type { Recognised } from '../match.ts';
import { unitAt } from '../scan/unit-at.ts';
import { applyEdits, type Edit } from '../tokens/edits.ts';
import { fitJson } from '../tokens/json-edits.ts';
import { JsonStrings } from '../tokens/json-strings.ts';
import type { LaneContent } from './lane-restorer.ts';
import { atLaneOffset, LaneWindow, type ScanPiece } from './lane-window.ts';
import { openLongSecret } from './long-secret.ts';
import { holdMax } from './safe-cut.ts';

/** How much of something that is to be hidden, or of a private key or signed token, a lane holds to see the end of it. */
const longHoldMax = 4_096;
/** Something long is whole when so much stands behind it. */
const settledAfter = 40;

export interface LaneScannerOptions {
  readonly content: LaneContent;
  /** What is recognised in a whole text. */
  readonly scan: ScanPiece;
  readonly guard: LaneGuard;
  /** From where on the end of a text may still become something that `safeCut` does not know of. */
  readonly openFrom?: (text: string) => number;
}

/** What must not leave a lane as it is. */
export interface LaneGuard {
  /** Whether something like this is to be hidden or to end the answer: it is held back whole. */
  concerns(match: Recognised): boolean;
  /** What to put in its place. Offsets are those of the text given here, and of what is concerned only. */
  hide(text: string, matches: readonly Recognised[]): readonly Edit[];
}

/** What a lane hands on. */
export interface Released {
  /** To be sent on, with everything hidden that is to be hidden. */
  readonly text: string;
  /** What was recognised in it, by offsets of the whole lane as the model wrote it. */
  readonly matches: readonly Recognised[];
  /** What was hidden in it, by the same offsets. */
  readonly edits: readonly Edit[];
  /**
   * Something that is to be hidden is longer than what a lane holds, or was recognised too late. Nothing more is released;
   * the caller MUST end the answer.
   */
  readonly isUnbounded: boolean;
}

const nothing: Released = { text: '', matches: [], edits: [], isUnbounded: false };
const unbounded: Released = { ...nothing, isUnbounded: true };

/**
 * Scans one lane of a streamed answer. Text is released as soon as nothing that may follow can make anything else of it, and
 * at the latest when more than 128 characters wait. What is found is what a scan of the whole text finds, however it was
 * cut, because nothing that is recognised is told by anything that stands farther behind it. What is longer than that by itself
 * is held to its end; what turns out too late to be something that is to be hidden ends the answer.
 *
 * A lane is scanned as the model wrote it, and restored after that: values of the caller's own that come back are no leak.
 */
export class LaneScanner {
  readonly #guard: LaneGuard;
  readonly #openFrom: (text: string) => number;
  readonly #strings: JsonStrings | undefined;
  readonly #window: LaneWindow;
  // Both in the window. Of something that is no concern, a part may be released before its end is seen and it is reported.
  #released = 0;
  #reported = 0;
  #isUnbounded = false;

  constructor({ content, scan, guard, openFrom }: LaneScannerOptions) {
    this.#guard = guard;
    this.#openFrom = openFrom ?? ((text) => text.length);
    this.#window = new LaneWindow(scan);
    this.#strings = content === 'json' ? new JsonStrings() : undefined;
  }

  push(delta: string): Released {
    if (this.#isUnbounded) return unbounded;
    this.#window.add(delta);
    if (this.heldLength <= holdMax && !this.#window.mayBeCertain(this.#released)) return nothing;
    const matches = this.#window.matches(this.#reported);
    const { text } = this.#window;
    const open = Math.max(this.#released, this.#openFrom(text));
    const certain = Math.min(this.#window.certainUntil(this.#released), open);
    return this.#release(matches, this.#bounded(matches, cutBefore(matches, certain)));
  }

  /** What was held back. To be called when the lane ends, however it ends. */
  flush(): Released {
    if (this.#isUnbounded) return unbounded;
    return this.#release(this.#window.matches(this.#reported), this.#window.text.length);
  }

  get heldLength(): number {
    return this.#window.text.length - this.#released;
  }

  /** Where to cut so that no more is held than may be; -1 when something that must be held is longer than that. */
  #bounded(matches: readonly Recognised[], certain: number): number {
    const { text } = this.#window;
    const secret = openLongSecret(text, this.#released) ?? text.length;
    const safe = Math.max(this.#released, Math.min(certain, secret));
    const forced = text.length - holdMax;
    if (safe >= forced) return safe;
    // Everything is certain that begins before: nobody looks farther ahead than this.
    const cut = isLowSurrogate(unitAt(text, forced)) ? forced + 1 : forced;
    const long = matches.find(
      (match) => match.start < cut && match.end > cut && this.#guard.concerns(match),
    );
    if (long && text.length - long.end >= settledAfter && long.end <= secret) return long.end;
    const held = Math.min(long?.start ?? cut, secret);
    if (text.length - held > longHoldMax) return -1;
    return Math.max(this.#released, Math.min(held, cut));
  }

  #release(matches: readonly Recognised[], cut: number): Released {
    // The beginning was let out, or taken for something else.
    const isLate = matches.some(
      (match) => match.start < this.#released && this.#guard.concerns(match),
    );
    if (cut < 0 || isLate) {
      this.#isUnbounded = true;
      return unbounded;
    }
    const { base } = this.#window;
    const fresh = matches.filter(({ start }) => start >= this.#reported);
    const found = fresh.filter(({ end }) => end <= cut);
    const hidden = this.#hide(found, cut);
    this.#window.learn(cut);
    const split = fresh.find(({ start, end }) => start < cut && end > cut);
    const reported = split?.start ?? cut;
    const forgotten = this.#window.trim(reported);
    this.#released = cut - forgotten;
    this.#reported = reported - forgotten;
    return {
      ...hidden,
      matches: found.map((match) => atLaneOffset(match, base)),
      isUnbounded: false,
    };
  }

  #hide(found: readonly Recognised[], cut: number): Pick<Released, 'text' | 'edits'> {
    const from = this.#released;
    const text = this.#window.text.slice(from, cut);
    const places = found
      .filter((match) => this.#guard.concerns(match))
      .map((match) => atLaneOffset(match, -from));
    const wanted = places.length === 0 ? [] : this.#guard.hide(text, places);
    const edits = this.#strings ? fitJson(text, wanted, this.#strings) : wanted;
    const base = this.#window.base + from;
    return { text: applyEdits(text, edits), edits: edits.map((edit) => atLaneOffset(edit, base)) };
  }
}

/** Not within what was recognised. */
function cutBefore(matches: readonly Recognised[], cut: number): number {
  return matches.find(({ start, end }) => start < cut && end > cut)?.start ?? cut;
}

function isLowSurrogate(unit: number): boolean {
  return (unit & 0xfc00) === 0xdc00;
}
