import type OpenAI from 'openai';
import type { Keys, Named } from './official-names.ts';

type Chat = OpenAI.Chat.ChatCompletionCreateParams;
type Responses = OpenAI.Responses.ResponseCreateParams;
type Item = Named<OpenAI.Responses.ResponseInputItem>;
type Input = OpenAI.Responses.ResponseInputContent['type'];
type Part = OpenAI.Chat.ChatCompletionContentPart['type'];

const schema = {
  type: 'object',
  description: 'w',
  properties: {
    name: {
      type: 'string',
      description: 'w',
      enum: ['w'],
      const: 'w',
      default: 'w',
      examples: ['w'],
    },
  },
  $defs: { inner: { title: 'w', pattern: 'w', $comment: 'w', $ref: '#/$defs/inner' } },
};
const functionTool = { name: 'w', description: 'w', parameters: schema, strict: true };

const chatParts: Readonly<Record<Part, object>> = {
  text: { text: 'w' },
  image_url: { image_url: { url: 'https://w.example/w', detail: 'low' } },
  input_audio: { input_audio: { data: 'AAAA', format: 'wav' } },
  file: { file: { file_data: 'AAAA', file_id: 'w', filename: 'w' } },
};
const messages: Readonly<Record<OpenAI.Chat.ChatCompletionMessageParam['role'], object>> = {
  system: { content: [{ type: 'text', text: 'w' }], name: 'w' },
  developer: { content: 'w', name: 'w' },
  user: { content: typed(chatParts), name: 'w' },
  assistant: {
    content: [
      { type: 'text', text: 'w' },
      { type: 'refusal', refusal: 'w' },
    ],
    refusal: 'w',
    name: 'w',
    audio: { id: 'w' },
    function_call: { name: 'w', arguments: 'w' },
    tool_calls: [
      { id: 'w', type: 'function', function: { name: 'w', arguments: 'w' } },
      { id: 'w', type: 'custom', custom: { name: 'w', input: 'w' } },
    ],
  },
  tool: { content: [{ type: 'text', text: 'w' }], tool_call_id: 'w' },
  function: { content: 'w', name: 'w' },
};

const chat: Readonly<Record<Exclude<Keys<Chat>, 'user' | 'safety_identifier' | 'model'>, unknown>> =
  {
    messages: Object.entries(messages).map(([role, message]) => ({ role, ...message })),
    audio: { voice: { id: 'w' }, format: 'wav' },
    frequency_penalty: 0,
    function_call: { name: 'w' },
    functions: [functionTool],
    logit_bias: { 1: 1 },
    logprobs: false,
    max_completion_tokens: 9,
    max_tokens: 9,
    metadata: { remark: 'w', user_id: 'w' },
    modalities: ['text'],
    moderation: { note: 'w' },
    n: 1,
    parallel_tool_calls: true,
    prediction: { type: 'content', content: [{ type: 'text', text: 'w' }] },
    presence_penalty: 0,
    prompt_cache_key: 'w',
    prompt_cache_options: { note: 'w' },
    prompt_cache_retention: '24h',
    reasoning_effort: 'low',
    response_format: { type: 'json_schema', json_schema: { name: 'w', description: 'w', schema } },
    seed: 1,
    service_tier: 'auto',
    stop: ['w'],
    store: false,
    stream: false,
    stream_options: { note: 'w' },
    temperature: 0,
    tool_choice: { type: 'function', function: { name: 'w' } },
    tools: [
      { type: 'function', function: functionTool },
      {
        type: 'custom',
        custom: {
          name: 'w',
          description: 'w',
          format: { type: 'grammar', grammar: { syntax: 'lark', definition: 'w' } },
        },
      },
    ],
    top_logprobs: 0,
    top_p: 1,
    verbosity: 'low',
    web_search_options: {
      user_location: { type: 'approximate', approximate: { city: 'w', region: 'w' } },
    },
  };

const inputs: Readonly<Record<Input, object>> = {
  input_text: { text: 'w' },
  input_image: { image_url: 'https://w.example/w', file_id: 'w', detail: 'low' },
  input_file: { file_data: 'AAAA', file_id: 'w', file_url: 'https://w.example/w', filename: 'w' },
};

