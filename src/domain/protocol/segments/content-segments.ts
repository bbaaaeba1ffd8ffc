import type { TextRole } from '../../inspection/text-role.ts';
import { isSealed, unsealReasoning } from '../responses/sealed-reasoning.ts';
import { addMedia, isMedia } from './media.ts';
import { type Place, roleNamed } from './place.ts';
import { type Fields, isFields, type SegmentUse } from './segment.ts';

/** A text, a message, an item, a part, or a list of them. */
export function addContent(value: unknown, place: Place): void {
  const { into, path, role } = place;
  if (typeof value === 'string') into.add({ path, role, use: 'text', text: value });
  else if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) addContent(item, { ...place, path: [...path, at] });
  } else if (isFields(value)) addPart(value, place);
}

function addPart(part: Fields, place: Place): void {
  const { path, into } = place;
  if (isMedia(part)) {
    addMedia(part, place, addContent);
    return;
  }
  const role = roleOf(part, place.role);
  for (const [name, value] of Object.entries(part)) {
    const at: Place = { path: [...path, name], role: name === 'toolResult' ? 'tool' : role, into };
    addAs(useOf(name, part), value, at);
  }
}

function addAs(use: PartUse, value: unknown, place: Place): void {
  const { into, path, role } = place;
  if (use === 'recording') addRecording(value, place);
  else if (use === 'content') addContent(value, place);
  else if (use === 'encrypted') addSealed(value, place);
  else if (use !== 'skip') into.addDeep(value, { path, role, use });
}

function roleOf(part: Fields, inherited: TextRole): TextRole {
  if (typeof part['role'] === 'string') return roleNamed(part['role']);
  const type = typeof part['type'] === 'string' ? part['type'] : '';
  if (/_result$|_output$/.test(type)) return 'tool';
  return /_(use|call)$/.test(type) || type === 'reasoning' ? 'assistant' : inherited;
}

type PartUse = SegmentUse | 'content' | 'encrypted' | 'recording' | 'skip';

const uses: ReadonlyMap<string, PartUse> = new Map<string, PartUse>([
  ['type', 'skip'],
  ['audio', 'recording'],
  ['finish_reason', 'skip'],
  ['role', 'skip'],
  ['status', 'skip'],
  ['cache_control', 'skip'],
  ['cachePoint', 'skip'],
  ['signature', 'skip'],
  ['redactedContent', 'skip'],
  ['encrypted_content', 'encrypted'],
  ['content', 'content'],
  ['text', 'text'],
  ['refusal', 'text'],
  ['output', 'content'],
  ['outputs', 'text'],
  ['reasoning_content', 'text'],
  ['reasoning', 'text'],
  ['thinking', 'signed'],
  ['summary', 'signed'],
  ['reasoningContent', 'signed'],
  ['input', 'text'],
  ['arguments', 'json'],
  ['function', 'content'],
  ['function_call', 'content'],
  ['tool_calls', 'content'],
  ['custom', 'content'],
  ['action', 'text'],
  ['actions', 'text'],
  ['queries', 'text'],
  ['code', 'text'],
  ['toolUse', 'content'],
  ['toolResult', 'content'],
  ['json', 'text'],
  ['guardContent', 'content'],
  ['citationsContent', 'content'],
  ['searchResult', 'content'],
  ['search_result', 'content'],
  ['title', 'text'],
  ['context', 'text'],
  ['parts', 'content'],
  ['citations', 'text'],
  ['annotations', 'text'],
  ['output_text', 'text'],
]);

const ids: ReadonlySet<string> = new Set([
  'id',
  'tool_call_id',
  'tool_use_id',
  'toolUseId',
  'call_id',
]);
const providersId = /^[A-Za-z]+[_-][A-Za-z0-9_-]{1,200}$/;

function useOf(name: string, part: Fields): PartUse {
  if (ids.has(name)) return providersId.test(String(part[name])) ? 'skip' : 'fixed';
  if (name === 'data' && part['type'] === 'redacted_thinking') return 'skip';
  // What a model thought comes back as `content` too, and with `encrypted_content` its provider knows it.
  if (name === 'content' && part['type'] === 'reasoning') return 'signed';
  return uses.get(name) ?? 'fixed';
}

/** What a model says aloud, and in words beside it. */
function addRecording(value: unknown, { path, role, into }: Place): void {
  if (!isFields(value)) return;
  into.unread.push('audio/*');
  const { transcript } = value;
  if (typeof transcript !== 'string') return;
  into.add({ path: [...path, 'transcript'], role, use: 'text', text: transcript });
}

/** Reasoning of a provider that signs it, in our own wrapping: it reaches that provider without. */
function addSealed(value: unknown, { path, into }: Place): void {
  if (typeof value !== 'string' || !isSealed(value)) return;
  const sealed = unsealReasoning(value);
  if (sealed?.kind === 'reasoning') {
    into.add({ path, role: 'assistant', use: 'signed', text: sealed.text });
  }
}
