import type { Provider } from '../credential/credential.ts';
import { type ClaudeCapabilities, claudeCapabilities } from './anthropic-capabilities.ts';
import { type BedrockCapabilities, bedrockCapabilities } from './bedrock-capabilities.ts';
import { type OpenAiCapabilities, openAiCapabilities } from './openai-capabilities.ts';

/** What a model takes, in the terms of its provider. */
export type Capabilities =
  | ({ readonly provider: 'openai' } & OpenAiCapabilities)
  | ({ readonly provider: 'anthropic' } & ClaudeCapabilities)
  | ({ readonly provider: 'bedrock' } & BedrockCapabilities);

/** What a model takes, by its name at the provider. A model that is not known is taken for the newest of its family. */
export function capabilitiesOf(provider: Provider, model: string): Capabilities {
  switch (provider) {
    case 'openai':
      return { provider, ...openAiCapabilities(model) };
    case 'anthropic':
      return { provider, ...claudeCapabilities(model) };
    case 'bedrock':
      return { provider, ...bedrockCapabilities(model) };
  }
}
