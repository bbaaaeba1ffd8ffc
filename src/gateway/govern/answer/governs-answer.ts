import type { Exchange } from '../../exchange.ts';
import type { GatewayRequest } from '../../gateway-request.ts';
import { AnswerJudge } from './answer-judge.ts';
import type { LaneUse } from './stream/governed-lane.ts';

/** Rows whose answers hold no words. */
const wordless: ReadonlySet<string> = new Set(['embeddings', 'responses.delete']);

export function isWordless({ api, endpoint }: GatewayRequest): boolean {
  return endpoint.purpose === 'count' || wordless.has(api);
}

/**
 * Whether nothing of an answer may pass before it was looked at: a policy is about answers, or something has to be put back
 * into it. Otherwise the provider's bytes go on as they come.
 */
export function governsAnswer({ request, governance, vault }: Exchange): boolean {
  if (isWordless(request)) return false;
  return (vault?.size ?? 0) > 0 || governance?.judgesAnswers === true;
}

/** What an answer is governed with. Undefined for an exchange that has got no further than to its refusal. */
export function answerUse(exchange: Exchange, isStream: boolean): LaneUse | undefined {
  const { governance, vault } = exchange;
  if (governance === undefined || vault === undefined) return undefined;
  const judge = new AnswerJudge(exchange, isStream ? ['stream', 'response'] : ['response']);
  exchange.answerJudge = judge;
  return { judge, governance, vault };
}
