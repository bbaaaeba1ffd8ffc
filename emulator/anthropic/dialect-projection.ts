import { type Fields, isFields } from '../server/json.ts';

// Version 2026-10-21 always has these members; before, they were left out while there was nothing to say.
const spelledOut = new Set([
  'citations',
  'container',
  'context_management',
  'diagnostics',
  'estimated_tokens',
  'fallback_credit',
  'fallback_credit_token',
  'fallback_has_prefill_claim',
  'iterations',
  'output_tokens_details',
  'recommended_model',
  'server_tool_use',
]);
const CHARACTERS_PER_TOKEN = 4;
const added = new Set(['caller', 'speed']);
// Arguments of tools are the model's own and may use any name.
const nested = new Set(['content', 'content_block', 'delta', 'message', 'stop_details', 'usage']);

/** A message or event as clients of the versions before 2026-10-21 get it. */
export function inEarlierVersion(value: Fields): Fields {
  const members = Object.entries(value).filter(
    ([name, member]) => !(added.has(name) || (spelledOut.has(name) && member === null)),
  );
  return Object.fromEntries(
    members.map(([name, member]) => [name, nested.has(name) ? earlier(member) : member]),
  );
}

function earlier(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(earlier);
  return isFields(value) ? inEarlierVersion(value) : value;
}

/** A message or event with the members that only beta messages have. */
export function inBetaDialect(
  value: Fields,
  edits: Fields | null,
  countsThinking: boolean,
): Fields {
  const { type, message, delta } = value;
  if (type === 'message') return withUsage(withStopDetails(value), edits);
  if (type === 'message_start' && isFields(message)) {
    return { ...value, message: withUsage(message, null) };
  }
  if (!isFields(delta)) return value;
  if (type === 'message_delta') {
    return withUsage({ ...value, delta: withStopDetails(delta) }, edits);
  }
  if (delta['type'] !== 'thinking_delta') return value;
  const estimate = Math.ceil(String(delta['thinking']).length / CHARACTERS_PER_TOKEN);
  return { ...value, delta: { ...delta, estimated_tokens: countsThinking ? estimate : null } };
}

function withUsage(value: Fields, edits: Fields | null): Fields {
  const usage = isFields(value['usage']) ? value['usage'] : {};
  return {
    ...value,
    context_management: edits,
    usage: { ...usage, iterations: null, fallback_credit: null },
  };
}

function withStopDetails(value: Fields): Fields {
  const details = value['stop_details'];
  if (!isFields(details)) return value;
  const offers = {
    fallback_credit_token: null,
    fallback_has_prefill_claim: null,
    recommended_model: null,
  };
  return { ...value, stop_details: { ...details, ...offers } };
}
