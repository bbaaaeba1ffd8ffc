import { isSealed } from '../responses/sealed-reasoning.ts';
import { isCiphertext } from './binary-text.ts';
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

export function useOf(name: string, part: Fields): PartUse {
  if (name === 'data' && part['type'] === 'redacted_thinking') return 'encrypted';
  if (isSigned(name, part)) return 'signed';
  return uses.get(name) ?? 'unheard';
}

/** Words that their provider checks: with what it signed them with, they are not to be changed. */
function isSigned(name: string, part: Fields): boolean {
  if (name === 'thinking' || name === 'text') return isProof(part['signature']);
  // What a model thought comes back with `encrypted_content`, by which its provider knows it.
  const isThought = name === 'summary' || name === 'content';
  return isThought && part['type'] === 'reasoning' && isProof(part['encrypted_content']);
}

function isProof(value: unknown): boolean {
  return typeof value === 'string' && (isSealed(value) || isCiphertext(value));
}
