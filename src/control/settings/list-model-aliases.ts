import type { ModelAliasView } from '../../contract/schemas.ts';
import type { Caller } from '../caller.ts';
import type { Control } from '../control.ts';
import { modelAliasView } from './model-alias-view.ts';

/** By name. */
export async function listModelAliases(
  { by }: { readonly by: Caller },
  use: Control,
): Promise<ModelAliasView[]> {
  const aliases = await use.unitOfWork.read(by.tenantId, (tx) => tx.aliases.list());
  return aliases.map(modelAliasView);
}
