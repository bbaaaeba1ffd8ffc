import type { ModelAliasView } from '../../contract/schemas.ts';
import type { AuditedChange } from '../../domain/audit/fact-parts.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { AliasTarget } from '../../domain/protocol/model-alias.ts';
import type { ModelAlias, TenantTransaction } from '../../ports/unit-of-work.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';
import { modelAliasView } from './model-alias-view.ts';

export interface SetModelAlias {
  readonly by: Caller;
  readonly alias: string;
  readonly target: AliasTarget;
}

/** Every gateway node holds all of them in memory. */
const aliasesMax = 500;

/** Requests that begin after the answer go to the new target. A name that stands for it already stays as it is. */
export function setModelAlias(
  { by, alias, target }: SetModelAlias,
  use: Control,
): Promise<ModelAliasView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const former = await tx.aliases.byName(alias);
    const changes = changesBetween(former, target);
    if (former !== undefined && changes.length === 0) return modelAliasView(former);
    if (former === undefined) await refuseTooMany(tx);
    const set: ModelAlias = { ...target, alias, changedAt: use.clock.now(), changedBy: by.userId };
    await tx.aliases.set(set);
    tx.audit({ type: 'model_alias.set', ...signedBy(by), alias, ...target, changes });
    return modelAliasView(set);
  });
}

function changesBetween(former: AliasTarget | undefined, target: AliasTarget): AuditedChange[] {
  return (['provider', 'model'] as const)
    .map((field) => ({ field, old: former?.[field] ?? null, new: target[field] }))
    .filter((change) => change.old !== change.new);
}

async function refuseTooMany(tx: TenantTransaction): Promise<void> {
  if ((await tx.aliases.list()).length < aliasesMax) return;
  const message = `There are ${aliasesMax} aliases already. Remove one first.`;
  throw new MonagoError('invalid_input', { param: 'alias', fields: [{ field: 'alias', message }] });
}
