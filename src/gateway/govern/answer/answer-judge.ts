import type { AuditedFinding, PolicyDecision } from '../../../domain/audit/fact.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { InjectionSignal } from '../../../domain/inspection/injection/injection-signal.ts';
import type { Inspection } from '../../../domain/inspection/inspection.ts';
import type { Recognised } from '../../../domain/inspection/match.ts';
import type { Decision } from '../../../domain/policy/bundle/decision.ts';
import { redactionOf } from '../../../domain/policy/bundle/obligations.ts';
import type { Phase, PiiFinding, PolicyInput } from '../../../domain/policy/condition/variables.ts';
import type { RedactionStyle } from '../../../domain/policy/document/effect.ts';
import { assessRisk } from '../../../domain/risk/assess-risk.ts';
import { auditedPolicies } from '../../audit/audited-findings.ts';
import type { Exchange } from '../../exchange.ts';
import type { Governance } from '../governance.ts';
import { answerInput, withoutRequest } from '../policy-input.ts';
import { isSensitive, passing, reasonOf, verdictOf, versionOf } from '../verdict.ts';
import { joined, mergedOf, strictest } from './answer-decisions.ts';
import { nothingYet } from './answer-state.ts';

/** What refuses an answer, and what it has to say about it. */
interface Refusing {
  readonly version?: string;
  readonly message?: string | undefined;
}

/**
 * What policy makes of one answer, as a whole or while it comes: it is told what was found, and says what must not pass.
 */
export class AnswerJudge {
  readonly #exchange: Exchange;
  readonly #governance: Governance;
  readonly #request: PolicyInput;
  readonly #phases: readonly Phase[];
  readonly #counts = new Map<string, PiiFinding>();
  readonly #signals: InjectionSignal[] = [];
  readonly #unread: string[] = [];
  readonly #hidden = new Set<string>();
  #characters = 0;
  #isFailed = false;
  #isStuck = false;
  state = nothingYet;
  #decisions: readonly Decision[] = [];
  #input: PolicyInput | undefined;

  /** @param phases a policy about whole answers is also one about those that are streamed */
  constructor(exchange: Exchange, phases: readonly Phase[]) {
    const { governance, policyInput } = exchange;
    if (governance === undefined || policyInput === undefined) {
      throw new MonagoError('internal', { internal: 'an answer to a request that nobody judged' });
    }
    this.#exchange = exchange;
    this.#governance = governance;
    const isKept = exchange.request.endpoint.purpose === 'stored';
    this.#request = isKept ? withoutRequest(policyInput) : policyInput;
    this.#phases = phases;
  }

