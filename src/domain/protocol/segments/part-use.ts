import { isSealed } from '../responses/sealed-reasoning.ts';
import { isCiphertext } from './binary-text.ts';
import type { Place } from './place.ts';
import type { Fields, SegmentUse } from './segment.ts';

/** What a member of a message, an item or a part is. `unheard`: nobody knows. */
export type PartUse =
  | SegmentUse
  | 'content'
  | 'structure'
  | 'definitions'
  | 'encrypted'
  | 'recording'
  | 'unheard';

const named: readonly (readonly [use: PartUse, names: string])[] = [
  ['structure', 'type role status finish_reason cache_control cachePoint'],
  ['structure', 'id tool_call_id tool_use_id toolUseId call_id'],
  ['content', 'content output outputs results parts summary sourceContent'],
  ['content', 'function function_call tool_calls custom toolUse toolResult'],
  ['content', 'guardContent citationsContent searchResult search_result'],
  ['content', 'reasoningContent reasoningText citations citation annotations url_citation'],
  ['text', 'text refusal reasoning_content reasoning thinking output_text title context'],
  ['text', 'input action actions queries code json stdout stderr logs operation reason'],
  ['text', 'cited_text document_title url page_age'],
  ['definitions', 'tools'],
  ['json', 'arguments'],
  ['fixed', 'name'],
  ['recording', 'audio'],
  ['encrypted', 'encrypted_content encrypted_index encrypted_stdout signature redactedContent'],
];

const uses: ReadonlyMap<string, PartUse> = new Map(
  named.flatMap(([use, names]) => names.split(' ').map((name) => [name, use])),
);

/** @param place of the part, and whose words it has */
export function useOf(name: string, part: Fields, place: Place): PartUse {
  if (name === 'data' && part['type'] === 'redacted_thinking') return 'encrypted';
  if (isSigned(name, part, place)) return 'signed';
  return uses.get(name) ?? 'unheard';
}

/**
 * Words that their provider checks: with what it signed them with, they are not to be changed. Anybody can put a signature
 * beside a text, so that it counts only where a format has one and its provider refuses what it has not signed itself.
 */
function isSigned(name: string, part: Fields, { path, role, into }: Place): boolean {
  if (!into.hasSignedWords || role !== 'assistant') return false;
  if (name === 'thinking') return part['type'] === 'thinking' && isProof(part['signature']);
  if (name === 'text') return path.at(-1) === 'reasoningText' && isProof(part['signature']);
  // What a model thought comes back with `encrypted_content`, by which its provider knows it: an item, and no part of one.
  const isThought = name === 'summary' || name === 'content';
  const isItem = path.length <= itemDepthMax && path[0] !== 'messages';
  return isThought && isItem && part['type'] === 'reasoning' && isProof(part['encrypted_content']);
}

// Such as `response.output.0` in an event.
const itemDepthMax = 3;

function isProof(value: unknown): boolean {
  return typeof value === 'string' && (isSealed(value) || isCiphertext(value));
}
