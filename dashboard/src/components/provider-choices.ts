import type { Provider } from '../../../src/domain/credential/credential.ts';

export const providerNames: Readonly<Record<Provider, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  bedrock: 'AWS Bedrock',
};

export interface ProviderChoice {
  readonly provider: Provider;
  readonly publicUrl: string;
  readonly keyPlaceholder: string;
  readonly suggestedName: string;
}

/** What Add provider offers: the providers that the server can talk to. */
export const providerChoices: readonly [ProviderChoice, ...ProviderChoice[]] = [
  {
    provider: 'openai',
    publicUrl: 'https://api.openai.com/v1',
    keyPlaceholder: 'sk-…',
    suggestedName: 'production-openai',
  },
];
