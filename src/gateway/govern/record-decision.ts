import { withoutKeys } from '../../domain/credential/key-in-text.ts';
import type { Decision, PolicyReference } from '../../domain/policy/bundle/decision.ts';
import type { PolicyInput } from '../../domain/policy/condition/variables.ts';
import type { Exchange } from '../exchange.ts';

/** A decision and what it was made from. */
export interface Decided {
  readonly decision: Decision;
  readonly input: PolicyInput;
  /** Microseconds. */
  readonly evalUs: number;
}

/** Remembers what was decided, for backtests and for the numbers beside each policy. Evidence is in the log, not here. */
export function recordDecisions({ decided, caller, auditId, use, governance }: Exchange): void {
  if (caller === undefined || auditId === undefined || governance === undefined) return;
  for (const { decision, input, evalUs } of decided) {
    const { phase, verdict, wouldBe, code, decidedBy, matched, uncertain, shadow } = decision;
    use.decisionRecords.record({
      tenantId: caller.tenantId,
      auditId,
      at: use.clock.now(),
      workspaceId: caller.workspaceId,
      phase,
      input: withoutKeysIn(input),
      verdict,
      wouldBe,
      decidedBy: decidedBy.map(nameOf),
      matched: [...matched, ...uncertain].map(nameOf),
      shadow: shadow.map(nameOf),
      wouldDeny: wouldDeny(shadow, governance.denying),
      code,
      evalUs,
    });
  }
}

/** Names that callers chose: a key that somebody put there by mistake is kept nowhere. */
function withoutKeysIn(input: PolicyInput): PolicyInput {
  const { request, data, response } = input;
  const masked = {
    ...input,
    request: {
      ...request,
      model: withoutKeys(request.model),
      model_requested: withoutKeys(request.model_requested),
      attachments: request.attachments.map(withoutKeys),
      tools: request.tools.map(withoutKeys),
    },
    data: { ...data, tags: data.tags.map(withoutKeys) },
  };
  if (response === undefined) return masked;
  const model = withoutKeys(response.model);
  const finish_reason = withoutKeys(response.finish_reason);
  const tool_calls = response.tool_calls.map(withoutKeys);
  return { ...masked, response: { ...response, model, finish_reason, tool_calls } };
}

function nameOf({ name, version }: PolicyReference): string {
  return `${name}@${version}`;
}

function wouldDeny(
  shadow: readonly PolicyReference[],
  denying: ReadonlySet<string>,
): readonly string[] {
  return shadow.map(({ name }) => name).filter((name) => denying.has(name));
}
