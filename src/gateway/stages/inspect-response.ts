import { costMicroUsd, type Usage } from '../../domain/pricing/cost.ts';
import type { TokenUsage } from '../../domain/protocol/answer.ts';
import type { Wire } from '../../domain/protocol/wire.ts';
import type { Exchange } from '../exchange.ts';
import { inspectPassed } from '../govern/answer/inspect-passed.ts';
import { estimateTokens } from '../prompt/prompt.ts';
import type { Answer } from '../relay/answer.ts';
import { readPassed, summary } from '../relay/read-passed.ts';
import type { Told } from '../relay/readings/reading.ts';
import type { PlannedCall } from './plan.ts';

/** What an answer cost and who gave it, as far as it says. */
export interface AnswerReading {
  readonly model: string | undefined;
  readonly usage: AnswerUsage | undefined;
  readonly costMicroUsd: number | undefined;
}

/** `estimated`: the answer broke off before the provider said what it counted. */
export interface AnswerUsage extends Usage {
  readonly source: 'provider' | 'estimated';
}

/** An answer that has been looked at; `settle` takes nothing else for a call that reached the provider. */
export interface InspectedAnswer {
  readonly answer: Answer;
  readonly reading: AnswerReading;
  /** The provider's format. */
  readonly wire: Wire;
}

const unread: AnswerReading = { model: undefined, usage: undefined, costMicroUsd: undefined };

/** Looks for personal data in what passed by, and reads model and usage from what the provider said. */
export async function inspectResponse(
  answer: Answer,
  planned: PlannedCall,
  exchange: Exchange,
): Promise<InspectedAnswer> {
  const { head, relay } = answer;
  const { wire } = planned.call;
  exchange.answerJudge?.conclude();
  exchange.answer ??= await inspectPassed(answer, wire, exchange);
  if (head === undefined || head.status >= 300) return { answer, reading: unread, wire };
  const { isCut, ...told } =
    relay?.told === undefined
      ? await readPassed(head, answer.transcript, exchange)
      : { ...summary(relay.told), isCut: false };
  const isTruncated = isCut && answer.end === 'complete';
  const inspected: Answer = isTruncated ? { ...answer, end: 'truncated' } : answer;
  const usage = usageFrom(told, inspected, exchange);
  const cost = usage === undefined ? undefined : costOf(told.model, usage, exchange);
  return { answer: inspected, reading: { model: told.model, usage, costMicroUsd: cost }, wire };
}

// Bedrock's prices go by its own ids, and an alias of a model that the provider names more precisely by either.
function costOf(told: string | undefined, usage: Usage, { prompt }: Exchange): number | undefined {
  const asked = prompt?.model;
  const names = prompt?.provider === 'bedrock' ? [asked] : [told, asked];
  for (const name of names) {
    const cost = name === undefined ? undefined : costMicroUsd(name, usage);
    if (cost !== undefined) return cost;
  }
  return undefined;
}

function usageFrom(told: Told, { end }: Answer, { prompt }: Exchange): AnswerUsage | undefined {
  const isCut = end !== 'complete' && end !== 'rejected' && end !== 'withheld';
  // What a broken stream has said so far (Anthropic's first event does) is not the whole count.
  if (!isCut) return told.usage === undefined ? undefined : settled(told.usage, 'provider');
  if (told.characters === 0 && told.usage === undefined) return undefined;
  const output = Math.max(told.usage?.output ?? 0, estimateTokens(told.characters));
  const input = told.usage?.input ?? prompt?.tokenEstimate ?? 0;
  return settled({ ...told.usage, input, output }, 'estimated');
}

function settled(usage: TokenUsage, source: AnswerUsage['source']): AnswerUsage {
  const { input, output, cached, reasoning, cacheWrite, cacheWrite1h } = usage;
  return {
    source,
    input,
    output,
    cached: cached ?? 0,
    reasoning: reasoning ?? 0,
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
    ...(cacheWrite1h === undefined ? {} : { cacheWrite1h }),
  };
}
