import type { AnswerBlock, StopReason } from '../answer.ts';

const reasons: ReadonlyMap<string, StopReason> = new Map([
  ['stop', 'end'],
  ['length', 'length'],
  ['tool_calls', 'tool_calls'],
  ['function_call', 'tool_calls'],
  ['content_filter', 'content_filter'],
]);

/**
 * Why the model stopped, out of `finish_reason` and what it said: OpenAI says `stop` after a call that it was forced to
 * make, and after a refusal, but the clients of other formats go by the reason alone.
 */
export function readFinishReason(
  word: string | undefined,
  said: ReadonlySet<AnswerBlock['kind']>,
): StopReason {
  const reason = reasons.get(word ?? '') ?? 'unknown';
  if (reason !== 'end') return reason;
  if (said.has('tool_call')) return 'tool_calls';
  return said.has('refusal') ? 'content_filter' : 'end';
}

/** What a chat client calls it. Reasons without a name of their own end the answer like any other. */
export function writeFinishReason(reason: StopReason, isLegacy: boolean): string {
  switch (reason) {
    case 'length':
    case 'content_filter':
      return reason;
    case 'tool_calls':
      return isLegacy ? 'function_call' : 'tool_calls';
    default:
      return 'stop';
  }
}
