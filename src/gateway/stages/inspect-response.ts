import { costMicroUsd, type Usage } from '../../domain/pricing/cost.ts';
import type { TokenUsage } from '../../domain/protocol/answer.ts';
import type { Exchange } from '../exchange.ts';
import { estimateTokens } from '../prompt/prompt.ts';
import type { Answer } from '../relay/answer.ts';
import { readModel, readUsage } from '../relay/read-usage.ts';
import type { Told } from '../relay/readings/reading.ts';
import { headerValue } from '../relay/relay.ts';

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
}

const unread: AnswerReading = { model: undefined, usage: undefined, costMicroUsd: undefined };

/** Reads model and usage from what the provider said. */
export async function inspectResponse(
  answer: Answer,
  exchange: Exchange,
): Promise<InspectedAnswer> {
  const { head, relay } = answer;
  if (head === undefined || head.status >= 400) return { answer, reading: unread };
  const told = relay?.told ?? (await readUnary(answer, exchange));
  const usage = usageFrom(told, answer, exchange);
  const cost = usage === undefined ? undefined : costOf(told.model, usage, exchange);
  return { answer, reading: { model: told.model, usage, costMicroUsd: cost } };
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

const decodedBytesMax = 16 * 1024 * 1024;

async function readUnary({ head, transcript }: Answer, { use }: Exchange): Promise<Told> {
  const encoding = head === undefined ? undefined : headerValue(head, 'content-encoding');
  const nothing = { model: undefined, usage: undefined, characters: 0 };
  if (encoding === undefined || encoding === 'identity') {
    const tail = transcript.tail();
    const model = readModel(transcript.first(), tail);
    return { ...nothing, model, usage: readUsage(tail) ?? countedIn(head) };
  }
  const whole = transcript.whole();
  const body = whole && (await use.decoder.decode(encoding, whole, decodedBytesMax));
  if (body === undefined) return nothing;
  return { ...nothing, model: readModel(body, body), usage: readUsage(body) };
}

/** Bedrock says in headers what models count that say nothing themselves. */
function countedIn(head: Answer['head']): TokenUsage | undefined {
  if (head === undefined) return undefined;
  const input = Number(headerValue(head, 'x-amzn-bedrock-input-token-count') ?? Number.NaN);
  const output = Number(headerValue(head, 'x-amzn-bedrock-output-token-count') ?? 0);
  return Number.isSafeInteger(input) && Number.isSafeInteger(output)
    ? { input, output }
    : undefined;
}

function usageFrom(told: Told, { end }: Answer, { prompt }: Exchange): AnswerUsage | undefined {
  const isCut = end !== 'complete' && end !== 'rejected';
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
