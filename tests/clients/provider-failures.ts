import type { ScriptStep } from '../../emulator/server/script-queue.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import type { GatewaySite } from '../gateway/gateway-site.ts';

const failures = {
  'rate limit': {
    openai: { status: 429, retryAfterSeconds: 0.01 },
    anthropic: { status: 429, retryAfterSeconds: 0.01 },
    bedrock: 'throttled',
  },
  'server error': { openai: { status: 500 }, anthropic: 'server-error', bedrock: 'server-error' },
  overload: { openai: { status: 503 }, anthropic: 'overloaded', bedrock: 'service-unavailable' },
  'rejected key': {
    openai: { status: 401 },
    anthropic: 'invalid-key',
    bedrock: 'signature-expired',
  },
  billing: {
    openai: 'insufficient-quota',
    anthropic: 'credit-balance',
    bedrock: 'payment-instrument',
  },
  forbidden: {
    openai: 'missing-scopes',
    anthropic: 'permission-error',
    bedrock: 'access-denied',
  },
} as const;

/** Lets every call of the provider fail, in its own words, until it is reset. */
export function failEveryCall(
  { control }: GatewaySite,
  provider: Provider,
  failure: keyof typeof failures,
): void {
  const times = Number.POSITIVE_INFINITY;
  const { openai, anthropic, bedrock } = failures[failure];
  if (provider === 'openai') control.emulator.script({ failure: openai, times });
  if (provider === 'anthropic') control.anthropic.script({ failure: anthropic, times });
  if (provider === 'bedrock') control.bedrock.script({ failure: bedrock, times });
}

/** Whichever provider is asked next. */
export function scriptEverywhere({ control }: GatewaySite, step: ScriptStep<never>): void {
  for (const server of [control.emulator, control.anthropic, control.bedrock]) server.script(step);
}
