import { MonagoError } from '../../domain/errors.ts';
import { type Caller, signedBy } from '../caller.ts';
import type { Control } from '../control.ts';

export interface RemoveModelAlias {
  readonly by: Caller;
  readonly alias: string;
}

/** @throws MonagoError `not_found` */
export function removeModelAlias({ by, alias }: RemoveModelAlias, use: Control): Promise<void> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const former = await tx.aliases.byName(alias);
    if (former === undefined) throw new MonagoError('not_found');
    await tx.aliases.remove(alias);
    const { provider, model } = former;
    tx.audit({
      type: 'model_alias.removed',
      ...signedBy(by),
      alias,
      provider,
      model,
      changes: [
        { field: 'provider', old: provider, new: null },
        { field: 'model', old: model, new: null },
      ],
    });
  });
}
