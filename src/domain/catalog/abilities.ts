import type { Provider } from '../credential/credential.ts';
import { efforts as allEfforts } from '../protocol/conversation.ts';
import type { ModelAbilities } from '../protocol/model-abilities.ts';
import type { ClaudeCapabilities } from './anthropic-capabilities.ts';
import type { BedrockCapabilities } from './bedrock-capabilities.ts';
import { capabilitiesOf } from './capabilities.ts';
import type { OpenAiCapabilities } from './openai-capabilities.ts';

/** What a model takes, as far as translations depend on it. */
export function abilitiesOf(provider: Provider, model: string): ModelAbilities {
  const found = capabilitiesOf(provider, model);
  switch (found.provider) {
    case 'openai':
      return ofOpenAi(found);
    case 'anthropic':
      return ofClaude(found);
    case 'bedrock':
      return found.claude === undefined ? ofBedrock(found) : ofClaude(found.claude);
  }
}

function ofClaude(claude: ClaudeCapabilities): ModelAbilities {
  const { budget, adaptive, disabled } = claude.thinking;
  return {
    family: 'claude',
    maxOutputTokens: claude.maxOutputTokens,
    sampling: claude.acceptsSampling,
    temperatureMax: claude.temperatureMax,
    temperatureWithTopP: claude.acceptsTemperatureWithTopP,
    tools: claude.tools,
    forcedTool: claude.acceptsForcedTool,
    shortToolIds: false,
    prefill: claude.acceptsPrefill,
    systemMidConversation: claude.midConversationSystem,
    thinking: { budget, adaptive, off: (budget || adaptive) && disabled !== 'never' },
    efforts: claude.efforts,
    structuredOutput: claude.structuredOutput,
    promptCaching: claude.promptCaching,
    images: claude.images,
    documents: claude.documents,
    maxTokensName: 'max_tokens',
  };
}

function ofOpenAi(model: OpenAiCapabilities): ModelAbilities {
  return {
    family: 'openai',
    maxOutputTokens: model.maxOutputTokens,
    sampling: model.sampling !== 'never',
    temperatureMax: model.temperatureMax,
    tools: model.tools,
    forcedTool: model.tools,
    shortToolIds: false,
    prefill: false,
    systemMidConversation: true,
    thinking: { budget: false, adaptive: false, off: model.efforts.includes('none') },
    efforts: allEfforts.filter((effort) => model.efforts.includes(effort)),
    structuredOutput: model.structuredOutput,
    promptCaching: false,
    images: model.images,
    documents: model.documents,
    reasoningWithTools: model.toolsOnChat === 'always',
    maxTokensName: model.acceptsMaxTokens ? 'max_tokens' : 'max_completion_tokens',
  };
}

function ofBedrock(model: BedrockCapabilities): ModelAbilities {
  return {
    family: familyOf(model),
    maxOutputTokens: model.maxOutputTokens,
    sampling: true,
    temperatureMax: model.temperatureMax,
    tools: model.toolUse,
    forcedTool: model.toolChoices.includes('any'),
    namedTool: model.toolChoices.includes('tool'),
    shortToolIds: model.vendor === 'mistral' && model.toolUse,
    prefill: false,
    systemMidConversation: false,
    thinking: { budget: false, adaptive: false, off: model.reasoning === 'config' },
    efforts: model.efforts,
    structuredOutput: model.structuredOutput,
    promptCaching: model.cachePoints,
    images: model.images,
    documents: model.documents,
    maxTokensName: 'max_tokens',
  };
}

function familyOf({ vendor, toolUse }: BedrockCapabilities): ModelAbilities['family'] {
  switch (vendor) {
    case 'amazon':
      // Nova calls tools, Titan does not.
      return toolUse ? 'nova' : 'other';
    case 'meta':
      return 'llama';
    case 'mistral':
    case 'openai':
      return vendor;
    default:
      return 'other';
  }
}
