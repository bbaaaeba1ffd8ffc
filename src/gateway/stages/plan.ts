import type { Exchange } from '../exchange.ts';
import type { CallPlan } from '../plan/call-plan.ts';
import { planCall } from '../plan/plan-call.ts';
import type { ClearedPrompt } from './decide.ts';
import type { Route } from './resolve-credential.ts';

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

  /** The same call for a server that refuses to be asked for the usage; undefined where it is not asked for. */
  withoutUsage(): Planned | undefined {
    const { bodyWithoutUsage: body } = this.call;
    if (body === undefined) return undefined;
    const isRewritten = body !== this.cleared.prompt.body;
    return new Planned(this.cleared, {
      ...this.call,
      body,
      isRewritten,
      bodyWithoutUsage: undefined,
    });
  }
}

/** A cleared prompt and the bytes that the provider will get for it. */
export type PlannedCall = Planned;

/**
 * Works out what is sent, before the log says so.
 * @throws MonagoError `unsupported_parameter`, `invalid_request`
 */
export function plan(cleared: ClearedPrompt, route: Route, exchange: Exchange): PlannedCall {
  const call = planCall(cleared.prompt, exchange);
  exchange.ledger = call.ledger;
  const planned = new Planned(cleared, call);
  const isRefused = exchange.use.usageRefusals.has(route.credential.destination);
  return (isRefused ? planned.withoutUsage() : undefined) ?? planned;
}
