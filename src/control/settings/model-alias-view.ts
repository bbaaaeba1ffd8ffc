import type { ModelAliasView } from '../../contract/schemas.ts';
import { modelNamed } from '../../domain/catalog/catalog.ts';
import type { ModelAlias } from '../../ports/unit-of-work.ts';
import { rfc3339 } from '../rfc3339.ts';

export function modelAliasView(alias: ModelAlias): ModelAliasView {
  return {
    alias: alias.alias,
    provider: alias.provider,
    model: alias.model,
    hides: modelNamed(alias.alias)?.provider ?? null,
    changed_at: rfc3339(alias.changedAt),
    changed_by: alias.changedBy,
  };
}
