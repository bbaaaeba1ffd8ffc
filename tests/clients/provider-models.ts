import type { SeenRequest } from '../../emulator/server/request-log.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import type { GatewaySite } from '../gateway/gateway-site.ts';

/** A model of each provider, and how its emulator begins to repeat what was said. */
export const providerModels = [
  { provider: 'openai', model: 'gpt-4o-mini', echo: 'You said: ' },
  { provider: 'anthropic', model: 'claude-sonnet-4-5', echo: 'Echo: ' },
  { provider: 'anthropic', model: 'claude-sonnet-5-5', echo: 'Echo: ' },
  {
    provider: 'bedrock',
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    echo: 'Echo: ',
  },
  { provider: 'bedrock', model: 'amazon.nova-pro-v1:0', echo: 'Echo: ' },
] as const satisfies readonly { provider: Provider; model: string; echo: string }[];

export function seenBy({ control }: GatewaySite, provider: Provider): readonly SeenRequest[] {
  const { emulator, anthropic, bedrock } = control;
  return { openai: emulator, anthropic, bedrock }[provider].requests;
}

/** The last body that a provider got. */
export function lastBody(site: GatewaySite, provider: Provider) {
  const seen = seenBy(site, provider).at(-1);
  if (seen === undefined) throw new Error(`${provider} was asked nothing`);
  return JSON.parse(seen.body.toString('utf8'));
}

export function resetProviders({ control }: GatewaySite): void {
  for (const provider of [control.emulator, control.anthropic, control.bedrock]) provider.reset();
}
