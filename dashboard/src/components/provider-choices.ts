import type { Provider } from '../../../src/domain/credential/credential.ts';

export const providerNames: Readonly<Record<Provider, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  bedrock: 'AWS Bedrock',
};

export interface ProviderChoice {
  /** Where its keys go unless told otherwise; undefined where that depends on the region. */
  readonly publicUrl: string | undefined;
  readonly keyPlaceholder: string;
  readonly suggestedName: string;
}

/** What Add provider suggests for each. */
export const providerChoices: Readonly<Record<Provider, ProviderChoice>> = {
  openai: {
    publicUrl: 'https://api.openai.com/v1',
    keyPlaceholder: 'sk-…',
    suggestedName: 'production-openai',
  },
  anthropic: {
    publicUrl: 'https://api.anthropic.com',
    keyPlaceholder: 'sk-ant-…',
    suggestedName: 'production-anthropic',
  },
  bedrock: {
    publicUrl: undefined,
    keyPlaceholder: 'ABSK…',
    suggestedName: 'production-bedrock',
  },
};
