import type { AuditActor } from '../domain/audit/fact-parts.ts';
import type { AuditId, TenantId, WorkspaceId } from '../domain/ids.ts';
import type { AuditLog } from '../ports/audit-log.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Random } from '../ports/random.ts';

/** Why a token was refused. A closed list: what a stranger sends never gets into the audit log. */
export type AuthFailureReason =
  | 'missing'
  | 'ambiguous'
  | 'malformed'
  | 'signature'
  | 'expired'
  | 'unknown'
  | 'revoked'
  /** A genuine API key that reads the log. */
  | 'wrong_scope';

export interface AuthFailure {
  readonly tenantId: TenantId;
  readonly reason: AuthFailureReason;
  readonly actor: AuditActor;
  readonly workspace?: WorkspaceId;
}

interface Window {
  readonly failure: AuthFailure;
  readonly endsAt: number;
  /** Failures since the entry that opened the window. */
  held: number;
}

const windowMs = 60_000;
const windowsMax = 10_000;

/**
 * Audits refused tokens: the first of a kind at once, the others of the same minute as one entry with their number, so
 * that a flood of bad tokens cannot fill the log.
 */
export class AuthFailureLog {
  readonly #use: AuthFailureLogPorts;
  readonly #windows = new Map<string, Window>();

  constructor(use: AuthFailureLogPorts) {
    this.#use = use;
  }

  /** The id of the entry, where one was written for this very failure. */
  async record(failure: AuthFailure): Promise<AuditId | undefined> {
    const key = `${failure.tenantId} ${failure.reason}`;
    const now = this.#use.clock.monotonic();
    const open = this.#windows.get(key);
    if (open !== undefined && now < open.endsAt) {
      open.held += 1;
      return undefined;
    }
    // Full only if thousands of tenants fail within a minute; then counting goes on where a window is open.
    if (open === undefined && this.#windows.size >= windowsMax) return undefined;
    const count = (open?.held ?? 0) + 1;
    this.#windows.set(key, { failure, endsAt: now + windowMs, held: 0 });
    return this.#append(failure, count, key);
  }

  /** Writes what was counted in windows that have ended; all of them when the process stops. */
  async flush(isFinal: boolean): Promise<void> {
    const now = this.#use.clock.monotonic();
    for (const [key, window] of [...this.#windows]) {
      if (!isFinal && now < window.endsAt) continue;
      this.#windows.delete(key);
      if (window.held > 0) await this.#append(window.failure, window.held, key);
    }
  }

  async #append(failure: AuthFailure, count: number, key: string): Promise<AuditId | undefined> {
    const { tenantId, reason, actor, workspace } = failure;
    const entryId = this.#use.random.id('aud');
    try {
      await this.#use.auditLog.append({
        tenantId,
        entryId,
        fact: {
          type: 'auth.failed',
          actor,
          reason,
          count,
          ...(workspace === undefined ? {} : { workspace }),
        },
      });
      return entryId;
    } catch {
      // Nobody was let in, so the answer stays 401; the number is kept for the next entry of this kind.
      this.#use.log.error('auth_failure_not_audited', { reason, count });
      const now = this.#use.clock.monotonic();
      const window = this.#windows.get(key) ?? { failure, endsAt: now + windowMs, held: 0 };
      window.held += count;
      this.#windows.set(key, window);
      return undefined;
    }
  }
}

interface AuthFailureLogPorts {
  readonly auditLog: AuditLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}
