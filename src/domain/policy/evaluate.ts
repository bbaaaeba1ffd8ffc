import type { ErrorCode } from '../error-table.ts';
import type { Signals } from '../inspection/signals.ts';

export type BlockCode = Extract<
  ErrorCode,
  'pii_blocked' | 'security_block' | 'model_not_allowed' | 'policy_blocked'
>;

/** What policy says about one request, and which version of it. */
export type Verdict =
  | { readonly decision: 'allowed'; readonly version: string }
  | {
      readonly decision: 'blocked';
      readonly version: string;
      readonly code: BlockCode;
      /** One line for the caller; never holds prompt text. */
      readonly reason: string;
    };

/** The baseline that is in force while a tenant has no policies of its own. */
const builtinPolicyVersion = 'builtin@1';

/** Decides about a request. What could not be inspected is not let through. */
export function evaluate(signals: Signals): Verdict {
  if (signals.status === 'failed') {
    return {
      decision: 'blocked',
      version: builtinPolicyVersion,
      code: 'policy_blocked',
      reason: 'The prompt could not be inspected',
    };
  }
  return { decision: 'allowed', version: builtinPolicyVersion };
}
