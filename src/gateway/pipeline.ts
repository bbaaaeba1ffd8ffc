import type { ReplyChannel } from '../ports/reply-channel.ts';
import { beginExchange, type Exchange } from './exchange.ts';
import type { Gateway } from './gateway-ports.ts';
import type { GatewayRequest } from './gateway-request.ts';
import { authenticate } from './stages/authenticate.ts';
import { awaitApproval } from './stages/await-approval.ts';
import { checkOwnership } from './stages/check-ownership.ts';
import { decide } from './stages/decide.ts';
import { inspect } from './stages/inspect.ts';
import { inspectResponse } from './stages/inspect-response.ts';
import { openIntent } from './stages/open-intent.ts';
import { plan } from './stages/plan.ts';
import { readPrompt } from './stages/read-prompt.ts';
import { chooseRoute } from './stages/resolve-credential.ts';
import { send } from './stages/send.ts';
import { type Ending, settle } from './stages/settle.ts';
import { trackUsage } from './stages/track-usage.ts';

/**
 * One call of the gateway, from the access token to the last byte. Every stage takes what only the stage before it can
 * make, so that leaving one out does not compile; every way out goes through `settle`.
 */
export async function handle(
  request: GatewayRequest,
  reply: ReplyChannel,
  use: Gateway,
): Promise<void> {
  const exchange = beginExchange(request, reply, use);
  const ending = await govern(exchange).catch((thrown: unknown): Ending => ({ thrown }));
  await settle(ending, exchange);
}

async function govern(exchange: Exchange): Promise<Ending> {
  const caller = await authenticate(exchange);
  exchange.caller = caller;
  const prompt = await readPrompt(caller, exchange);
  exchange.prompt = prompt;
  const inspected = inspect(prompt, caller, exchange);
  const cleared = decide(inspected, caller, exchange);
  await checkOwnership(cleared, caller, exchange);
  const route = chooseRoute(cleared, caller, exchange);
  const planned = plan(cleared, route, exchange);
  const approved = await awaitApproval(planned, caller, exchange);
  const now = approved.hasWaited ? chooseRoute(cleared, caller, exchange) : route;
  // Durable before any key is decrypted and before the first byte leaves for the provider.
  const intent = await openIntent(approved, { route: now, caller }, exchange);
  const answer = await trackUsage(intent, exchange, () => send(planned, intent, exchange));
  return inspectResponse(answer, planned, exchange);
}
