import { MonagoError } from '../../domain/errors.ts';
import type { Decision } from '../../domain/policy/bundle/decision.ts';
import { redactionOf } from '../../domain/policy/bundle/obligations.ts';
import { assessRisk } from '../../domain/risk/assess-risk.ts';
import type { RiskFinding } from '../../domain/risk/risk-evidence.ts';
import type { Caller, Exchange } from '../exchange.ts';
import { applyObligations } from '../govern/apply-obligations.ts';
import { newVault } from '../govern/new-vault.ts';
import { type OtherModel, otherModelJudgedOtherwise } from '../govern/other-models.ts';
import { policyInput } from '../govern/policy-input.ts';
import { reasonOf, uninspected, verdictOf } from '../govern/verdict.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { InspectedPrompt } from './inspect.ts';

// Not exported: only `decide` can make one.
class Cleared {
  readonly #isCleared = true;
  /** With everything hidden, limited and rerouted that policy wants so. */
  readonly prompt: Prompt;
  readonly decision: Decision;

  constructor(prompt: Prompt, decision: Decision) {
    this.prompt = prompt;
    this.decision = decision;
  }

  get isCleared(): boolean {
    return this.#isCleared;
  }
}

/**
 * A prompt that policy lets through, at once or once a person has agreed; the intent and the call to the provider take
 * nothing else.
 */
export type ClearedPrompt = Cleared;

/**
 * Evaluates the policies and does what they ask for.
 * @throws MonagoError with the code of the block, e.g. `policy_blocked`
 */
export function decide(
  inspected: InspectedPrompt,
  caller: Caller,
  exchange: Exchange,
): ClearedPrompt {
  const { governance, inspection } = inspected;
  const input = policyInput(inspected, { caller, governance }, exchange);
  const { clock } = exchange.use;
  const startedAt = clock.monotonic();
  const decision = governance.bundle.decide('request', input);
  exchange.policyInput = input;
  exchange.decision = decision;
  const evalUs = Math.round((clock.monotonic() - startedAt) * 1_000);
  exchange.decided.push({ decision, input, evalUs });
  refuseBlocked(decision, inspected, exchange);
  refuseOtherModel({ input, decision }, inspected, exchange);
  const vault = newVault(inspected.prompt, { caller, governance }, exchange);
  exchange.vault = vault;
  const { wire } = exchange.request.endpoint;
  const { prompt, segments } = inspected;
  try {
    const governed = applyObligations({ prompt, segments, inspection, decision, vault, wire });
    exchange.verdict = verdictOf(decision, governed.hidden);
    exchange.risk = residualRisk(inspected, decision);
    exchange.prompt = governed.prompt;
    exchange.strippedTools = governed.strippedTools;
    exchange.withheldHeaders = governed.withheldHeaders;
    return new Cleared(governed.prompt, decision);
  } catch (thrown) {
    const reason = thrown instanceof MonagoError ? thrown.message : 'it could not be applied';
    exchange.verdict = {
      ...verdictOf(decision, []),
      decision: 'blocked',
      reason: withoutLead(reason),
    };
    throw thrown;
  }
}

const lead = 'Blocked by policy: ';

function withoutLead(message: string): string {
  return message.startsWith(lead) ? message.slice(lead.length) : message;
}

function refuseBlocked(decision: Decision, inspected: InspectedPrompt, exchange: Exchange): void {
  const { prompt, inspection, risk } = inspected;
  if (decision.verdict === 'deny') {
    const reason = reasonOf(decision, { model: prompt.model, inspection, risk });
    exchange.verdict = verdictOf(decision, [], reason);
    throw new MonagoError(decision.code ?? 'policy_blocked', {
      message: decision.message ?? `${lead}${reason}.`,
    });
  }
  if (inspection.status === 'failed') {
    exchange.verdict = uninspected;
    throw new MonagoError('policy_blocked', { message: `${lead}${uninspected.reason}.` });
  }
}

/** @throws MonagoError for a model that the request names besides its own, and for which other policies hold */
function refuseOtherModel(
  own: Omit<OtherModel, 'model'>,
  { prompt, governance, inspection, risk }: InspectedPrompt,
  exchange: Exchange,
): void {
  const other = otherModelJudgedOtherwise(prompt, own, governance);
  if (other === undefined) return;
  const { model, input } = other;
  const decision: Decision =
    other.decision.verdict === 'deny'
      ? other.decision
      : { ...other.decision, verdict: 'deny', code: 'model_not_allowed', message: undefined };
  exchange.decision = decision;
  exchange.decided.push({ decision, input, evalUs: 0 });
  const reason = reasonOf(decision, { model, inspection, risk });
  exchange.verdict = verdictOf(decision, [], reason);
  throw new MonagoError(decision.code ?? 'policy_blocked', {
    message:
      decision.message ?? `${lead}${reason}, and the request names it besides its own model.`,
  });
}

/** What is left once policy has hidden what it hides. */
function residualRisk({ evidence, risk }: InspectedPrompt, { obligations }: Decision) {
  if (obligations.redact.size === 0) return risk;
  const findings = evidence.findings.map(
    (finding): RiskFinding => ({
      ...finding,
      action: redactionOf(obligations, finding.type) ?? 'detect',
    }),
  );
  return assessRisk({ ...evidence, findings });
}
