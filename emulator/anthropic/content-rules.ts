import { isFields } from '../server/json.ts';
import { type ApiVersion, isLatest } from './api-version.ts';
import { type PlacedBlock, type Turn, textOf } from './conversation.ts';
import { mistake } from './shape.ts';
import { isSigned } from './thinking-signature.ts';

const assistantOnly = new Set(['thinking', 'redacted_thinking', 'tool_use', 'server_tool_use']);
const userOnly = new Set(['tool_result', 'image']);

/** What a block may not be, whatever its neighbours are. Throws the refusal. */
export function checkBlocks(turns: readonly Turn[], version: ApiVersion): void {
  for (const [index, turn] of turns.entries()) {
    const isFinalAssistant = index === turns.length - 1 && turn.role === 'assistant';
    if (turn.blocks.length === 0 && !isFinalAssistant && turn.role !== 'system') {
      throw mistake(turn.path, 'all messages must have non-empty content');
    }
    for (const block of turn.blocks) {
      checkRole(block, turn.role, version);
      checkText(block);
      checkThinking(block);
    }
  }
}

/** Empty and blank text blocks are refused wherever they stand; the message names no place. */
export function checkText({ type, fields }: PlacedBlock, where = 'messages'): void {
  const { text, content } = fields;
  if (type === 'text' && text === '') {
    throw mistake(where, 'text content blocks must be non-empty');
  }
  if (type === 'text' && typeof text === 'string' && text.trim() === '') {
    throw mistake(where, 'text content blocks must contain non-whitespace text');
  }
  if (type !== 'tool_result' || !Array.isArray(content)) return;
  for (const part of content) {
    if (isFields(part)) checkText({ type: String(part['type']), fields: part, path: '' });
  }
}

function checkRole({ type, fields, path }: PlacedBlock, role: Turn['role'], version: ApiVersion) {
  if (role !== 'assistant' && assistantOnly.has(type)) {
    throw mistake(path, `\`${type}\` blocks can only be in \`assistant\` messages`);
  }
  if (role !== 'user' && userOnly.has(type)) {
    throw mistake(path, `\`${type}\` blocks can only be in \`user\` messages`);
  }
  if (!isLatest({ version })) return;
  if (role === 'assistant' && type === 'document') {
    throw mistake(path, '`document` blocks are not permitted in `assistant` messages');
  }
  if (role === 'user' && citesSomething({ type, fields })) {
    throw mistake(`${path}.${type}.citations`, 'citations are not permitted in `user` messages');
  }
}

function citesSomething({ type, fields }: Pick<PlacedBlock, 'type' | 'fields'>): boolean {
  const inner = type === 'search_result' && Array.isArray(fields['content']) && fields['content'];
  if (inner)
    return inner.some((part) => isFields(part) && citesSomething({ type: 'text', fields: part }));
  const { citations } = fields;
  return type === 'text' && Array.isArray(citations) && citations.length > 0;
}

function checkThinking({ type, fields, path }: PlacedBlock): void {
  const isThinking = type === 'thinking';
  if (isThinking && !isSigned(String(fields['thinking']), String(fields['signature']))) {
    throw mistake(path, 'Invalid `signature` in `thinking` block');
  }
  if (type === 'redacted_thinking' && !isSigned('', String(fields['data']))) {
    throw mistake(path, 'Invalid `data` in `redacted_thinking` block');
  }
}

/** How an assistant turn has to begin and end when the model thinks by budget. Throws the refusal. */
export function checkThinkingOrder(turns: readonly Turn[]): void {
  const last = turns.findLastIndex(({ role }) => role === 'assistant');
  const turn = turns[last];
  const answer = turns[last + 1];
  const isInToolLoop =
    turn?.blocks.some(({ type }) => type === 'tool_use') &&
    answer?.blocks.some(({ type }) => type === 'tool_result');
  const first = turn?.blocks[0];
  if (!isInToolLoop || first === undefined) return;
  if (first.type !== 'thinking' && first.type !== 'redacted_thinking') {
    const found = `Expected \`thinking\` or \`redacted_thinking\`, but found \`${first.type}\`.`;
    const rule = 'With `thinking` enabled, the final `assistant` message must start with it.';
    throw mistake(`${first.path}.type`, `${found} ${rule}`);
  }
}

/** No assistant message may end in thought. Throws the refusal. */
export function checkThinkingEnds(turns: readonly Turn[]): void {
  for (const { role, blocks, path } of turns) {
    const type = blocks.at(-1)?.type;
    if (role === 'assistant' && (type === 'thinking' || type === 'redacted_thinking')) {
      throw mistake(path, `The final block in an assistant message cannot be \`${type}\`.`);
    }
  }
}

/** A turn left for the model to finish must not end in white space. Throws the refusal. */
export function checkPrefill(turn: Turn): void {
  const text = textOf(turn.blocks.slice(-1));
  if (text !== text.trimEnd()) {
    throw mistake('messages', 'final assistant content cannot end with trailing whitespace');
  }
}
