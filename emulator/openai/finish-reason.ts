import type { Choice } from './answer.ts';

/** Legacy function calls have a reason of their own. */
export function finishReason({ isLegacy }: { isLegacy: boolean }, choice: Choice) {
  if (isLegacy && choice.finishReason === 'tool_calls') return 'function_call' as const;
  return choice.finishReason;
}
