import { MonagoError } from '../../domain/errors.ts';
import type { TenantId } from '../../domain/ids.ts';
import type { Clock } from '../../ports/clock.ts';

const validationsMax = 5;
const windowMs = 60_000;
const tenantsMax = 10_000;

/**
 * At most 5 validations of provider keys a minute and tenant, on this node. Without it Monago would try stolen keys
 * and probe addresses for whoever has a session.
 */
export class ValidationLimit {
  readonly #clock: Clock;
  /** Times of the validations within the window, oldest first. */
  readonly #recent = new Map<TenantId, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one validation. @throws MonagoError `rate_limited` saying when the next one may come */
  take(tenantId: TenantId): void {
    const now = this.#clock.monotonic();
    const recent = (this.#recent.get(tenantId) ?? []).filter((at) => at > now - windowMs);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= validationsMax) {
      throw new MonagoError('rate_limited', {
        message: 'Too many keys were validated. Wait a minute and try again.',
        retryAfterSeconds: Math.ceil((oldest + windowMs - now) / 1000),
      });
    }
    recent.push(now);
    this.#remember(tenantId, recent);
  }

  #remember(tenantId: TenantId, recent: number[]): void {
    this.#recent.delete(tenantId);
    this.#recent.set(tenantId, recent);
    if (this.#recent.size <= tenantsMax) return;
    const [oldest] = this.#recent.keys();
    if (oldest !== undefined) this.#recent.delete(oldest);
  }
}
