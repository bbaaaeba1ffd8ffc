import type { Fields } from '../../../domain/protocol/segments/segment.ts';

/** What an object of the Responses API repeats of its request. */
const echoed: ReadonlySet<string> = new Set([
  'instructions',
  'input',
  'prompt',
  'metadata',
  'tools',
  'tool_choice',
  'text',
  'reasoning',
  'user',
  'safety_identifier',
  'prompt_cache_key',
  'previous_response_id',
  'conversation',
  'include',
]);

/** Whether a member of an answer only repeats what the request said: that was judged as a request, and is no model's word. */
export function isEcho(answer: Fields, name: string): boolean {
  return answer['object'] === 'response' && echoed.has(name);
}

/** An answer in two: what it says, and what it repeats of the request. */
export function withoutEcho(answer: Fields): { readonly said: Fields; readonly echo: Fields } {
  const members = Object.entries(answer);
  return {
    said: Object.fromEntries(members.filter(([name]) => !isEcho(answer, name))),
    echo: Object.fromEntries(members.filter(([name]) => isEcho(answer, name))),
  };
}
