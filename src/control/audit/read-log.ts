import type { AuditActor } from '../../domain/audit/fact-parts.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { AuditLog } from '../../ports/audit-log.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Random } from '../../ports/random.ts';
import { type LogReader, signedBy } from '../caller.ts';

export interface Look {
  readonly by: LogReader;
  readonly what: 'entries' | 'entry' | 'receipt';
  /** Indexes of what was looked at. */
  readonly first: number;
  /** One past the last. */
  readonly end: number;
}

export interface ReadLogUse {
  readonly auditLog: AuditLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

interface Tally {
  readonly tenantId: TenantId;
  readonly actor: AuditActor;
  readonly what: Look['what'];
  writtenAt: number;
  /** Looks since then that no entry stands for yet. */
  count: number;
  first: number;
  end: number;
}

const intervalMs = 60_000;
const talliesMax = 10_000;

/**
 * Writes down who looked at the log: the first look at once, what follows as one entry a minute with their number and
 * range, so that whoever leafs through the log does not fill it.
 */
export class ReadLog {
  readonly #use: ReadLogUse;
  readonly #tallies = new Map<string, Tally>();

  constructor(use: ReadLogUse) {
    this.#use = use;
  }

  /** Never rejects: a log that cannot be written can still be read, by those who have to find out why. */
  async record(look: Look): Promise<void> {
    if (look.first >= look.end) return;
    const now = this.#use.clock.monotonic();
    const tally = this.#tallyOf(look, now);
    tally.first = tally.count === 0 ? look.first : Math.min(tally.first, look.first);
    tally.end = tally.count === 0 ? look.end : Math.max(tally.end, look.end);
    tally.count += 1;
    if (now - tally.writtenAt >= intervalMs) await this.#write(tally, look.by);
  }

  /** Writes what is due; everything, due or not, when the plane closes. Called once a minute. */
  async flush(when: 'due' | 'closing'): Promise<void> {
    const now = this.#use.clock.monotonic();
    for (const [key, tally] of this.#tallies) {
      if (when === 'due' && now - tally.writtenAt < intervalMs) continue;
      if (tally.count > 0) await this.#write(tally);
      else this.#tallies.delete(key);
    }
  }

  #tallyOf({ by, what, first, end }: Look, now: number): Tally {
    const { tenantId } = by;
    const { actor } = signedBy(by);
    const key = `${tenantId} ${actor.id} ${what}`;
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    const tally = { tenantId, actor, what, writtenAt: now - intervalMs, count: 0, first, end };
    if (this.#tallies.size >= talliesMax) this.#dropWritten();
    this.#tallies.set(key, tally);
    return tally;
  }

  // Bounds the memory at the price of an entry more for whoever looks again within the minute.
  #dropWritten(): void {
    for (const [key, { count }] of this.#tallies) if (count === 0) this.#tallies.delete(key);
  }

  async #write(tally: Tally, by?: LogReader): Promise<void> {
    const { tenantId, actor, what, first, end, count, writtenAt } = tally;
    tally.count = 0;
    tally.writtenAt = this.#use.clock.monotonic();
    try {
      const base = by === undefined ? { actor } : signedBy(by);
      await this.#use.auditLog.append({
        tenantId,
        entryId: this.#use.random.id('aud'),
        fact: { type: 'audit.read', ...base, what, first, end, count },
      });
    } catch {
      const isAlone = tally.count === 0;
      tally.first = isAlone ? first : Math.min(tally.first, first);
      tally.end = isAlone ? end : Math.max(tally.end, end);
      tally.count += count;
      tally.writtenAt = writtenAt;
      this.#use.log.error('audit.read_not_audited', { what, count });
    }
  }
}
