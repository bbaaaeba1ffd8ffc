import type { CheckedEntry } from './check-entry.ts';
import { parseBody } from './entry.ts';
import { evidenceShapes } from './evidence-shape.ts';
import type { AuditBody } from './fact.ts';
import type { Findings } from './finding.ts';
import { AuditFormatError } from './format-error.ts';
import type { Range } from './ranges.ts';
import { type NoteKey, parseVkey } from './signed-note.ts';
import { parseTime } from './time.ts';

/** A change of the log's key, said by an entry. */
export interface Rotation {
  readonly index: number;
  readonly from: NoteKey;
  readonly to: NoteKey;
}

/** The log that this one follows. */
export interface Continuation {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
}

/** A stretch without entries; no fault of the log, which stands still when Monago does. */
export interface Gap {
  /** The entry that ends it. */
  readonly index: number;
  readonly from: string;
  readonly to: string;
}

/** With heartbeats every ten minutes a log that says nothing for longer than this was not being written. */
const gapMicros = 15 * 60_000_000;
const gapsMax = 100;

/** What the entries themselves say about the log: who signs it, what was taken out of it, and when it was silent. */
export class EvidenceLedger {
  readonly rotations: Rotation[] = [];
  /** Entries whose content need not be there any more. */
  readonly erasures: Range[] = [];
  readonly gaps: Gap[] = [];
  continues: Continuation | undefined;
  /** Entries below this index may be missing. */
  prunedBelow = 0;
  readonly #origin: string;
  readonly #findings: Findings;
  readonly #gapMicros: number;
  readonly #isGapFault: boolean;
  #hasHeartbeat = false;
  #time = '';

  /** @param gapMax microseconds that an auditor allows between two entries */
  constructor(origin: string, findings: Findings, gapMax?: number) {
    this.#origin = origin;
    this.#findings = findings;
    this.#gapMicros = gapMax ?? gapMicros;
    this.#isGapFault = gapMax !== undefined;
  }

  add({ outline: { type }, body, index, time }: CheckedEntry): void {
    this.#checkGap(index, time);
    if (type === 'log.heartbeat') this.#hasHeartbeat = true;
    else if (Object.hasOwn(evidenceShapes, type)) this.#note(parseBody(body), index);
  }

  #note(body: AuditBody, index: number): void {
    switch (body.type) {
      case 'log.opened':
        if (index === 0) this.continues = body.continues;
        break;
      case 'log.key_rotated':
        this.#addRotation([body.old_vkey, body.new_vkey], index);
        break;
      case 'retention.pruned':
        this.prunedBelow = Math.max(this.prunedBelow, Math.min(body.below, index));
        break;
      case 'privacy.erased':
        if (body.log !== undefined && body.log !== this.#origin) break;
        // Of the log that this one follows: nothing of this one.
        if (body.log !== undefined) break;
        // What is erased was there: an entry cannot erase what comes after it.
        for (const { first, end } of body.ranges) this.#erase({ first, end: Math.min(end, index) });
        break;
    }
  }

  #erase(range: Range): void {
    const last = this.erasures.at(-1);
    if (last?.end === range.first) this.erasures.splice(-1, 1, { ...last, end: range.end });
    else this.erasures.push(range);
  }

  #addRotation([from, to]: readonly [string, string], index: number): void {
    try {
      this.rotations.push({ index, from: parseVkey(from), to: parseVkey(to) });
    } catch (error) {
      if (!(error instanceof AuditFormatError)) throw error;
      this.#findings.add({ check: 'V11', weight: 'tampered', index, message: error.message });
    }
  }

  #checkGap(index: number, time: string): void {
    const before = this.#time;
    this.#time = time;
    if (before === '' || (!this.#hasHeartbeat && !this.#isGapFault)) return;
    // Most entries are of the same minute as the one ahead, and then nothing needs to be computed.
    const isSameMinute = time.slice(0, 16) === before.slice(0, 16);
    if (isSameMinute && this.#gapMicros >= 60_000_000) return;
    if (parseTime(time) - parseTime(before) <= this.#gapMicros) return;
    if (this.gaps.length < gapsMax) this.gaps.push({ index, from: before, to: time });
    if (!this.#isGapFault) return;
    const message =
      'nothing was entered for longer than allowed: entries may never have been written';
    this.#findings.add({
      check: 'V17',
      weight: 'incomplete',
      index,
      message,
      expected: `after ${before}`,
      actual: time,
    });
  }
}
