import { count, id, list, matching, object, optional, text } from './body-shape.ts';
import { changes, content, type FactOf, type OwnShape } from './fact-part-shapes.ts';
import type { ApprovalFact, GovernanceFact, PolicyFact } from './governance-fact.ts';

const policyFact: OwnShape<PolicyFact> = {
  policy: object<PolicyFact['policy']>({
    id: id('pol'),
    name: text,
    version: count,
    hash: matching('sha256:[0-9a-f]{64}'),
  }),
  changes,
};

const approvalFact: OwnShape<ApprovalFact> = {
  approval: id('apr'),
  held: id('aud'),
  policies: list(text),
  reason: optional(content),
};

/** The fields of each type beyond the common ones; part of `factShapes`. */
export const governanceShapes: {
  readonly [Type in GovernanceFact['type']]: OwnShape<FactOf<Type>>;
} = {
  'policy.created': policyFact,
  'policy.version_added': policyFact,
  'policy.activated': policyFact,
  'policy.deactivated': policyFact,
  'policy.archived': policyFact,
  'approval.approved': approvalFact,
  'approval.rejected': approvalFact,
  'approval.expired': approvalFact,
  'inspection.changed': { changes },
  'declarations.changed': { changes },
};
