import type { Exchange } from '../exchange.ts';
import type { CallPlan } from '../plan/call-plan.ts';
import { planCall } from '../plan/plan-call.ts';
import type { ClearedPrompt } from './decide.ts';

// Not exported: only `plan` can make one.
class Planned {
  readonly #isPlanned = true;
  readonly cleared: ClearedPrompt;
  readonly call: CallPlan;

  constructor(cleared: ClearedPrompt, call: CallPlan) {
    this.cleared = cleared;
    this.call = call;
  }

  get isPlanned(): boolean {
    return this.#isPlanned;
  }
}

/** A cleared prompt and the bytes that the provider will get for it. */
export type PlannedCall = Planned;

/**
 * Works out what is sent, before the log says so.
 * @throws MonagoError `unsupported_parameter`, `invalid_request`
 */
export function plan(cleared: ClearedPrompt, exchange: Exchange): PlannedCall {
  const call = planCall(cleared.prompt, exchange);
  exchange.ledger = call.ledger;
  return new Planned(cleared, call);
}
