import type { Block, TextBlock, ToolResultBlock } from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import type { Ledger } from '../ledger.ts';
import { readDocument, readImage } from './read-media.ts';
import { bedrockOnly, invalid, type Placed, RequestObject } from './request-object.ts';

/**
 * One member of the union ContentBlock. Undefined, and in the ledger, for what only Bedrock knows; what is left in the
 * union is for the caller to account for.
 */
export function readBlock(union: RequestObject, ledger: Ledger): Block | undefined {
  const { at } = union;
  const text = union.text('text');
  if (text !== undefined) return { kind: 'text', text, at };
  for (const [name, read] of Object.entries(readers)) {
    const member = union.object(name);
    if (member === undefined) continue;
    const block = read(member, ledger);
    member.loseRest(ledger);
    return block === undefined ? undefined : { ...block, at };
  }
  if (union.left.length === 0) throw invalid(at, 'is empty');
  return undefined;
}

type MemberReader = (member: RequestObject, ledger: Ledger) => Block | undefined;

const readers: Readonly<Record<string, MemberReader>> = {
  image: readImage,
  document: readDocument,
  toolUse: readToolUse,
  toolResult: readToolResult,
  reasoningContent: readReasoning,
  guardContent: readGuarded,
  citationsContent: readCited,
};

function readToolUse(call: RequestObject, ledger: Ledger): Block | undefined {
  const type = call.text('type');
  const id = call.requiredText('toolUseId');
  const name = call.requiredText('name');
  const input = readInput(call.take('input'));
  if (type !== undefined) {
    ledger.lose(call.place('type'), bedrockOnly);
    return undefined;
  }
  return { kind: 'tool_call', id, name, input, at: call.at };
}

// Clients that never saw an argument send nothing, or an empty string.
function readInput(input: Placed | undefined): RawJson {
  if (input === undefined) return new RawJson('{}');
  if (input.node.kind === 'string' && input.node.value.trim() === '') return new RawJson('{}');
  if (input.node.kind !== 'object') throw invalid(input.at, 'has to be an object');
  return new RawJson(input.node.raw);
}

function readToolResult(result: RequestObject, ledger: Ledger): Block {
  const callId = result.requiredText('toolUseId');
  const status = result.text('status');
  const content = result.list('content').flatMap((placed) => readResultBlock(placed, ledger));
  const isError = status === 'error';
  return { kind: 'tool_result', callId, content, at: result.at, ...(isError && { isError }) };
}

function readResultBlock(placed: Placed, ledger: Ledger): ToolResultBlock['content'] {
  const union = RequestObject.from(placed);
  const json = union.take('json');
  if (json !== undefined) return [{ kind: 'text', text: json.node.raw, at: placed.at }];
  const block = readBlock(union, ledger);
  union.loseRest(ledger);
  if (block === undefined) return [];
  if (block.kind !== 'text' && block.kind !== 'image' && block.kind !== 'document')
    throw invalid(placed.at, 'cannot stand in a tool result');
  return [block];
}

function readReasoning(member: RequestObject, ledger: Ledger): Block | undefined {
  const data = member.text('redactedContent');
  if (data !== undefined) return { kind: 'redacted_reasoning', data, at: member.at };
  const said = member.object('reasoningText');
  if (said === undefined) return undefined;
  const text = said.text('text') ?? '';
  const signature = said.text('signature');
  said.loseRest(ledger);
  return { kind: 'reasoning', text, at: member.at, ...(signature !== undefined && { signature }) };
}

// The words are the prompt's own; only their marking for a guardrail is lost.
function readGuarded(member: RequestObject, ledger: Ledger): Block | undefined {
  const guarded = member.object('text');
  if (guarded === undefined) return undefined;
  const text = guarded.requiredText('text');
  guarded.take('qualifiers');
  guarded.loseRest(ledger);
  ledger.alter(member.at, 'marks a text for a guardrail of Bedrock');
  return { kind: 'text', text, at: member.at };
}

function readCited(member: RequestObject, ledger: Ledger): TextBlock {
  const text = member.list('content').map((part) => RequestObject.from(part).text('text') ?? '');
  if (member.list('citations').length > 0)
    ledger.alter(member.at, 'is carried without its citations');
  return { kind: 'text', text: text.join(''), at: member.at };
}
