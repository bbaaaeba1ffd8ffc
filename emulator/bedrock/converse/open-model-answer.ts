import { sampleOf } from '../../openai/schema-sample.ts';
import { tokenize } from '../../openai/tokens.ts';
import { randomText } from '../../server/identifier.ts';
import { type Block, type ConverseRequest, fieldsOf, textOf } from './conversation.ts';
import type { AnswerBlock, ConverseAnswer } from './converse-answer.ts';
import { askedEnding } from './stop-words.ts';

const ECHO_CHARACTERS_MAX = 2_000;
const TOKENS_DEFAULT = 512;
const TOOL_CALL_TOKENS = 8;
const MISTRAL_ID_LENGTH = 9;
const THOUGHT = 'The user said something and wants to hear it back.';

type Spoken = Pick<ConverseAnswer, 'blocks' | 'stopReason'>;

/** What a model without a dialect of its own answers: the last words again, or the tools that were offered, called. */
export function openModelAnswer(request: ConverseRequest): Spoken {
  const said = lastWords(request);
  const ending = askedEnding(said);
  const thoughts: AnswerBlock[] = request.model.alwaysReasons
    ? [{ kind: 'reasoning', pieces: tokenize(THOUGHT) }]
    : [];
  if (ending === 'guardrail_intervened' || ending === 'content_filtered') {
    return { blocks: [text('I cannot help with that.')], stopReason: ending };
  }
  if (ending !== undefined) return { blocks: [text('I was')], stopReason: ending };
  const calls = chosenTools(request).map((tool) => toolCall(tool, request.model.family));
  if (calls.length > 0) return { blocks: [...thoughts, ...calls], stopReason: 'tool_use' };
  return speak(request, thoughts, replyText(request, said));
}

/** Plausible, not exact. */
export function countTokens(blocks: readonly AnswerBlock[]): number {
  const tokens = blocks.map((block) => {
    if (block.kind === 'redacted') return TOOL_CALL_TOKENS;
    return block.pieces.length + (block.kind === 'tool' ? TOOL_CALL_TOKENS : 0);
  });
  return tokens.reduce((sum, count) => sum + count, 0);
}

/** The words that the answer repeats. */
export function lastWords({ turns }: ConverseRequest): string {
  return (turns.findLast(({ role }) => role !== 'system')?.blocks ?? []).map(textOf).join('');
}

function speak(request: ConverseRequest, thoughts: AnswerBlock[], whole: string): Spoken {
  const stops = request.stopSequences.map((stop) => whole.indexOf(stop)).filter((at) => at >= 0);
  const pieces = tokenize(whole.slice(0, Math.min(whole.length, ...stops)));
  const { maxTokens } = request.inference;
  const limit = typeof maxTokens === 'number' ? maxTokens : TOKENS_DEFAULT;
  const isCut = pieces.length > limit;
  const block: AnswerBlock = { kind: 'text', pieces: isCut ? pieces.slice(0, limit) : pieces };
  const reason = stops.length > 0 ? 'stop_sequence' : 'end_turn';
  return { blocks: [...thoughts, block], stopReason: isCut ? 'max_tokens' : reason };
}

function replyText({ fields }: ConverseRequest, said: string): string {
  const format = fieldsOf(fieldsOf(fields['outputConfig'])['textFormat']);
  const { schema } = fieldsOf(fieldsOf(format['structure'])['jsonSchema']);
  if (typeof schema === 'string') return JSON.stringify(sampleOf(JSON.parse(schema)) ?? {});
  return `Echo: ${said.slice(0, ECHO_CHARACTERS_MAX)}`;
}

// Two at once, so that a client has to keep them apart; results end the calling, unless it is forced.
function chosenTools({ tools, toolChoice, turns }: ConverseRequest): Block[] {
  const specs = tools.filter(({ kind }) => kind === 'toolSpec');
  const isAnswered = turns.at(-1)?.blocks.some(({ kind }) => kind === 'toolResult') ?? false;
  const choice = toolChoice?.kind ?? 'auto';
  if (choice === 'auto' && isAnswered) return [];
  if (choice !== 'tool') return specs.slice(0, 2);
  const { name } = fieldsOf(toolChoice?.body);
  return specs.filter(({ body }) => fieldsOf(body)['name'] === name);
}

function toolCall({ body }: Block, family: string): AnswerBlock {
  const { name, inputSchema } = fieldsOf(body);
  const input = sampleOf(fieldsOf(inputSchema)['json']) ?? {};
  const json = JSON.stringify(input);
  return {
    kind: 'tool',
    id: family === 'mistral' ? randomText(MISTRAL_ID_LENGTH) : `tooluse_${randomText(22)}`,
    name: String(name),
    input,
    // Without arguments the stream says nothing rather than `{}`.
    pieces: json === '{}' ? [''] : tokenize(json),
  };
}

function text(words: string): AnswerBlock {
  return { kind: 'text', pieces: tokenize(words) };
}
