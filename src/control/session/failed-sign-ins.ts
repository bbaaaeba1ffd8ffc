import type { AuditActor } from '../../domain/audit/fact-parts.ts';
import type { RequestId, TenantId } from '../../domain/ids.ts';
import type { AuditLog } from '../../ports/audit-log.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Random } from '../../ports/random.ts';

export type SignInFailure =
  | 'unknown_account'
  | 'wrong_password'
  | 'account_disabled'
  /** A platform operator's account, on-premise. */
  | 'role_not_offered';

/** Why a program was not let in. A closed list: what a stranger sends never gets into the log. */
export type TokenFailure =
  | 'malformed'
  | 'signature'
  | 'expired'
  | 'unknown'
  | 'revoked'
  /** A genuine API key that is for something else. */
  | 'wrong_scope';

interface FailedSignIn {
  readonly tenantId: TenantId;
  readonly reason: SignInFailure | TokenFailure;
  readonly requestId: RequestId;
  /** Left out where nothing proves who it is. */
  readonly actor?: AuditActor;
}

interface Tally extends Pick<FailedSignIn, 'tenantId' | 'reason'> {
  readonly actor: AuditActor;
  writtenAt: number;
  /** Failures since then that no entry stands for yet. */
  unwritten: number;
}

export interface FailedSignInsUse {
  readonly auditLog: AuditLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

const intervalMs = 60_000;
const talliesMax = 1_000;
const nobody: AuditActor = { type: 'anonymous', id: 'unknown' };

/**
 * Writes failed sign-ins to the audit log, of people and of programs: the first at once, those that follow as one entry a
 * minute with their number, so that whoever guesses passwords cannot fill the log.
 */
export class FailedSignIns {
  readonly #use: FailedSignInsUse;
  readonly #tallies = new Map<string, Tally>();

  constructor(use: FailedSignInsUse) {
    this.#use = use;
  }

  async record(failure: FailedSignIn): Promise<void> {
    const now = this.#use.clock.monotonic();
    const tally = this.#tallyOf(failure, now);
    tally.unwritten++;
    if (now - tally.writtenAt >= intervalMs) await this.#write(tally, failure.requestId);
  }

  /** Writes what is due; everything, due or not, when the plane closes. Called once a minute. */
  async flush(when: 'due' | 'closing'): Promise<void> {
    const now = this.#use.clock.monotonic();
    for (const [key, tally] of this.#tallies) {
      const isDue = when === 'closing' || now - tally.writtenAt >= intervalMs;
      if (!isDue) continue;
      if (tally.unwritten > 0) await this.#write(tally);
      else this.#tallies.delete(key);
    }
  }

  #tallyOf({ tenantId, reason, actor = nobody }: FailedSignIn, now: number): Tally {
    const key = `${tenantId} ${reason} ${actor.id}`;
    const known = this.#tallies.get(key);
    if (known !== undefined) return known;
    const tally = { tenantId, reason, actor, writtenAt: now - intervalMs, unwritten: 0 };
    if (this.#tallies.size >= talliesMax) this.#dropWritten();
    this.#tallies.set(key, tally);
    return tally;
  }

  // Bounds the memory at the price of an entry more for whoever fails again within the minute.
  #dropWritten(): void {
    for (const [key, { unwritten }] of this.#tallies) {
      if (unwritten === 0) this.#tallies.delete(key);
    }
  }

  async #write(tally: Tally, requestId?: RequestId): Promise<void> {
    const { tenantId, reason, actor, unwritten: count, writtenAt } = tally;
    tally.unwritten = 0;
    tally.writtenAt = this.#use.clock.monotonic();
    try {
      await this.#use.auditLog.append({
        tenantId,
        entryId: this.#use.random.id('aud'),
        fact: {
          type: 'auth.failed',
          actor,
          reason,
          ...(requestId === undefined ? {} : { request_id: requestId }),
          ...(count === 1 ? {} : { count }),
        },
      });
    } catch {
      // Nobody gets in by this failure, so the answer stays the same; the count waits for the log to come back.
      tally.unwritten += count;
      tally.writtenAt = writtenAt;
      this.#use.log.error('control.failed_sign_in_not_audited', { reason, count });
    }
  }
}
