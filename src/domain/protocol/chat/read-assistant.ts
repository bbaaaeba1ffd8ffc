import type { Block, ReasoningBlock, TextBlock, ToolCallBlock } from '../conversation.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { readCacheMark } from './read-cache-mark.ts';
import { parseToolArguments } from './tool-arguments.ts';

/**
 * Takes what an assistant message says: its reasoning first, as models demand it, then text, then tool calls.
 * @param functionCallId the id of a call in the form before tools, which has none of its own
 */
export function readAssistantContent(message: RequestFields, functionCallId: string): Block[] {
  const mark = readCacheMark(message);
  const own = readReasoning(message);
  const said = readAssistantText(message);
  const reasoning = own.length > 0 ? own : said.filter((block) => block.kind !== 'text');
  const text = [...said.filter((block) => block.kind === 'text'), ...readRefusal(message)];
  const calls = [...readToolCalls(message), ...readFunctionCall(message, functionCallId)];
  const blocks = [...reasoning, ...withoutEmpty(text, calls.length > 0), ...calls];
  message.lose('audio', 'refers to audio that only OpenAI has');
  // Belongs to the answer that the client sends back, not to the conversation.
  message.take('annotations');
  const last = blocks.pop();
  return last ? [...blocks, { ...last, ...mark }] : [];
}

/** Beside tool calls an empty text says nothing, and providers other than OpenAI refuse it. */
function withoutEmpty(text: TextBlock[], hasCalls: boolean): TextBlock[] {
  return hasCalls ? text.filter((block) => block.text !== '') : text;
}

/** Text, and the reasoning that some clients send back inside of it. */
function readAssistantText(message: RequestFields): Block[] {
  const node = message.take('content');
  const at = message.place('content');
  if (node === undefined) return [];
  if (node.kind === 'string') return [{ kind: 'text', text: node.value, at }];
  if (node.kind !== 'array') throw invalidRequest(at, 'must be a string or an array of parts');
  return node.items.flatMap((item, index) =>
    readAssistantPart(message.element(item, `${at}[${index}]`)),
  );
}

/** Some clients put the other members of the answer's message into its text: what they say is in the message itself. */
const ofMessage = [
  'role',
  'annotations',
  'refusal',
  'audio',
  'tool_calls',
  'function_call',
] as const;

function readAssistantPart(part: RequestFields): Block[] {
  const type = part.requiredString('type');
  if (type !== 'text' && type !== 'refusal') {
    throw invalidRequest(part.place('type'), 'must be text or refusal in an assistant message');
  }
  const text = part.requiredString(type);
  const mark = readCacheMark(part);
  const reasoning = readReasoning(part);
  for (const name of ofMessage) part.take(name);
  part.close();
  return [...reasoning, { kind: 'text', text, at: part.at, ...mark }];
}

/** Elsewhere a refusal is what the model said, like any other text. */
function readRefusal(message: RequestFields): TextBlock[] {
  const text = message.string('refusal');
  return text ? [{ kind: 'text', text, at: message.place('refusal') }] : [];
}

function readReasoning(message: RequestFields): Block[] {
  const alias = message.string('reasoning');
  const text = message.string('reasoning_content') ?? alias;
  const blocks = message.objects('thinking_blocks');
  if (blocks) return blocks.map(readThinkingBlock);
  const at = message.place('reasoning_content');
  return text ? [{ kind: 'reasoning', text, at }] : [];
}

function readThinkingBlock(block: RequestFields): Block {
  const type = block.oneOf('type', ['thinking', 'redacted_thinking']);
  const mark = readCacheMark(block);
  const read =
    block.required('type', type) === 'thinking' ? readThinking(block) : readRedacted(block);
  block.close();
  return { ...read, ...mark };
}

function readThinking(block: RequestFields): ReasoningBlock {
  const text = block.requiredString('thinking');
  const signature = block.string('signature');
  return { kind: 'reasoning', text, at: block.at, ...(signature ? { signature } : {}) };
}

function readRedacted(block: RequestFields): Block {
  return { kind: 'redacted_reasoning', data: block.requiredString('data'), at: block.at };
}

function readToolCalls(message: RequestFields): ToolCallBlock[] {
  return (message.objects('tool_calls') ?? []).flatMap(readToolCall);
}

function readToolCall(call: RequestFields): ToolCallBlock[] {
  const type = call.string('type') ?? 'function';
  const id = call.requiredString('id');
  // Some clients send back the position that the call had in the stream.
  call.take('index');
  if (type !== 'function') {
    call.ledger.lose(call.at, 'calls a custom tool, which only OpenAI has');
    return [];
  }
  const block = readCall(call.requiredObject('function'), call.at, id);
  call.close();
  return [block];
}

function readFunctionCall(message: RequestFields, id: string): ToolCallBlock[] {
  const call = message.object('function_call');
  return call ? [readCall(call, call.at, id)] : [];
}

function readCall(call: RequestFields, at: string, id: string): ToolCallBlock {
  const name = call.requiredString('name');
  const input = parseToolArguments(call.string('arguments') ?? '');
  if (!input) throw invalidRequest(call.place('arguments'), 'must be a JSON object as a string');
  call.close();
  return { kind: 'tool_call', id, name, input, at };
}