const outputText = {
  type: 'output_text',
  text: 'w',
  annotations: [{ type: 'url_citation', url: 'w', title: 'w' }],
};
const items: Readonly<Record<Item, object>> = {
  message: { role: 'user', content: typed(inputs) },
  additional_tools: { role: 'developer', tools: [{ type: 'function', ...functionTool }] },
  apply_patch_call: { call_id: 'w', operation: { type: 'update_file', path: 'w', diff: 'w' } },
  apply_patch_call_output: { call_id: 'w', output: 'w' },
  code_interpreter_call: {
    code: 'w',
    container_id: 'w',
    outputs: [
      { type: 'logs', logs: 'w' },
      { type: 'image', url: 'w' },
    ],
  },
  compaction: { id: 'w', encrypted_content: 'w' },
  compaction_trigger: { note: 'w' },
  computer_call: {
    call_id: 'w',
    action: { type: 'type', text: 'w' },
    pending_safety_checks: [{ id: 'w', message: 'w' }],
  },
  computer_call_output: {
    call_id: 'w',
    output: { type: 'computer_screenshot', image_url: 'https://w.example/w', file_id: 'w' },
  },
  custom_tool_call: { call_id: 'w', name: 'w', input: 'w', namespace: 'w' },
  custom_tool_call_output: { call_id: 'w', output: [{ type: 'input_text', text: 'w' }] },
  file_search_call: {
    queries: ['w'],
    results: [{ file_id: 'w', filename: 'w', text: 'w', attributes: { a: 'w' } }],
  },
  function_call: { call_id: 'w', name: 'w', arguments: 'w', namespace: 'w' },
  function_call_output: { call_id: 'w', output: 'w' },
  image_generation_call: { id: 'w', result: 'AAAA', revised_prompt: 'w' },
  item_reference: { id: 'w' },
  local_shell_call: {
    call_id: 'w',
    action: { type: 'exec', command: ['w'], env: { a: 'w' }, user: 'w', working_directory: 'w' },
  },
  local_shell_call_output: { id: 'w', output: 'w' },
  mcp_approval_request: { id: 'w', name: 'w', arguments: 'w', server_label: 'w' },
  mcp_approval_response: { approval_request_id: 'w', approve: true, reason: 'w' },
  mcp_call: { name: 'w', arguments: 'w', server_label: 'w', output: 'w', error: 'w' },
  mcp_list_tools: {
    server_label: 'w',
    error: 'w',
    tools: [{ name: 'w', description: 'w', input_schema: schema, annotations: { a: 'w' } }],
  },
  program: { code: 'w', id: 'w' },
  program_output: { output: 'w', id: 'w' },
  reasoning: {
    id: 'w',
    summary: [{ type: 'summary_text', text: 'w' }],
    content: [{ type: 'reasoning_text', text: 'w' }],
    encrypted_content: 'w',
  },
  shell_call: { call_id: 'w', action: { commands: ['w'] }, environment: { a: 'w' } },
  shell_call_output: {
    call_id: 'w',
    output: [{ stdout: 'w', stderr: 'w', outcome: { type: 'exit', exit_code: 0 } }],
  },
  tool_search_call: { arguments: { query: 'w' }, call_id: 'w' },
  tool_search_output: { tools: [{ type: 'function', ...functionTool }], call_id: 'w' },
  web_search_call: {
    action: { type: 'search', query: 'w', queries: ['w'], sources: [{ type: 'url', url: 'w' }] },
  },
};

const responses: Readonly<
  Record<Exclude<Keys<Responses>, 'user' | 'safety_identifier' | 'model'>, unknown>
> = {
  input: [
    ...typed(items),
    { role: 'assistant', content: [outputText, { type: 'refusal', refusal: 'w' }] },
    { role: 'system', content: 'w' },
  ],
  background: false,
  context_management: [{ type: 'compaction', note: 'w' }],
  conversation: { id: 'w' },
  include: ['w'],
  instructions: 'w',
  max_output_tokens: 99,
  metadata: { remark: 'w' },
  moderation: { note: 'w' },
  parallel_tool_calls: true,
  previous_response_id: 'w',
  prompt: {
    id: 'w',
    version: 'w',
    variables: {
      a: 'w',
      b: { type: 'input_text', text: 'w' },
      c: { type: 'input_file', filename: 'w' },
    },
  },
  prompt_cache_key: 'w',
  prompt_cache_options: { note: 'w' },
  prompt_cache_retention: '24h',
  reasoning: { effort: 'low', note: 'w' },
  service_tier: 'auto',
  store: false,
  stream: false,
  stream_options: { note: 'w' },
  temperature: 0,
  text: { format: { type: 'json_schema', name: 'w', description: 'w', schema } },
  tool_choice: { type: 'function', name: 'w' },
  tools: [
    { type: 'function', ...functionTool },
    { type: 'custom', name: 'w', description: 'w', format: { type: 'grammar', definition: 'w' } },
    {
      type: 'mcp',
      server_label: 'w',
      server_url: 'w',
      server_description: 'w',
      headers: { a: 'w' },
      allowed_tools: ['w'],
    },
    { type: 'file_search', vector_store_ids: ['w'], filters: { key: 'w', value: 'w' } },
    { type: 'code_interpreter', container: { type: 'auto', file_ids: ['w'] } },
    { type: 'web_search', user_location: { city: 'w' }, filters: { allowed_domains: ['w'] } },
    { type: 'namespace', name: 'w', description: 'w', tools: [] },
  ],
  top_logprobs: 0,
  top_p: 1,
  truncation: 'auto',
};

const embeddings: Readonly<
  Record<Exclude<Keys<OpenAI.Embeddings.EmbeddingCreateParams>, 'user' | 'model'>, unknown>
> = {
  input: ['w', 'w'],
  dimensions: 256,
  encoding_format: 'float',
};

const completions: Readonly<
  Record<Exclude<Keys<OpenAI.CompletionCreateParams>, 'user' | 'model'>, unknown>
> = {
  prompt: ['w', 'w'],
  best_of: 1,
  echo: false,
  frequency_penalty: 0,
  logit_bias: {},
  logprobs: 0,
  max_tokens: 9,
  n: 1,
  presence_penalty: 0,
  seed: 1,
  stop: 'w',
  stream: false,
  stream_options: { note: 'w' },
  suffix: 'w',
  temperature: 0,
  top_p: 1,
};

const images: Readonly<
  Record<Exclude<Keys<OpenAI.ImageGenerateParams>, 'user' | 'model'>, unknown>
> = {
  prompt: 'w',
  background: 'auto',
  moderation: 'auto',
  n: 1,
  output_compression: 9,
  output_format: 'png',
  partial_images: 0,
  quality: 'low',
  response_format: 'url',
  size: 'auto',
  stream: false,
  style: 'vivid',
};

export const openAiBodies = { chat, responses, embeddings, completions, images };

/** The parts of a union, each under its `type`. */
function typed(parts: Readonly<Record<string, object>>): object[] {
  return Object.entries(parts).map(([type, part]) => ({ type, ...part }));
}
