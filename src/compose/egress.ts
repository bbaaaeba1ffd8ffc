import { type ClosableEgress, createEgress } from '../adapters/egress/egress.ts';
import { createAnthropicProvider } from '../adapters/providers/anthropic.ts';
import { createBedrockProvider } from '../adapters/providers/bedrock.ts';
import { createOpenAiProvider } from '../adapters/providers/openai.ts';
import { systemClock } from '../adapters/telemetry/system-clock.ts';
import type { Config } from '../config.ts';
import type { Provider } from '../domain/credential/credential.ts';
import type { Egress } from '../ports/egress.ts';
import type { ProviderClient } from '../ports/provider.ts';
import type { OwnEndpoints } from './own-endpoints.ts';

export function openEgress(config: Config, own: OwnEndpoints): ClosableEgress {
  return createEgress({
    mode: config.MONAGO_MODE,
    allow: config.MONAGO_EGRESS_ALLOW,
    own: () => [...own.list(), ...own.keyManagement()],
    connectTimeoutMs: config.MONAGO_UPSTREAM_CONNECT_TIMEOUT_MS,
    headTimeoutMs: config.MONAGO_UPSTREAM_HEAD_TIMEOUT_MS,
    idleTimeoutMs: config.MONAGO_UPSTREAM_IDLE_TIMEOUT_MS,
    totalTimeoutMs: config.MONAGO_UPSTREAM_TOTAL_TIMEOUT_MS,
    connectionsMax: config.MONAGO_IN_FLIGHT_MAX,
  });
}

export function createProviders(egress: Egress): Readonly<Record<Provider, ProviderClient>> {
  return {
    openai: createOpenAiProvider(egress, systemClock),
    anthropic: createAnthropicProvider(egress, systemClock),
    bedrock: createBedrockProvider(egress, systemClock),
  };
}
