import { systemClock } from '../../adapters/telemetry/system-clock.ts';
import type { Config } from '../../config.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { TenantChoice } from '../tenant-choice.ts';
import { carryOut } from './carry-out.ts';
import {
  type PolicyPlan,
  type PolicyWish,
  planPolicies,
  WrongPolicyFiles,
} from './plan-policies.ts';
import { withTenant } from './with-tenant.ts';

export interface ApplyPolicies extends PolicyWish {
  readonly tenant: string | undefined;
  readonly reason: string;
  readonly isDryRun: boolean;
}

export type ApplyOutcome =
  | { readonly kind: 'wrong_files'; readonly files: WrongPolicyFiles['files'] }
  | {
      readonly kind: 'refused';
      /** Undefined where it did not come that far. */
      readonly plan: PolicyPlan | undefined;
      readonly reasons: readonly string[];
      readonly tenant: TenantChoice;
    }
  | { readonly kind: 'planned' | 'done'; readonly plan: PolicyPlan; readonly tenant: TenantChoice };

/**
 * Brings the policies of a tenant to what files say: all of it in one transaction, or nothing.
 * @throws StartupRefusal | UnclearTenant
 */
export function applyPolicies(config: Config, wish: ApplyPolicies): Promise<ApplyOutcome> {
  return withTenant(config, wish.tenant, async ({ tenant, unitOfWork, random }) => {
    try {
      return await unitOfWork.run(tenant.id, async (tx): Promise<ApplyOutcome> => {
        await tx.policies.lockSet();
        const plan = await planPolicies(wish, tx);
        const reasons = reasonsAgainst(plan);
        if (reasons.length > 0) return { kind: 'refused', plan, reasons, tenant };
        if (wish.isDryRun) return { kind: 'planned', plan, tenant };
        await carryOut(plan, { tx, clock: systemClock, random, reason: wish.reason });
        return { kind: 'done', plan, tenant };
      });
    } catch (thrown) {
      return refusalFor(thrown, tenant);
    }
  });
}

/** @throws what is no refusal */
function refusalFor(thrown: unknown, tenant: TenantChoice): ApplyOutcome {
  if (thrown instanceof WrongPolicyFiles) return { kind: 'wrong_files', files: thrown.files };
  if (!isRefusal(thrown)) throw thrown;
  const told = thrown.fields.map(({ message }) => message);
  const reasons = told.length === 0 ? [thrown.message] : told;
  return { kind: 'refused', plan: undefined, reasons, tenant };
}

function isRefusal(thrown: unknown): thrown is MonagoError {
  return (
    thrown instanceof MonagoError && ['policy_invalid', 'policy_archived'].includes(thrown.code)
  );
}

function reasonsAgainst({ examination: { failed, unacknowledged } }: PolicyPlan): string[] {
  return [
    ...failed.map(
      ({ policy, test, failures }) => `${policy}: test '${test}' fails: ${failures.join('; ')}`,
    ),
    ...unacknowledged.map((id) => `nobody has acknowledged ${id} (--acknowledge, if it may stand)`),
  ];
}
