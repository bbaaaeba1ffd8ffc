import type { Conversation } from '../conversation.ts';
import type { Emittable } from '../json-text.ts';
import { type Members, placeOf, type RequestWriting, unlessEmpty } from './request-writing.ts';
import type { WrittenReasoning } from './write-reasoning.ts';

export interface WrittenInference {
  readonly config?: Emittable;
  /** For `additionalModelRequestFields`. */
  readonly fields: Members;
}

/** The least `top_p` that Claude takes while it thinks. */
const thinkingTopPMin = 0.95;

export function writeInference(
  conversation: Conversation,
  reasoning: WrittenReasoning,
  use: RequestWriting,
): WrittenInference {
  const config = unlessEmpty({
    maxTokens: maxTokens(conversation, reasoning, use),
    temperature: temperature(conversation, reasoning, use),
    topP: topP(conversation, reasoning, use),
    stopSequences: stopSequences(conversation, use),
  });
  return { fields: topK(conversation, reasoning, use), ...(config && { config }) };
}

// Bedrock's own default is the model's limit, unless Claude is given a budget that may be larger.
function maxTokens(
  conversation: Conversation,
  reasoning: WrittenReasoning,
  { target, ledger }: RequestWriting,
): number | undefined {
  const { maxOutputTokens } = target.abilities;
  const asked = conversation.settings.maxTokens;
  if (asked === undefined) return reasoning.budget === undefined ? undefined : maxOutputTokens;
  if (asked <= maxOutputTokens) return asked;
  const at = placeOf(conversation, 'maxTokens');
  ledger.alter(at, `is more than the ${maxOutputTokens} tokens of ${target.model}`);
  return maxOutputTokens;
}

function temperature(
  conversation: Conversation,
  reasoning: WrittenReasoning,
  use: RequestWriting,
): number | undefined {
  const asked = conversation.settings.temperature;
  if (asked === undefined) return undefined;
  const { sampling, temperatureMax } = use.target.abilities;
  const at = placeOf(conversation, 'temperature');
  if (asked === 1 && isEitherOr(conversation, use)) return loseUnlessDefault(at, asked, use);
  if (!sampling || reasoning.isThinking) return loseUnlessDefault(at, asked, use);
  if (asked <= temperatureMax) return asked;
  use.ledger.alter(at, `is more than ${temperatureMax}, the most that ${use.target.model} takes`);
  return temperatureMax;
}

function topP(
  conversation: Conversation,
  reasoning: WrittenReasoning,
  use: RequestWriting,
): number | undefined {
  const asked = conversation.settings.topP;
  if (asked === undefined) return undefined;
  const isTaken = !reasoning.isThinking || asked >= thinkingTopPMin;
  const isBeside = isEitherOr(conversation, use) && conversation.settings.temperature !== 1;
  if (use.target.abilities.sampling && isTaken && !isBeside) return asked;
  return loseUnlessDefault(placeOf(conversation, 'topP'), asked, use);
}

/** Both are asked for, and the model takes one of them: the one that is not the default, or the temperature. */
function isEitherOr({ settings }: Conversation, { target }: RequestWriting): boolean {
  const areBoth = settings.temperature !== undefined && settings.topP !== undefined;
  return areBoth && target.abilities.temperatureWithTopP === false;
}

/** One is what these models do unasked; newer ones refuse to be told even that. */
function loseUnlessDefault(
  at: string,
  asked: number,
  { target, ledger }: RequestWriting,
): undefined {
  if (asked === 1) ledger.drop(at);
  else ledger.lose(at, `cannot be set like this for ${target.model}`);
  return undefined;
}

function topK(
  conversation: Conversation,
  reasoning: WrittenReasoning,
  { target, ledger }: RequestWriting,
): Members {
  const asked = conversation.settings.topK;
  if (asked === undefined) return {};
  const { family, sampling } = target.abilities;
  const isTaken = sampling && !reasoning.isThinking;
  if (isTaken && (family === 'claude' || family === 'mistral')) return { top_k: asked };
  if (isTaken && family === 'nova') return { inferenceConfig: { topK: asked } };
  ledger.lose(placeOf(conversation, 'topK'), `cannot be set for ${target.model}`);
  return {};
}

function stopSequences(
  conversation: Conversation,
  { target, ledger }: RequestWriting,
): readonly string[] | undefined {
  const asked = conversation.settings.stop ?? [];
  const isClaude = target.abilities.family === 'claude';
  const taken = asked.filter((stop) => stop !== '' && !(isClaude && stop.trim() === ''));
  if (taken.length < asked.length)
    ledger.lose(placeOf(conversation, 'stop'), 'has a sequence of nothing but white space');
  return taken.length > 0 ? taken : undefined;
}
