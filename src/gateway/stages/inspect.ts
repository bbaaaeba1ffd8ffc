import { inspectTexts } from '../../domain/inspection/inspect-texts.ts';
import type { Signals } from '../../domain/inspection/signals.ts';
import { type Risk, riskOf } from '../../domain/risk/risk.ts';
import type { Exchange } from '../exchange.ts';
import type { Prompt } from '../prompt/prompt.ts';

// Not exported: only `inspect` can make one.
class Inspected {
  readonly #isInspected = true;
  readonly prompt: Prompt;
  readonly signals: Signals;
  readonly risk: Risk;

  constructor(prompt: Prompt, signals: Signals) {
    this.prompt = prompt;
    this.signals = signals;
    this.risk = riskOf(signals);
  }

  get isInspected(): boolean {
    return this.#isInspected;
  }
}

/** A prompt that the detectors have seen; `decide` takes nothing else. */
export type InspectedPrompt = Inspected;

/** Runs the detectors over every text of the prompt. Never throws: a detector that breaks is a signal of its own. */
export function inspect(prompt: Prompt, exchange: Exchange): InspectedPrompt {
  const inspected = new Inspected(prompt, inspectTexts(prompt.texts, exchange.use.detectors));
  exchange.signals = inspected.signals;
  exchange.risk = inspected.risk;
  return inspected;
}
