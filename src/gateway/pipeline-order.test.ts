import { expect, test } from 'vitest';
import type { Secret } from '../domain/credential/secret.ts';
import type { Caller, Exchange } from './exchange.ts';
import type { Prompt } from './prompt/prompt.ts';
import * as awaitApprovalStage from './stages/await-approval.ts';
import type { ClearedPrompt } from './stages/decide.ts';
import * as decideStage from './stages/decide.ts';
import { decide } from './stages/decide.ts';
import { forward } from './stages/forward.ts';
import type { InspectedPrompt } from './stages/inspect.ts';
import * as inspectStage from './stages/inspect.ts';
import * as openIntentStage from './stages/open-intent.ts';
import { type OpenIntent, openIntent } from './stages/open-intent.ts';
import * as planStage from './stages/plan.ts';
import { type PlannedCall, plan } from './stages/plan.ts';
import { openKey, type Route } from './stages/resolve-credential.ts';

// Each of these functions leaves one stage out. The compiler must refuse it; if it ever did not, the directive above the
// line would itself be an error, and `npm run typecheck` would fail.
const shortcuts = {
  withoutInspection: (prompt: Prompt, rest: Rest) =>
    // @ts-expect-error: a prompt that was not inspected cannot be decided about
    decide(prompt, rest.caller, rest.exchange),

  withoutDecision: (inspected: InspectedPrompt, route: Route, exchange: Exchange) =>
    // @ts-expect-error: what was only inspected cannot be made a call
    plan(inspected, route, exchange),

  withoutPlan: (cleared: ClearedPrompt, route: Route, rest: Rest) =>
    // @ts-expect-error: what is not known to the byte cannot be put into an intent
    openIntent(cleared, { route, caller: rest.caller }, rest.exchange),

  withoutApproval: (planned: PlannedCall, route: Route, rest: Rest) =>
    // @ts-expect-error: what may have to wait for a person cannot be put into an intent
    openIntent(planned, { route, caller: rest.caller }, rest.exchange),

  withoutAnything: (prompt: Prompt, route: Route, rest: Rest) =>
    // @ts-expect-error: neither can what was only read
    openIntent(prompt, { route, caller: rest.caller }, rest.exchange),

  withoutIntent: (route: Route, exchange: Exchange) =>
    // @ts-expect-error: no key is opened without an intent
    openKey(route, exchange),

  undecided: (inspected: InspectedPrompt, intent: OpenIntent, rest: Rest) =>
    // @ts-expect-error: what policy has not cleared is not forwarded
    forward({ planned: inspected, intent, key: rest.key }, rest.exchange),

  unaudited: (planned: PlannedCall, rest: Rest) =>
    // @ts-expect-error: nothing is forwarded without an intent
    forward({ planned, key: rest.key }, rest.exchange),

  forged: (prompt: Prompt): ClearedPrompt =>
    // @ts-expect-error: only `decide` can make a cleared prompt
    ({ prompt, isCleared: true }),
};

interface Rest {
  readonly caller: Caller;
  readonly exchange: Exchange;
  readonly key: Secret;
}

test('the proofs of inspection, decision and intent can only be made by their stage', () => {
  // Were a constructor exported, the shortcuts above would compile again in another guise.
  expect(Object.keys(inspectStage)).toEqual(['inspect']);
  expect(Object.keys(decideStage)).toEqual(['decide']);
  expect(Object.keys(planStage)).toEqual(['plan']);
  expect(Object.keys(awaitApprovalStage)).toEqual(['awaitApproval']);
  expect(Object.keys(openIntentStage)).toEqual(['openIntent']);
  expect(Object.keys(shortcuts)).toHaveLength(9);
});
