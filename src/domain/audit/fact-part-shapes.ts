import { count, list, matching, object, oneOf, type Shape, scalar } from './body-shape.ts';
import type { AuditFact, AuditFactType } from './fact.ts';
import type { AuditedChange, AuditedContent } from './fact-parts.ts';

export type FactOf<Type extends AuditFactType, Fact = AuditFact> = Fact extends AuditFact
  ? Type extends Fact['type']
    ? Fact
    : never
  : never;
export type CommonField = 'type' | 'actor' | 'workspace' | 'request_id';
export type OwnShape<Fact> = Shape<Omit<Fact, CommonField>>;

const sha256Text = matching('[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=');
export const changes = list(
  object<AuditedChange>({
    field: oneOf<AuditedChange['field']>({
      status: true,
      version: true,
      last4: true,
      name: true,
      base_url: true,
      region: true,
      destination: true,
      expires_at: true,
      workspace: true,
      credential_fallback: true,
      translation: true,
      provider: true,
      model: true,
      hash: true,
      mode: true,
      priority: true,
      scope: true,
      active_version: true,
      role: true,
      entry_days: true,
      content_days: true,
    }),
    old: scalar,
    new: scalar,
  }),
);

export const content = object<AuditedContent>({ commit: sha256Text, bytes: count });
