import type {
  ContentBlock,
  ConverseRequest,
  SystemContentBlock,
  Tool,
  ToolResultContentBlock,
} from '@aws-sdk/client-bedrock-runtime';
import type { Keys } from './official-names.ts';

const document = { name: 'w', format: 'txt', context: 'w', source: { text: 'w' } };
const results: Readonly<Record<Keys<ToolResultContentBlock>, unknown>> = {
  json: { a: 'w', b: ['w'] },
  text: 'w',
  image: { format: 'png', source: { s3Location: { uri: 'w', bucketOwner: 'w' } } },
  document: { ...document, source: { content: [{ text: 'w' }] } },
  video: { format: 'mp4', source: { s3Location: { uri: 'w' } } },
  searchResult: { source: 'w', title: 'w', content: [{ text: 'w' }], citations: { enabled: true } },
};
const blocks: Readonly<Record<Keys<ContentBlock>, unknown>> = {
  text: 'w',
  image: { format: 'png', source: { s3Location: { uri: 'w' } } },
  document,
  video: { format: 'mp4', source: { s3Location: { uri: 'w' } } },
  audio: { format: 'mp3', source: { s3Location: { uri: 'w' } } },
  toolUse: { toolUseId: 'w', name: 'w', input: { a: 'w', b: { c: 'w' } } },
  toolResult: { toolUseId: 'w', status: 'success', content: single(results) },
  toolAddition: { tool: { name: 'w' } },
  toolRemoval: { tool: { name: 'w' } },
  guardContent: { text: { text: 'w', qualifiers: ['query'] } },
  cachePoint: { type: 'default' },
  reasoningContent: { reasoningText: { text: 'w', signature: 'w' } },
  citationsContent: {
    content: [{ text: 'w' }],
    citations: [
      {
        title: 'w',
        source: 'w',
        sourceContent: [{ text: 'w' }],
        location: { web: { url: 'w', domain: 'w' } },
      },
    ],
  },
  searchResult: { source: 'w', title: 'w', content: [{ text: 'w' }] },
};
const system: Readonly<Record<Keys<SystemContentBlock>, unknown>> = {
  text: 'w',
  guardContent: { text: { text: 'w' } },
  cachePoint: { type: 'default' },
};
const tools: Readonly<Record<Keys<Tool>, unknown>> = {
  toolSpec: {
    name: 'w',
    description: 'w',
    inputSchema: { json: { type: 'object', properties: { a: { description: 'w', enum: ['w'] } } } },
  },
  systemTool: { name: 'w' },
  cachePoint: { type: 'default' },
};

type Members = Exclude<keyof ConverseRequest, 'modelId'>;
const converse: Readonly<Record<Members, unknown>> & Readonly<Record<string, unknown>> = {
  messages: [
    { role: 'user', content: single(blocks) },
    { role: 'assistant', content: [{ text: 'w' }] },
  ],
  system: single(system),
  inferenceConfig: { maxTokens: 9, stopSequences: ['w'] },
  toolConfig: { tools: single(tools), toolChoice: { tool: { name: 'w' } } },
  guardrailConfig: { guardrailIdentifier: 'w', guardrailVersion: 'w' },
  additionalModelRequestFields: { a: 'w', b: ['w'] },
  promptVariables: { a: { text: 'w' } },
  additionalModelResponseFieldPaths: ['w'],
  requestMetadata: { remark: 'w' },
  performanceConfig: { latency: 'standard' },
  serviceTier: { type: 'default' },
  outputConfig: {
    textFormat: {
      type: 'json_schema',
      structure: { jsonSchema: { schema: 'w', name: 'w', description: 'w' } },
    },
  },
};

const claude = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 9,
  system: 'w',
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: 'w' },
        { type: 'tool_result', tool_use_id: 'w', content: 'w' },
      ],
    },
  ],
  tools: [{ name: 'w', description: 'w', input_schema: { type: 'object' } }],
  metadata: { user_id: 'w' },
  stop_sequences: ['w'],
};
/** By model: each maker has a format of its own. */
const invoke: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'anthropic.claude-3-5-sonnet-20241022-v2:0': claude,
  'amazon.nova-pro-v1:0': {
    schemaVersion: 'messages-v1',
    system: [{ text: 'w' }],
    messages: [
      {
        role: 'user',
        content: [
          { text: 'w' },
          { video: { format: 'mp4', source: { s3Location: { uri: 'w' } } } },
        ],
      },
    ],
    toolConfig: { tools: single(tools) },
    inferenceConfig: { stopSequences: ['w'] },
  },
  'amazon.titan-text-express-v1': {
    inputText: 'w',
    textGenerationConfig: { stopSequences: ['w'] },
  },
  'amazon.titan-embed-image-v1': { inputText: 'w', inputImage: 'w' },
  'amazon.nova-canvas-v1:0': {
    taskType: 'TEXT_IMAGE',
    textToImageParams: { text: 'w', negativeText: 'w' },
  },
  'meta.llama3-70b-instruct-v1:0': { prompt: 'w', images: ['w'], max_gen_len: 9 },
  'mistral.mistral-large-2402-v1:0': {
    prompt: 'w',
    stop: ['w'],
    messages: [{ role: 'user', content: 'w' }],
  },
  'cohere.command-r-plus-v1:0': {
    message: 'w',
    preamble: 'w',
    chat_history: [{ role: 'USER', message: 'w' }],
    documents: [{ title: 'w', snippet: 'w' }],
    search_queries_only: false,
    tools: [
      {
        name: 'w',
        description: 'w',
        parameter_definitions: { a: { description: 'w', type: 'str' } },
      },
    ],
    tool_results: [{ call: { name: 'w', parameters: { a: 'w' } }, outputs: [{ a: 'w' }] }],
    stop_sequences: ['w'],
    user: 'w',
  },
  'cohere.embed-multilingual-v3': { texts: ['w'], images: ['w'], input_type: 'search_query' },
  'cohere.rerank-v3-5:0': { query: 'w', documents: ['w', { text: 'w' }] },
  'ai21.jamba-1-5-large-v1:0': {
    messages: [{ role: 'user', content: 'w' }],
    documents: [{ content: 'w', metadata: { a: 'w' } }],
  },
  'stability.sd3-5-large-v1:0': {
    prompt: 'w',
    negative_prompt: 'w',
    text_prompts: [{ text: 'w', weight: 1 }],
  },
  'deepseek.r1-v1:0': { prompt: 'w', stop: ['w'] },
};

export const bedrockBodies = { converse, invoke };

/** The parts of a union, each as an object with one member. */
function single(parts: Readonly<Record<string, unknown>>): object[] {
  return Object.entries(parts).map(([name, part]) => ({ [name]: part }));
}
