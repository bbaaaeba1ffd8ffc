import type { CheckedEntry } from './check-entry.ts';
import type { Findings } from './finding.ts';
import { parseTime } from './time.ts';

/** A model call that was begun and whose outcome is not in the log. */
export interface OpenIntent {
  readonly id: string;
  readonly index: number;
  readonly time: string;
}

interface Intent extends OpenIntent {
  readonly requestId: string | undefined;
}

/** An intent this old should have an outcome by now: no call to a provider lasts an hour. */
const openMicrosMax = 3_600_000_000;

/** V13: every outcome closes exactly one intent that came before it. Holds only the intents that are open. */
export class OutcomeLedger {
  readonly #open = new Map<string, Intent>();
  readonly #findings: Findings;
  /** Intents from before this time may have been pruned. Microseconds since the epoch. */
  #prunedUntil = Number.NEGATIVE_INFINITY;
  #hasUnknown = false;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  add({ outline: { type, id, intent, requestId }, index, time }: CheckedEntry): void {
    if (type === 'ai.request.intent') {
      if (this.#open.has(id)) this.#fault(index, `the intent ${id} is there twice`);
      this.#open.set(id, { id, index, time, requestId });
    }
    if (intent === undefined) return;
    const open = this.#open.get(intent);
    if (open !== undefined) {
      this.#open.delete(intent);
      this.#compareRequest(open, requestId, index);
    } else if (microsOfId(intent) > this.#prunedUntil) {
      this.#fault(index, `there is no open intent ${intent} that this could be the outcome of`);
    }
  }

  #compareRequest(
    { id, requestId: expected }: Intent,
    actual: string | undefined,
    index: number,
  ): void {
    if (actual === expected) return;
    const message = `the outcome of ${id} is of another request`;
    const values = { expected: expected ?? 'none', actual: actual ?? 'none' };
    this.#findings.add({ check: 'V13', weight: 'tampered', index, message, ...values });
  }

  /** From here on the log begins in the middle. @param time of the first entry that is there */
  resume(time: string): void {
    // The clock that made the id may have been ahead of the one that framed the entry.
    this.#prunedUntil = parseTime(time) + openMicrosMax;
  }

  /** An entry of a later version may be an intent, or an outcome. */
  meetUnknown(): void {
    this.#hasUnknown = true;
  }

  /** Intents without an outcome that are more than an hour older than the newest entry. */
  overdue(newestTime: string): OpenIntent[] {
    const intents = [...this.#open.values()];
    return intents
      .filter(({ time }) => parseTime(newestTime) - parseTime(time) > openMicrosMax)
      .map(({ id, index, time }) => ({ id, index, time }));
  }

  #fault(index: number, message: string): void {
    const weight = this.#hasUnknown ? 'incomplete' : 'tampered';
    this.#findings.add({ check: 'V13', weight, index, message });
  }
}

/** When an id was made: its first 48 bits are milliseconds since the epoch (RFC 9562 section 5.7). */
function microsOfId(id: string): number {
  return Number.parseInt(id.slice(id.indexOf('_') + 1).slice(0, 12), 16) * 1000;
}
