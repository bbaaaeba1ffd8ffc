import { encodeBase64 } from './base64.ts';
import type { BodyOutline } from './body-pattern.ts';
import { isEqual } from './bytes.ts';
import { classOfType } from './class-of-type.ts';
import { outlineBody } from './entry.ts';
import type { AuditClass } from './fact.ts';
import type { CheckId, Findings } from './finding.ts';
import { AuditFormatError } from './format-error.ts';
import { genesisHash, type Leaf, parseLeaf } from './leaf.ts';
import { leafHash } from './merkle.ts';
import { OutcomeLedger } from './outcome-ledger.ts';

/** What an entry says, once it is known to be well-formed. */
export interface CheckedEntry {
  readonly outline: BodyOutline;
  /** In order: for `parseBody`, where more is wanted than the outline. */
  readonly body: string;
  readonly index: number;
  readonly time: string;
}

export interface EntryCheckerParts {
  readonly origin: string;
  readonly findings: Findings;
  /** Called for each entry that is well-formed. */
  onEntry(entry: CheckedEntry): void;
  /** Called for each entry that is missing among others, cannot be read, or is of a later version. */
  onUnread(index: number): void;
}

/** Every log begins by saying so. */
const firstType = 'log.opened';

/** V7 to V11 and V13: what each entry must be, and how it must follow from the entries ahead of it. */
export class EntryChecker {
  readonly outcomes: OutcomeLedger;
  readonly #origin: string;
  readonly #findings: Findings;
  readonly #onEntry: EntryCheckerParts['onEntry'];
  readonly #onUnread: EntryCheckerParts['onUnread'];
  #counters: Partial<Record<AuditClass, number>> = { ai: 0, admin: 0, auth: 0, sys: 0 };
  #prev: Uint8Array;
  #time = '';
  #isResumed = false;
  #hasUnknown = false;

  constructor({ origin, findings, onEntry, onUnread }: EntryCheckerParts) {
    this.#origin = origin;
    this.#findings = findings;
    this.#onEntry = onEntry;
    this.#onUnread = onUnread;
    this.#prev = genesisHash(origin);
    this.outcomes = new OutcomeLedger(findings);
  }

  /** Time of the newest entry read so far; empty before the first. */
  get newestTime(): string {
    return this.#time;
  }

  /** Whether an entry is of a later version: it may say anything that other entries depend on. */
  get hasUnknown(): boolean {
    return this.#hasUnknown;
  }

  /** Goes on behind entries that were pruned, of which only the hashes are left. @param prev hash of the last one */
  resumeAfter(prev: Uint8Array): void {
    this.#prev = prev;
    this.#counters = {};
    this.#isResumed = true;
  }

  /** Of an entry that is not there nothing can be said. */
  skip(index: number): void {
    this.#onUnread(index);
  }

  /** @returns the leaf hash, whether or not the entry is in order */
  check(bytes: Uint8Array, index: number): Uint8Array {
    const hash = leafHash(bytes);
    const leaf = this.#parse(bytes, index);
    if (leaf === undefined) {
      this.#onUnread(index);
    } else {
      this.#checkPlace(leaf, index);
      this.#checkOrder(leaf, index);
      const outline = this.#outline(leaf, index);
      if (outline !== undefined) this.#take({ outline, body: leaf.body, index, time: leaf.time });
    }
    this.#prev = hash;
    return hash;
  }

  #take(entry: CheckedEntry): void {
    if (this.#isResumed) this.outcomes.resume(entry.time);
    this.#isResumed = false;
    this.outcomes.add(entry);
    this.#onEntry(entry);
  }

  #parse(bytes: Uint8Array, index: number): Leaf | undefined {
    try {
      return parseLeaf(bytes);
    } catch (error) {
      if (!(error instanceof AuditFormatError)) throw error;
      this.#findings.add({ check: 'V7', weight: 'tampered', index, message: error.message });
      return undefined;
    }
  }

  #checkPlace(leaf: Leaf, index: number): void {
    if (leaf.origin !== this.#origin) {
      this.#differs('V7', index, ['the entry is of another log', this.#origin, leaf.origin]);
    }
    if (leaf.index !== index) {
      this.#differs('V7', index, ['the entry is not in its place', index, leaf.index]);
    }
    if (!isEqual(leaf.prev, this.#prev)) {
      const message = 'the entry does not name the hash of the one ahead of it';
      this.#differs('V8', index, [message, encodeBase64(this.#prev), encodeBase64(leaf.prev)]);
    }
  }

  #checkOrder(leaf: Leaf, index: number): void {
    // Behind pruned entries the first one of each class says where the count stands.
    const counted = this.#counters[leaf.class] ?? leaf.classIndex;
    if (leaf.classIndex !== counted) {
      this.#differs('V9', index, [
        `the counter of ${leaf.class} has a gap`,
        counted,
        leaf.classIndex,
      ]);
    }
    this.#counters[leaf.class] = leaf.classIndex + 1;
    if (leaf.time < this.#time) {
      this.#differs('V10', index, ['the time goes back', `${this.#time} or later`, leaf.time]);
    } else {
      this.#time = leaf.time;
    }
  }

  #outline(leaf: Leaf, index: number): BodyOutline | undefined {
    try {
      const outline = outlineBody(leaf.body);
      this.#checkType(outline, leaf, index);
      return outline;
    } catch (error) {
      if (!(error instanceof AuditFormatError)) throw error;
      this.#refuseBody(error, index);
      return undefined;
    }
  }

  #checkType({ type }: BodyOutline, leaf: Leaf, index: number): void {
    const wanted = classOfType[type];
    if (leaf.class !== wanted) {
      this.#differs('V11', index, [`class of ${type}`, wanted, leaf.class]);
    }
    if (index === 0 && type !== firstType) {
      this.#differs('V11', index, ['type of the first entry', firstType, type]);
    }
  }

  #refuseBody({ code, message }: AuditFormatError, index: number): void {
    const isNewer = code === 'unknown_body';
    if (isNewer) this.#meetUnknown();
    this.#onUnread(index);
    this.#findings.add({
      check: 'V11',
      weight: isNewer ? 'incomplete' : 'tampered',
      index,
      message: isNewer ? `this verifier does not know ${message}` : message,
    });
  }

  #meetUnknown(): void {
    this.#hasUnknown = true;
    this.outcomes.meetUnknown();
  }

  #differs(
    check: CheckId,
    index: number,
    [message, expected, actual]: readonly [string, string | number, string | number],
  ): void {
    this.#findings.add({
      check,
      weight: 'tampered',
      index,
      message,
      expected: String(expected),
      actual: String(actual),
    });
  }
}
