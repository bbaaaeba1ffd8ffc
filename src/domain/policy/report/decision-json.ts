import type { Decision, PolicyReference } from '../bundle/decision.ts';
import { obligationsJson } from '../bundle/obligations.ts';
import type { JsonObject } from '../document/policy-json.ts';

/** What a decision comes to for the caller and the request, without how it came about. */
export function outcomeJson(decision: Decision): JsonObject {
  const { verdict, code, message, obligations, route, wouldBe, isRouteLoop } = decision;
  const due = obligationsJson(obligations);
  return {
    verdict,
    ...(code !== undefined && { code }),
    ...(isRouteLoop && { route_loop: true }),
    ...(message !== undefined && { message }),
    ...(Object.keys(due).length > 0 && { obligations: due }),
    ...(route !== undefined && { route: routeJson(route) }),
    ...(wouldBe !== verdict && { would_be: wouldBe }),
  };
}

function routeJson({ provider, model, region }: NonNullable<Decision['route']>): JsonObject {
  return {
    ...(provider !== undefined && { provider }),
    ...(model !== undefined && { model }),
    ...(region !== undefined && { region }),
  };
}

export function namesOf(references: readonly PolicyReference[]): readonly string[] {
  return references.map(({ name, scope }) => (scope === 'tenant' ? name : `${name} (${scope})`));
}
