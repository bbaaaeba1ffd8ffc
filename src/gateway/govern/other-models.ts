import type { Decision, PolicyReference } from '../../domain/policy/bundle/decision.ts';
import type { PolicyInput } from '../../domain/policy/condition/variables.ts';
import { isFields, listOf } from '../../domain/protocol/segments/segment.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { Governance } from './governance.ts';

/** What policy would say if a model were asked that the request names besides its own. */
export interface OtherModel {
  readonly model: string;
  readonly input: PolicyInput;
  readonly decision: Decision;
}

// Each is asked about, and whoever names more wants something else than an answer.
const modelsMax = 32;

/**
 * The first model among those that a request names for its provider to use as well, be it when its own fails or within a
 * tool, for which other policies hold than for its own. What the request may do with that one, nobody has decided.
 */
export function otherModelJudgedOtherwise(
  { members, model }: Prompt,
  { input, decision }: Omit<OtherModel, 'model'>,
  { bundle }: Governance,
): OtherModel | undefined {
  if (bundle.policies.length === 0) return undefined;
  const others = [...new Set(modelsIn(members))].filter((name) => name !== model);
  for (const [at, name] of others.entries()) {
    if (at >= modelsMax) return { model: name, input, decision };
    const request = { ...input.request, model: name, model_requested: name };
    const its = { ...input, request };
    const judged = { model: name, input: its, decision: bundle.decide('request', its) };
    if (!isSame(judged.decision, decision)) return judged;
  }
  return undefined;
}

/** Fallbacks, and tools that have models of their own. */
function modelsIn(members: Prompt['members']): readonly string[] {
  const named = [members['fallbacks'], members['models'], members['tools']].flatMap(listOf);
  return named.flatMap((entry) => {
    const model = isFields(entry) ? entry['model'] : entry;
    return typeof model === 'string' && model !== '' ? [model] : [];
  });
}

function isSame(one: Decision, other: Decision): boolean {
  return (
    one.verdict === other.verdict &&
    namesOf(one.matched) === namesOf(other.matched) &&
    namesOf(one.uncertain) === namesOf(other.uncertain)
  );
}

function namesOf(policies: readonly PolicyReference[]): string {
  return policies.map(({ name, version }) => `${name}@${version}`).join();
}
