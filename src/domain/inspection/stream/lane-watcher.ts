import type { Recognised } from '../match.ts';
import { atLaneOffset, LaneWindow, type ScanPiece } from './lane-window.ts';

/** What follows a place may speak for it as far as this; nothing waits for it but the report. */
const lookAhead = 512;
const stretchMin = 512;
/** Longer than whatever is recognised. */
const windowMax = 24_576;

/**
 * Recognises what stands in one lane of a streamed answer that is not to be held back or changed: the caller sends on each
 * delta as it came. What is found is what a scan of the whole text finds.
 */
export class LaneWatcher {
  readonly #window: LaneWindow;
  #reported = 0;

  constructor(scan: ScanPiece) {
    this.#window = new LaneWindow(scan);
  }

  /** What became certain, by offsets of the lane. */
  push(delta: string): readonly Recognised[] {
    this.#window.add(delta);
    const { length } = this.#window.text;
    if (length - this.#reported < lookAhead + stretchMin) return [];
    const matches = this.#window.matches(this.#reported);
    const end = length - lookAhead;
    const split = matches.find((match) => match.start < end && match.end > end);
    const cut = split && length < windowMax ? split.start : end;
    return this.#report(matches, Math.max(cut, this.#reported));
  }

  /** The rest. To be called when the lane ends, however it ends. */
  flush(): readonly Recognised[] {
    return this.#report(this.#window.matches(this.#reported), this.#window.text.length);
  }

  #report(matches: readonly Recognised[], cut: number): readonly Recognised[] {
    const { base } = this.#window;
    const found = matches.filter(({ start, end }) => start >= this.#reported && end <= cut);
    this.#window.learn(cut);
    this.#reported = cut - this.#window.trim(cut);
    return found.map((match) => atLaneOffset(match, base));
  }
}
