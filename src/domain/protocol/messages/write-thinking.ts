import { type Conversation, type Effort, efforts, type Reasoning } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import type { Writing } from './writing.ts';

interface WrittenThinking {
  readonly thinking?: Emittable;
  /** For `output_config.effort`. */
  readonly effort?: Effort;
  readonly isOn: boolean;
}

const budgetMin = 1024;
const budgets: Readonly<Record<Effort, number>> = {
  minimal: 1024,
  low: 1024,
  medium: 4096,
  high: 16_384,
  xhigh: 32_768,
  max: 32_768,
};
const notAsked: WrittenThinking = { isOn: false };

/**
 * How the model is asked to think.
 * @param maxTokens of the whole answer, of which thinking is a part
 */
export function writeThinking(
  conversation: Conversation,
  maxTokens: number,
  use: Writing,
): WrittenThinking {
  const { reasoning } = conversation.settings;
  if (reasoning === undefined) return notAsked;
  const asked = new AskedThinking(conversation, maxTokens, use);
  if (reasoning.mode === 'off') return asked.off();
  const { budget, adaptive } = use.abilities.thinking;
  if (adaptive) return asked.adaptive(reasoning);
  return budget ? asked.budget(reasoning) : asked.lost('is not known to this model');
}

class AskedThinking {
  readonly #conversation: Conversation;
  readonly #maxTokens: number;
  readonly #use: Writing;
  readonly #at: string;

  constructor(conversation: Conversation, maxTokens: number, use: Writing) {
    this.#conversation = conversation;
    this.#maxTokens = maxTokens;
    this.#use = use;
    this.#at = conversation.settingsAt.reasoning ?? 'thinking';
  }

  lost(reason: string): WrittenThinking {
    this.#use.ledger.lose(this.#at, reason);
    return notAsked;
  }

  off(): WrittenThinking {
    const { off, adaptive } = this.#use.abilities.thinking;
    if (off) return { thinking: { type: 'disabled' }, isOn: false };
    return adaptive ? this.lost('cannot be switched off for this model') : notAsked;
  }

  adaptive(reasoning: Exclude<Reasoning, { mode: 'off' }>): WrittenThinking {
    if (reasoning.mode === 'budget' && this.#use.abilities.thinking.budget) {
      return this.budget(reasoning);
    }
    if (reasoning.mode === 'budget') {
      this.#use.ledger.alter(this.#at, 'is a budget, and this model takes only an effort');
    }
    const wanted = reasoning.mode === 'budget' ? effortOf(reasoning.tokens) : reasoning.effort;
    const effort = wanted && this.#known(wanted);
    return {
      thinking: { type: 'adaptive' },
      isOn: true,
      ...(effort !== undefined && { effort }),
    };
  }

  budget(reasoning: Exclude<Reasoning, { mode: 'off' }>): WrittenThinking {
    if (lacksOwnThinking(this.#conversation)) {
      return this.lost('needs the thinking before the tool calls, which the request leaves out');
    }
    if (this.#maxTokens <= budgetMin) {
      return this.lost(`needs a limit of more than ${budgetMin} tokens`);
    }
    if (reasoning.mode === 'adaptive') {
      this.#use.ledger.alter(this.#at, 'is adaptive, and this model takes only a budget');
    }
    return {
      thinking: { type: 'enabled', budget_tokens: this.#tokens(reasoning) },
      isOn: true,
    };
  }

  #tokens(reasoning: Exclude<Reasoning, { mode: 'off' }>): number {
    const wanted =
      reasoning.mode === 'budget' ? reasoning.tokens : budgets[reasoning.effort ?? 'high'];
    if (reasoning.mode === 'budget') {
      if (wanted >= budgetMin && wanted < this.#maxTokens) return wanted;
      this.#use.ledger.alter(this.#at, `must be at least ${budgetMin} and below the limit`);
    }
    // An effort says nothing about tokens: half of the limit is left for the answer itself.
    return Math.max(budgetMin, Math.min(wanted, Math.floor(this.#maxTokens / 2)));
  }

  /** The nearest level that the model has. */
  #known(effort: Effort): Effort | undefined {
    const known = this.#use.abilities.efforts;
    if (known.includes(effort)) return effort;
    this.#use.ledger.alter(this.#at, `(${effort}) is not an effort that this model has`);
    const rank = efforts.indexOf(effort);
    const distance = (other: Effort) => Math.abs(efforts.indexOf(other) - rank);
    return [...known].sort((one, other) => distance(one) - distance(other))[0];
  }
}

function effortOf(tokens: number): Effort {
  if (tokens <= budgets.low * 2) return 'low';
  if (tokens <= budgets.medium * 2) return 'medium';
  return tokens <= budgets.high * 1.5 ? 'high' : 'xhigh';
}

/**
 * Whether the last answer called tools without the thinking that led to it. Clients of other formats do not keep it, and
 * Anthropic does not let a model think on from there.
 */
function lacksOwnThinking({ turns }: Conversation): boolean {
  const last = turns.findLastIndex((turn) => turn.role === 'assistant');
  const lead = turns[last]?.content[0]?.kind;
  const isContinued = turns
    .slice(last + 1)
    .some((turn) => turn.content.some(({ kind }) => kind === 'tool_result'));
  return isContinued && lead !== 'reasoning' && lead !== 'redacted_reasoning';
}