  /** Adds what was found, and decides anew. @throws MonagoError with the code of the block */
  learn(found: readonly Recognised[], signals: readonly InjectionSignal[] = []): void {
    for (const match of found) count(match, this.#counts);
    this.#signals.push(...signals);
    this.decide();
  }

  read(characters: number): void {
    this.#characters += characters;
  }

  addUnread(mediaTypes: readonly string[]): void {
    this.#unread.push(...mediaTypes);
  }

  /** A detector broke: nothing is known about the rest. @throws MonagoError with the code of the block */
  fail(): never {
    this.#isFailed = true;
    this.decide();
    throw this.#refused('The answer could not be inspected', 'policy_blocked');
  }

  /** @throws MonagoError with the code of the block */
  decide(): void {
    const { input, decisions } = this.#decideWith([...this.#counts.values()]);
    this.#input = input;
    this.#decisions = decisions;
    const denial = decisions.find(({ verdict }) => verdict === 'deny');
    if (denial === undefined) return;
    const { model } = this.state;
    const reason = reasonOf(denial, { model, inspection: this.inspection, risk: this.#risk() });
    throw this.#refused(reason, denial.code ?? 'policy_blocked', {
      version: verdictOf(denial, []).version,
      message: denial.message,
    });
  }

  /**
   * What has to be hidden where nothing can take its place goes nowhere. As in a request, what concerns a person does that, and
   * a date or the address of a page only where a policy names it. To be called once `learn` knows of it.
   * @throws MonagoError `pii_blocked`
   */
  refuseStuck(found: readonly Recognised[]): void {
    const match = found.find(({ type }) => this.#mustGo(type));
    if (match === undefined) return;
    this.#isStuck = true;
    const hiding = this.#decisions.filter(
      ({ obligations }) => redactionOf(obligations, match.type) !== undefined,
    );
    const version = versionOf(hiding.flatMap(({ decidedBy }) => decidedBy));
    throw this.#refused(`PII detected: ${match.type}`, 'pii_blocked', {
      version,
      message: `Blocked by policy: ${match.type} stands in the answer where it cannot be replaced.`,
    });
  }

  #mustGo(type: string): boolean {
    if (this.styleOf(type) === undefined) return false;
    return (
      isSensitive(type) || this.#decisions.some(({ obligations }) => obligations.redact.has(type))
    );
  }

  /** How a type is hidden; undefined where it may stay. */
  styleOf(type: string): RedactionStyle | undefined {
    return strictest(this.#decisions, type);
  }

  /** Whether something like this must not simply pass: it would be hidden, or end the answer. */
  concerns(match: Recognised): boolean {
    const decisions = this.#decisionsWith(match);
    return isDenied(decisions) || strictest(decisions, match.type) !== undefined;
  }

  /** Whether something like this would end the answer. */
  denies(match: Recognised): boolean {
    return isDenied(this.#decisionsWith(match));
  }

  #decisionsWith(match: Recognised): readonly Decision[] {
    const counts = new Map(this.#counts);
    count(match, counts);
    return this.#decideWith([...counts.values()]).decisions;
  }

  addHidden(types: Iterable<string>): void {
    for (const type of types) this.#hidden.add(type);
  }

  get inspection(): Inspection {
    return {
      status: this.#isFailed ? 'failed' : 'complete',
      places: [],
      findings: [...this.#counts.values()],
      injection: this.#signals,
      unread: this.#unread,
      characters: this.#characters,
    };
  }

  /** What is written down, and told in headers as far as they are not sent yet. To be called once, at the end. */
  conclude(): void {
    const exchange = this.#exchange;
    const input = this.#input;
    if (input !== undefined) {
      for (const decision of this.#decisions) exchange.decided.push({ decision, input, evalUs: 0 });
    }
    const merged = mergedOf(this.#decisions);
    const hidden = [...this.#hidden];
    const policies = auditedPolicies(merged);
    const decision = this.#verdictOn(merged, hidden);
    exchange.answer = {
      decision,
      pii: this.#audited(decision),
      ...(policies === undefined ? {} : { policies }),
    };
    if (decision !== 'blocked') exchange.verdict = joined(exchange.verdict, merged, hidden);
  }

  #verdictOn(merged: Decision | undefined, hidden: readonly string[]): PolicyDecision {
    if (this.#isFailed || this.#isStuck || merged?.verdict === 'deny') return 'blocked';
    return merged === undefined ? 'allowed' : passing(merged, hidden);
  }

  #audited(decision: PolicyDecision): readonly AuditedFinding[] {
    return [...this.#counts.values()].map(({ type, count: times }) => ({
      type,
      count: times,
      action: decision === 'blocked' ? 'block' : (this.styleOf(type) ?? 'detect'),
    }));
  }

  #refused(reason: string, code: MonagoError['code'], by: Refusing = {}): MonagoError {
    const { verdict } = this.#exchange;
    const { version = versionOf([]), message } = by;
    this.#exchange.verdict = {
      decision: 'blocked',
      version: [...new Set([verdict?.version ?? version, version])].join(', '),
      reason,
      hidden: verdict?.hidden ?? [],
    };
    return new MonagoError(code, {
      message: message ?? `Blocked by policy: ${reason} in the answer.`,
    });
  }

  #decideWith(findings: readonly PiiFinding[]) {
    const { governance, input } = {
      governance: this.#governance,
      input: this.#inputWith(findings),
    };
    const decisions = this.#phases.map((phase) => governance.bundle.decide(phase, input));
    return { input, decisions };
  }

  #inputWith(findings: readonly PiiFinding[]): PolicyInput {
    const { model, finishReason, outputTokens, toolCalls } = this.state;
    return answerInput(this.#request, {
      provider: this.#request.request.provider,
      model,
      finish_reason: finishReason,
      output_tokens: outputTokens,
      tool_calls: toolCalls,
      inspection: { ...this.inspection, findings },
      risk: this.#risk(findings),
    });
  }

  #risk(findings: readonly PiiFinding[] = [...this.#counts.values()]) {
    const asked = this.#request.pii.types;
    return assessRisk({
      where: 'response',
      status: this.#isFailed ? 'failed' : 'complete',
      findings: findings.map((finding) => ({ ...finding, isNew: !asked.includes(finding.type) })),
      injection: this.#signals,
      context: {
        bytes: this.#characters,
        hasUnreadMedia: this.#unread.length > 0,
        tools: this.state.toolCalls,
      },
    });
  }
}

function isDenied(decisions: readonly Decision[]): boolean {
  return decisions.some(({ verdict }) => verdict === 'deny');
}

function count({ type, score, part }: Recognised, counts: Map<string, PiiFinding>): void {
  if (part === 'rest') return;
  const known = counts.get(type) ?? { count: 0, confidence: 0 };
  const confidence = Math.max(known.confidence, Math.round(score * 100));
  counts.set(type, { type, role: 'assistant', count: known.count + 1, confidence });
}
