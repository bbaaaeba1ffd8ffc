import { MonagoError } from '../../domain/errors.ts';
import type { Exchange } from '../exchange.ts';
import type { Prompt } from '../prompt/prompt.ts';
import type { InspectedPrompt } from './inspect.ts';

// Not exported: only `decide` can make one.
class Cleared {
  readonly #isCleared = true;
  readonly prompt: Prompt;

  constructor(prompt: Prompt) {
    this.prompt = prompt;
  }

  get isCleared(): boolean {
    return this.#isCleared;
  }
}

/** A prompt that policy lets through; the intent and the call to the provider take nothing else. */
export type ClearedPrompt = Cleared;

/**
 * Evaluates the policies.
 * @throws MonagoError with the code of the block, e.g. `policy_blocked`
 */
export function decide(inspected: InspectedPrompt, exchange: Exchange): ClearedPrompt {
  const verdict = exchange.use.evaluate(inspected.signals);
  exchange.verdict = verdict;
  if (verdict.decision === 'blocked') {
    throw new MonagoError(verdict.code, { message: `Blocked by policy: ${verdict.reason}.` });
  }
  return new Cleared(inspected.prompt);
}
