import type { BedrockModel } from './bedrock-model.ts';

const textOnly = {
  by: '',
  geographies: [],
  isOnDemand: true,
  input: ['TEXT'],
  output: 'TEXT',
  takesDocuments: true,
  toolUse: 'none',
  toolChoices: [],
  cachePoints: [],
  alwaysReasons: false,
  hasStructuredOutput: false,
  mixesToolResults: false,
  outputTokensMax: 8_192,
} satisfies Partial<BedrockModel>;

const nova = {
  ...textOnly,
  by: 'Amazon',
  family: 'nova',
  geographies: ['us', 'eu', 'apac'],
  input: ['TEXT', 'IMAGE', 'VIDEO'],
  toolUse: 'streamed',
  toolChoices: ['auto', 'any', 'tool'],
  // Nova caches prompts, but not the definitions of tools.
  cachePoints: ['system', 'messages'],
  mixesToolResults: true,
  outputTokensMax: 10_000,
} satisfies Partial<BedrockModel>;

const llama = {
  ...textOnly,
  by: 'Meta',
  family: 'llama',
  geographies: ['us'],
  toolUse: 'unary',
  toolChoices: ['auto'],
} satisfies Partial<BedrockModel>;

const mistral = {
  ...textOnly,
  by: 'Mistral AI',
  family: 'mistral',
  toolUse: 'streamed',
  toolChoices: ['auto', 'any'],
} satisfies Partial<BedrockModel>;

const gptOss = {
  ...textOnly,
  by: 'OpenAI',
  family: 'other',
  takesDocuments: false,
  toolUse: 'streamed',
  toolChoices: ['auto', 'any', 'tool'],
  alwaysReasons: true,
  hasStructuredOutput: true,
  mixesToolResults: true,
  outputTokensMax: 128_000,
} satisfies Partial<BedrockModel>;

const chat = {
  ...textOnly,
  family: 'other',
  toolUse: 'streamed',
  toolChoices: ['auto', 'any', 'tool'],
  mixesToolResults: true,
} satisfies Partial<BedrockModel>;

const embedding = {
  ...textOnly,
  by: 'Amazon',
  family: 'titan-embed',
  output: 'EMBEDDING',
  takesDocuments: false,
} satisfies Partial<BedrockModel>;

/** Those whose makers publish no dialect of their own for them. */
export const openModels: readonly BedrockModel[] = [
  { ...nova, id: 'amazon.nova-micro-v1:0', name: 'Nova Micro', input: ['TEXT'] },
  { ...nova, id: 'amazon.nova-lite-v1:0', name: 'Nova Lite' },
  { ...nova, id: 'amazon.nova-pro-v1:0', name: 'Nova Pro' },
  { ...nova, id: 'amazon.nova-premier-v1:0', name: 'Nova Premier', isOnDemand: false },
  {
    ...nova,
    id: 'amazon.nova-2-lite-v1:0',
    name: 'Nova 2 Lite',
    geographies: ['us', 'eu', 'global'],
    isOnDemand: false,
  },
  { ...llama, id: 'meta.llama3-1-8b-instruct-v1:0', name: 'Llama 3.1 8B Instruct' },
  { ...llama, id: 'meta.llama3-1-70b-instruct-v1:0', name: 'Llama 3.1 70B Instruct' },
  { ...llama, id: 'meta.llama3-2-3b-instruct-v1:0', name: 'Llama 3.2 3B Instruct' },
  { ...llama, id: 'meta.llama3-3-70b-instruct-v1:0', name: 'Llama 3.3 70B Instruct' },
  {
    ...llama,
    id: 'meta.llama4-maverick-17b-instruct-v1:0',
    name: 'Llama 4 Maverick 17B Instruct',
    isOnDemand: false,
    input: ['TEXT', 'IMAGE'],
  },
  {
    ...mistral,
    id: 'mistral.mistral-7b-instruct-v0:2',
    name: 'Mistral 7B Instruct',
    toolUse: 'none',
    toolChoices: [],
  },
  { ...mistral, id: 'mistral.mistral-large-2402-v1:0', name: 'Mistral Large (24.02)' },
  { ...mistral, id: 'mistral.mistral-large-2407-v1:0', name: 'Mistral Large (24.07)' },
  { ...gptOss, id: 'openai.gpt-oss-120b-1:0', name: 'gpt-oss-120b' },
  { ...gptOss, id: 'openai.gpt-oss-20b-1:0', name: 'gpt-oss-20b' },
  {
    ...chat,
    id: 'deepseek.r1-v1:0',
    name: 'DeepSeek-R1',
    by: 'DeepSeek',
    geographies: ['us'],
    isOnDemand: false,
    toolUse: 'none',
    toolChoices: [],
    alwaysReasons: true,
    outputTokensMax: 32_768,
  },
  {
    ...chat,
    id: 'deepseek.v3-v1:0',
    name: 'DeepSeek-V3.1',
    by: 'DeepSeek',
    hasStructuredOutput: true,
    outputTokensMax: 81_920,
  },
  {
    ...chat,
    id: 'qwen.qwen3-32b-v1:0',
    name: 'Qwen3 32B',
    by: 'Qwen',
    hasStructuredOutput: true,
    outputTokensMax: 16_384,
  },
  { ...chat, id: 'cohere.command-r-plus-v1:0', name: 'Command R+', by: 'Cohere' },
  { ...chat, id: 'ai21.jamba-1-5-large-v1:0', name: 'Jamba 1.5 Large', by: 'AI21 Labs' },
  { ...embedding, id: 'amazon.titan-embed-text-v2:0', name: 'Titan Text Embeddings V2' },
];
