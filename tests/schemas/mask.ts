const wordCharactersMax = 90;
const free = new Set([
  'id',
  'text',
  'content',
  'thinking',
  'reasoning_content',
  'refusal',
  'arguments',
  'partial_json',
  'delta',
  'signature',
  'data',
  'bytes',
  'encrypted_content',
  'redactedContent',
  'item_id',
  'call_id',
  'tool_use_id',
  'toolUseId',
  'input',
  'obfuscation',
  'p',
  'message',
  'model',
  'explanation',
  'instructions',
  'embedding',
]);

/**
 * The body with everything taken out that no schema cares about, so that one of many alike is enough: long texts and
 * words that may be any become one and the same, so do counts, and what repeats in a list stands there once. A schema
 * that does care refuses the mask, so nothing is hidden by it.
 */
export function masked(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return maskedText(value, name);
  if (typeof value === 'number') return Math.sign(value) * Math.min(Math.abs(value), 2);
  if (Array.isArray(value)) return distinct(value.map((item) => masked(item, name)));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, masked(item, key)]));
}

function maskedText(text: string, name: string): string {
  if (text === '') return '';
  return free.has(name) || text.length > wordCharactersMax || /\s/.test(text) ? '…' : text;
}

function distinct(items: readonly unknown[]): unknown[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
