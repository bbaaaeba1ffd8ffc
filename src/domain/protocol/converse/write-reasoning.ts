import { type Conversation, type Effort, efforts, type Reasoning } from '../conversation.ts';
import { type Members, placeOf, type RequestWriting } from './request-writing.ts';

export interface WrittenReasoning {
  /** For `additionalModelRequestFields`. */
  readonly fields: Members;
  /** Claude thinks before it answers, which forbids some settings. */
  readonly isThinking: boolean;
  /** Tokens to think with; they are part of the limit of the answer. */
  readonly budget?: number;
}

interface ReasoningWriting extends RequestWriting {
  readonly at: string;
  /** Tokens that the answer may have, thinking included. */
  readonly limit: number;
}

const none: WrittenReasoning = { fields: {}, isThinking: false };
/** The least that Claude takes. */
const budgetMin = 1024;
const budgetOf: Readonly<Record<Effort, number>> = {
  minimal: 1_024,
  low: 1_024,
  medium: 4_096,
  high: 16_384,
  xhigh: 32_768,
  max: 65_536,
};
/** Upper ends of the budgets that come closest to an effort. */
const effortOf: readonly (readonly [tokens: number, effort: Effort])[] = [
  [2_048, 'low'],
  [8_192, 'medium'],
];

/** How much the model is to think, in the words of its family. */
export function writeReasoning(conversation: Conversation, use: RequestWriting): WrittenReasoning {
  const { reasoning, maxTokens } = conversation.settings;
  if (reasoning === undefined) return none;
  const { abilities } = use.target;
  const at = placeOf(conversation, 'reasoning');
  const limit = Math.min(maxTokens ?? abilities.maxOutputTokens, abilities.maxOutputTokens);
  const writing = { ...use, at, limit };
  if (abilities.family !== 'claude') return writeEffort(reasoning, writing);
  const written = writeClaude(reasoning, writing);
  if (!written.isThinking || !isForced(conversation, use)) return written;
  use.ledger.lose(at, 'cannot be kept: Claude does not think where a tool call is forced');
  return none;
}

function isForced({ toolChoice, tools }: Conversation, { target }: RequestWriting): boolean {
  const isAsked = toolChoice?.mode === 'required' || toolChoice?.mode === 'tool';
  return isAsked && tools.length > 0 && target.abilities.forcedTool;
}

function writeClaude(reasoning: Reasoning, use: ReasoningWriting): WrittenReasoning {
  const { thinking } = use.target.abilities;
  if (reasoning.mode === 'off') return withoutThinking(use);
  if (thinking.adaptive) return adaptive(reasoning, use);
  if (thinking.budget) return budgeted(reasoning, use);
  return lose(use);
}

function withoutThinking(use: ReasoningWriting): WrittenReasoning {
  const { thinking } = use.target.abilities;
  if (thinking.off) return { fields: { thinking: { type: 'disabled' } }, isThinking: false };
  if (thinking.budget || thinking.adaptive)
    use.ledger.lose(use.at, `switches thinking off, and ${use.target.model} always thinks`);
  return none;
}

function adaptive(
  reasoning: Exclude<Reasoning, { mode: 'off' }>,
  use: ReasoningWriting,
): WrittenReasoning {
  if (reasoning.mode === 'budget' && use.target.abilities.thinking.budget)
    return budgeted(reasoning, use);
  const wanted = effortFor(reasoning, use);
  const effort = wanted && nearest(wanted, use);
  return {
    fields: { thinking: { type: 'adaptive' }, output_config: effort && { effort } },
    isThinking: true,
  };
}

/** An effort for a budget is a guess, and told as one. */
function effortFor(
  reasoning: Exclude<Reasoning, { mode: 'off' }>,
  use: ReasoningWriting,
): Effort | undefined {
  if (reasoning.mode !== 'budget') return reasoning.effort;
  use.ledger.alter(use.at, `is a budget of tokens, and ${use.target.model} knows efforts only`);
  return effortOf.find(([max]) => reasoning.tokens <= max)?.[1] ?? 'high';
}

function budgeted(
  reasoning: Exclude<Reasoning, { mode: 'off' }>,
  use: ReasoningWriting,
): WrittenReasoning {
  if (reasoning.mode === 'adaptive')
    use.ledger.alter(use.at, `leaves the budget to the model, and ${use.target.model} wants one`);
  const wanted =
    reasoning.mode === 'budget' ? reasoning.tokens : budgetOf[reasoning.effort ?? 'medium'];
  const budget = Math.min(wanted, use.limit - 1);
  if (budget < budgetMin) {
    use.ledger.lose(use.at, `asks for thinking, for which the limit of tokens leaves no room`);
    return none;
  }
  if (reasoning.mode === 'budget' && budget !== wanted)
    use.ledger.alter(use.at, 'is more than the limit of tokens leaves room for');
  return {
    fields: { thinking: { type: 'enabled', budget_tokens: budget } },
    isThinking: true,
    budget,
  };
}

/** Models other than Claude know efforts, if anything. */
function writeEffort(reasoning: Reasoning, use: ReasoningWriting): WrittenReasoning {
  const { abilities } = use.target;
  if (reasoning.mode === 'off') return withoutEffort(use);
  if (abilities.efforts.length === 0) return lose(use);
  const wanted = effortFor(reasoning, use);
  return wanted === undefined ? none : effortFields(nearest(wanted, use), use);
}

function withoutEffort(use: ReasoningWriting): WrittenReasoning {
  const { abilities } = use.target;
  if (abilities.family === 'nova' && abilities.thinking.off)
    return { fields: { reasoningConfig: { type: 'disabled' } }, isThinking: false };
  const least = efforts.find((effort) => abilities.efforts.includes(effort));
  if (least === undefined || abilities.thinking.off) return none;
  use.ledger.alter(use.at, `switches reasoning off, and ${use.target.model} always reasons`);
  return effortFields(least, use);
}

function effortFields(effort: Effort | undefined, { target }: ReasoningWriting): WrittenReasoning {
  if (effort === undefined) return none;
  if (target.abilities.family === 'nova')
    return {
      fields: { reasoningConfig: { type: 'enabled', maxReasoningEffort: effort } },
      isThinking: false,
    };
  const isFlat = target.model.includes('gpt-oss') || target.abilities.family !== 'openai';
  const fields = isFlat ? { reasoning_effort: effort } : { reasoning: { effort } };
  return { fields, isThinking: false };
}

/** The model's effort that is the fewest steps away, the lesser one of two. */
function nearest(effort: Effort, { target, ledger, at }: ReasoningWriting): Effort | undefined {
  const wanted = efforts.indexOf(effort);
  const distance = (known: Effort) => Math.abs(efforts.indexOf(known) - wanted);
  const [taken] = efforts
    .filter((known) => target.abilities.efforts.includes(known))
    .sort((a, b) => distance(a) - distance(b));
  if (taken !== effort) ledger.alter(at, `is an effort that ${target.model} does not know`);
  return taken;
}

function lose({ target, ledger, at }: ReasoningWriting): WrittenReasoning {
  ledger.lose(at, `asks for reasoning, and ${target.model} offers no way to`);
  return none;
}
