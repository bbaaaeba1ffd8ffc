import type { Exchange } from '../exchange.ts';
import type { Answer } from '../relay/answer.ts';
import { plainBody } from '../relay/plain-body.ts';
import { forward } from './forward.ts';
import type { OpenIntent } from './open-intent.ts';
import type { PlannedCall } from './plan.ts';
import { openKey } from './resolve-credential.ts';

/**
 * Makes the call. Where the provider refuses nothing but what Monago itself has added, the question for the usage of a
 * stream, the call is made once more without it: the client has got nothing yet, and asked for nothing of the kind.
 */
export async function send(
  planned: PlannedCall,
  intent: OpenIntent,
  exchange: Exchange,
): Promise<Answer> {
  const answer = await call(planned, intent, exchange);
  const plainer = planned.withoutUsage();
  if (plainer === undefined || !(await isAboutUsage(answer, exchange))) return answer;
  exchange.resent = plainer.call.body;
  const second = await call(plainer, intent, exchange);
  // Where the plain request is refused too, the question was not at fault.
  if (second.head !== undefined && second.head.status < 300) {
    exchange.use.usageRefusals.add(intent.route.credential.destination);
  }
  return second;
}

/** Each call has a key of its own, which is wiped with it. */
async function call(planned: PlannedCall, intent: OpenIntent, exchange: Exchange): Promise<Answer> {
  const key = await openKey(intent, exchange);
  return forward({ planned, intent, key }, exchange);
}

// OpenAI's word for a request it cannot take is 400; servers that check types strictly say 422.
const refusals: ReadonlySet<number> = new Set([400, 422]);

async function isAboutUsage(
  { head, end, transcript }: Answer,
  exchange: Exchange,
): Promise<boolean> {
  if (head === undefined || end !== 'complete' || !refusals.has(head.status)) return false;
  const body = transcript.whole();
  const plain = body && (await plainBody(head, body, exchange.use));
  return plain?.includes('stream_options') ?? false;
}
