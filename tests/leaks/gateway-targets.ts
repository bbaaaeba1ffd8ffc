import { type GatewayEndpoint, gatewayEndpoints } from '../../src/contract/gateway-endpoints.ts';
import { type Provider, providers } from '../../src/domain/credential/credential.ts';
import type { Drive, Plan, Target } from './gate.ts';
import { gatewayDrives } from './gateway-drives.ts';
import { keyKinds } from './key-kinds.ts';
import { targetsOf } from './rows.ts';

/** A row of the gateway and the provider that is asked by it; none is for what Monago answers itself. */
export interface GatewayTarget extends Target {
  readonly endpoint: GatewayEndpoint;
  readonly provider: Provider | undefined;
  /** Whether Monago has to write the request anew. */
  readonly isTranslated: boolean;
  /** The row is already driven to another provider: addresses, headers and broken bodies end the same. */
  readonly isFurther: boolean;
}

const speaks: Readonly<Record<Provider, readonly string[]>> = {
  openai: ['openai'],
  anthropic: ['anthropic'],
  bedrock: ['bedrock'],
};

/** Every row, once for each provider that it reaches. */
export const gatewayTargets: readonly GatewayTarget[] = targetsOf(
  gatewayEndpoints,
  gatewayDrives,
).flatMap(({ name, drive }) => {
  const row: [string, GatewayEndpoint][] = Object.entries(gatewayEndpoints);
  const endpoint = row.find(([known]) => known === name)?.[1];
  if (endpoint === undefined) return [];
  return reachedBy(endpoint).map((provider, at) => ({
    name: provider === undefined ? name : `${name} to ${provider}`,
    endpoint,
    provider,
    drive: provider === undefined || endpoint.provider !== undefined ? drive : to(provider, drive),
    isFurther: at > 0,
    isTranslated: provider !== undefined && !speaks[provider].includes(endpoint.shape),
  }));
});

function reachedBy({ purpose, provider }: GatewayEndpoint): readonly (Provider | undefined)[] {
  if (purpose === 'models' || purpose === 'approval') return [undefined];
  return provider === undefined ? providers : [provider];
}

/** The same request for a model of that provider. */
function to(provider: Provider, drive: Drive): Drive {
  const model = keyKinds.find((kind) => kind.provider === provider)?.model ?? '';
  const turned = (plan: Plan): Plan => {
    if (plan.params?.['id'] !== undefined) return { ...plan, params: { id: model } };
    return Buffer.isBuffer(plan.body) ? plan : { ...plan, body: { ...plan.body, model } };
  };
  return { ...drive, plan: async (gate) => turned(await drive.plan(gate)) };
}
