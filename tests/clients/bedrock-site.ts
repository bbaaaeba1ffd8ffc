import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { GatewaySite } from '../gateway/gateway-site.ts';

/** The versions of HTTP that AWS's client can be made to speak; the first is its own choice. */
export const transports = {
  'HTTP/2': {},
  'HTTP/1.1': { requestHandler: new NodeHttpHandler() },
} as const satisfies Record<string, BedrockRuntimeClientConfig>;

/** Where AWS's client finds Monago, without saying who asks. */
export function place({ url }: GatewaySite): BedrockRuntimeClientConfig {
  return { region: 'us-east-1', endpoint: url, maxAttempts: 1 };
}

/** AWS's client with Monago's token as its Bedrock API key. */
export function bedrockClient(
  site: GatewaySite,
  config: BedrockRuntimeClientConfig = {},
): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    ...place(site),
    token: { token: site.token },
    authSchemePreference: ['httpBearerAuth'],
    ...config,
  });
}

export async function collect<Event>(stream: AsyncIterable<Event> | undefined): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}
