import { injectionThreshold } from './injection-threshold.ts';
import { modelAllowlist } from './model-allowlist.ts';
import { piiProtection } from './pii-protection.ts';
import { premiumApproval } from './premium-approval.ts';
import type { TemplateId } from './template-ids.ts';
import { timeRestriction } from './time-restriction.ts';
import { tokenBudget } from './token-budget.ts';

/** Policies to start from: whole documents with their tests, in mode monitor, so that nothing is blocked by a first try. */
export const templates: Readonly<Record<TemplateId, string>> = {
  pii: piiProtection,
  models: modelAllowlist,
  tokens: tokenBudget,
  time: timeRestriction,
  injection: injectionThreshold,
  premium: premiumApproval,
};

export const blankPolicy = `name: new-policy
priority: 50
scope: tenant
mode: monitor
when: pii.total > 0
effect: log_only
`;
