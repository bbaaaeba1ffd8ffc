import type { Block, TextBlock, ToolResultBlock } from '../conversation.ts';
import { RawJson } from '../json-text.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { readCacheMark } from './read-cache-mark.ts';
import { readDocument, readImage } from './read-media.ts';

type Role = 'user' | 'assistant';
type BlockReader = (block: RequestFields) => Block | undefined;

interface Known {
  readonly read: BlockReader;
  /** Undefined: either may have it. */
  readonly only?: Role;
}

const known: ReadonlyMap<string, Known> = new Map<string, Known>([
  ['text', { read: readText }],
  ['image', { read: readImage }],
  ['document', { read: readDocument }],
  ['tool_result', { read: readToolResult, only: 'user' }],
  ['tool_use', { read: readToolUse, only: 'assistant' }],
  ['thinking', { read: readThinking, only: 'assistant' }],
  ['redacted_thinking', { read: readRedactedThinking, only: 'assistant' }],
]);
const resultKinds = new Set(['text', 'image', 'document']);

/** The content of a user's or an assistant's message; undefined where it has none. */
export function readContent(message: RequestFields, role: Role): readonly Block[] | undefined {
  return readBlocks(message, 'content', (block, type) => {
    const kind = known.get(type);
    if (kind?.only === undefined || kind.only === role) return kind?.read;
    throw invalidRequest(block.at, `is a ${type} block, which only ${kind.only} messages can have`);
  });
}

/** Content that consists of text alone: a system prompt. */
export function readTextOnly(owner: RequestFields, name: string): TextBlock[] | undefined {
  const blocks = readBlocks(owner, name, (block, type) => {
    if (type === 'text') return readText;
    throw invalidRequest(block.place('type'), 'must be `text` in instructions');
  });
  return blocks?.filter((block) => block.kind === 'text');
}

function readBlocks(
  owner: RequestFields,
  name: string,
  readerOf: (block: RequestFields, type: string) => BlockReader | undefined,
): Block[] | undefined {
  const node = owner.take(name);
  if (node === undefined) return undefined;
  const place = owner.place(name);
  if (node.kind === 'string') return [{ kind: 'text', text: node.value, at: place }];
  if (node.kind !== 'array') throw invalidRequest(place, 'must be a string or an array');
  return node.items.flatMap((item, index) => {
    const block = owner.element(item, `${place}[${index}]`);
    const type = block.requiredString('type');
    const read = readerOf(block, type)?.(block);
    if (read === undefined) {
      owner.ledger.lose(block.at, `(${type}) cannot be carried to another provider`);
      return [];
    }
    block.close();
    return [read];
  });
}

function base(block: RequestFields) {
  const cache = readCacheMark(block);
  return cache === undefined ? { at: block.at } : { at: block.at, cache };
}

function readText(block: RequestFields): Block {
  const text = block.requiredString('text');
  // They say where an earlier answer had a text from; the text itself is there.
  if (block.array('citations')?.items.length) block.ledger.drop(block.place('citations'));
  return { kind: 'text', text, ...base(block) };
}

function readToolUse(block: RequestFields): Block {
  takeCaller(block);
  return {
    kind: 'tool_call',
    id: block.requiredString('id'),
    name: block.requiredString('name'),
    input: new RawJson(block.required('input', block.json('input')).raw),
    ...base(block),
  };
}

/** The model itself is the caller, unless a program of Anthropic's code execution was. */
function takeCaller(block: RequestFields): void {
  const caller = block.object('caller');
  if (caller === undefined || caller.string('type') === 'direct') return;
  block.ledger.lose(caller.at, 'names a server tool, which other providers do not have');
}

function readToolResult(block: RequestFields): Block {
  const content = readBlocks(block, 'content', (_, type) =>
    resultKinds.has(type) ? known.get(type)?.read : undefined,
  );
  const isError = block.boolean('is_error');
  return {
    kind: 'tool_result',
    callId: block.requiredString('tool_use_id'),
    content: (content ?? []).filter(isResultContent),
    ...(isError === undefined ? {} : { isError }),
    ...base(block),
  };
}

function isResultContent(block: Block): block is ToolResultBlock['content'][number] {
  return resultKinds.has(block.kind);
}

function readThinking(block: RequestFields): Block {
  const signature = block.string('signature');
  return {
    kind: 'reasoning',
    text: block.requiredString('thinking'),
    ...(signature ? { signature } : {}),
    ...base(block),
  };
}

function readRedactedThinking(block: RequestFields): Block {
  return { kind: 'redacted_reasoning', data: block.requiredString('data'), ...base(block) };
}
