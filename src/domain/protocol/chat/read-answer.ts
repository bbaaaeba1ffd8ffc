import type { AnswerBlock } from '../answer.ts';
import { RawJson } from '../json-text.ts';
import { type JsonNode, parseJsonTree } from '../json-tree.ts';
import type { AnswerReader } from '../translator.ts';
import { contentText, itemsOf, member, objectOf, reasoningText, textOf } from './answer-node.ts';
import { readChatUsage } from './chat-usage.ts';
import { readFinishReason } from './finish-reason.ts';
import { parseToolArguments } from './tool-arguments.ts';

/**
 * Reads an answer of OpenAI's `POST /v1/chat/completions`, or of a server that speaks like it.
 * @throws SyntaxError for a body without a choice, or with a tool call whose arguments are not a JSON object
 */
export const readChatAnswer: AnswerReader = (body) => {
  const answer = parseJsonTree(body);
  const [choice] = itemsOf(answer, 'choices');
  const message = objectOf(choice, 'message');
  if (!message) throw new SyntaxError('not a chat completion: there is no message');
  const finish = textOf(choice, 'finish_reason');
  const calls = readCalls(message, textOf(answer, 'id') ?? '');
  const content = [
    ...readReasoning(message),
    ...readSaid('text', contentText(message)),
    ...readSaid('refusal', textOf(message, 'refusal') ?? ''),
    ...calls.flatMap((call) => readCall(call, finish)),
  ];
  const model = textOf(answer, 'model');
  const usage = readChatUsage(answer);
  return {
    content,
    stop: readFinishReason(finish, new Set(content.map((block) => block.kind))),
    ...(model !== undefined && { model }),
    ...(usage && { usage }),
  };
};

function readSaid(kind: 'text' | 'refusal', text: string): AnswerBlock[] {
  return text === '' ? [] : [{ kind, text }];
}

function readReasoning(message: JsonNode): AnswerBlock[] {
  const blocks = itemsOf(message, 'thinking_blocks');
  if (blocks.length > 0) return blocks.flatMap(readThinkingBlock);
  const text = reasoningText(message);
  return text === undefined ? [] : [{ kind: 'reasoning', text }];
}

function readThinkingBlock(block: JsonNode): AnswerBlock[] {
  const data = textOf(block, 'data');
  if (data !== undefined) return [{ kind: 'redacted_reasoning', data }];
  const text = textOf(block, 'thinking') ?? '';
  const signature = textOf(block, 'signature');
  return [{ kind: 'reasoning', text, ...(signature !== undefined && { signature }) }];
}

interface ReadCall {
  readonly id: string;
  /** Has `name` and `arguments`. */
  readonly called: JsonNode;
}

/** A `function_call` of the form before tools has no id; the answer's own makes it one. */
function readCalls(message: JsonNode, answerId: string): ReadCall[] {
  const calls = itemsOf(message, 'tool_calls').flatMap((call, index) => {
    const called = objectOf(call, 'function');
    return called ? [{ id: textOf(call, 'id') ?? `call_${answerId}_${index}`, called }] : [];
  });
  const legacy = objectOf(message, 'function_call');
  return legacy ? [...calls, { id: `call_${answerId}`, called: legacy }] : calls;
}

/**
 * A call that the limit cut in two is left out, for half an input must not be acted upon; the reason why the model
 * stopped tells the client.
 */
function readCall({ id, called }: ReadCall, finish: string | undefined): AnswerBlock[] {
  const name = textOf(called, 'name') ?? '';
  const input = readArguments(member(called, 'arguments'));
  if (input) return [{ kind: 'tool_call', id, name, input }];
  if (finish === 'length' || finish === 'content_filter') return [];
  throw new SyntaxError('the arguments of a tool call are not a JSON object');
}

function readArguments(node: JsonNode | undefined): RawJson | undefined {
  // Some servers give the object itself.
  if (node?.kind === 'object') return new RawJson(node.raw);
  return parseToolArguments(node?.kind === 'string' ? node.value : '');
}
