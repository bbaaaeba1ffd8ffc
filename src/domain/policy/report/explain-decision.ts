import type { CompiledPolicy } from '../bundle/compile-policy.ts';
import type { Decision, PolicyReference } from '../bundle/decision.ts';
import type { PolicyBundle } from '../bundle/policy-bundle.ts';
import type { ConjunctExplanation, Truth } from '../condition/compiled-condition.ts';
import type { Phase, PolicyInput } from '../condition/variables.ts';
import type { Mode } from '../document/policy.ts';

/** Whether a policy matches; or why that is not asked. */
export type Match = 'matched' | 'not_matched' | 'unknown' | 'other_phase' | 'other_workspace';

export interface PolicyExplanation {
  readonly reference: PolicyReference;
  readonly priority: number;
  readonly mode: Mode;
  readonly match: Match;
  /** Whether the verdict is its. */
  readonly decides: boolean;
  /** The parts that all must hold, in the order in which they stand. */
  readonly conjuncts: readonly ConjunctExplanation[];
}

export interface DecisionExplanation {
  readonly phase: Phase;
  readonly decision: Decision;
  /** In the order in which decisions list them. What they say is about the request as it came, also where it is routed. */
  readonly policies: readonly PolicyExplanation[];
}

/** Why a bundle decides as it does about one request. */
export function explainDecision(
  bundle: PolicyBundle,
  phase: Phase,
  input: PolicyInput,
): DecisionExplanation {
  const decision = bundle.decide(phase, input);
  const deciding = new Set(decision.decidedBy);
  const policies = bundle.policies.map((compiled) => {
    const { reference, policy, condition } = compiled;
    const { truth, conjuncts } = condition.explain(input);
    return {
      reference,
      priority: policy.priority,
      mode: policy.mode,
      match: matchOf(compiled, { phase, input, truth }),
      decides: deciding.has(reference),
      conjuncts,
    };
  });
  return { phase, decision, policies };
}

interface Asked {
  readonly phase: Phase;
  readonly input: PolicyInput;
  readonly truth: Truth;
}

function matchOf({ policy, workspace }: CompiledPolicy, { phase, input, truth }: Asked): Match {
  if (!policy.phases.includes(phase)) return 'other_phase';
  if (workspace !== undefined && workspace !== input.request.workspace) return 'other_workspace';
  if (truth === 'unknown') return 'unknown';
  return truth ? 'matched' : 'not_matched';
}
