import type Anthropic from '@anthropic-ai/sdk';
import type { Keys } from './official-names.ts';

type Block = Anthropic.Beta.BetaContentBlockParam['type'] | Anthropic.ContentBlockParam['type'];
type Body = Keys<Anthropic.Beta.MessageCreateParams> | Keys<Anthropic.MessageCreateParams>;

const schema = {
  type: 'object',
  properties: { a: { type: 'string', description: 'w', enum: ['w'] } },
};
const location = { type: 'char_location', cited_text: 'w', document_title: 'w', document_index: 0 };
const result = {
  type: 'web_search_result',
  url: 'w',
  title: 'w',
  encrypted_content: 'w',
  page_age: 'w',
};

const blocks: Readonly<Record<Block, object>> = {
  text: {
    text: 'w',
    citations: [
      location,
      { type: 'web_search_result_location', url: 'w', title: 'w', encrypted_index: 'w' },
    ],
    cache_control: { type: 'ephemeral', ttl: '5m' },
  },
  image: { source: { type: 'url', url: 'https://w.example/w' } },
  document: {
    title: 'w',
    context: 'w',
    source: { type: 'text', media_type: 'text/plain', data: 'w' },
    citations: { enabled: true },
  },
  search_result: { title: 'w', source: 'w', content: [{ type: 'text', text: 'w' }] },
  thinking: { thinking: 'w', signature: 'w' },
  redacted_thinking: { data: 'w' },
  tool_use: {
    id: 'w',
    name: 'w',
    input: { a: 'w', b: ['w', { c: 'w' }] },
    caller: { type: 'direct', tool_id: 'w' },
  },
  tool_result: {
    tool_use_id: 'w',
    content: [
      { type: 'text', text: 'w' },
      { type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'w' }] } },
    ],
  },
  server_tool_use: { id: 'w', name: 'web_search', input: { query: 'w' } },
  web_search_tool_result: { tool_use_id: 'w', content: [result] },
  web_fetch_tool_result: {
    tool_use_id: 'w',
    content: {
      type: 'web_fetch_result',
      url: 'w',
      content: { type: 'document', source: { type: 'text', data: 'w' } },
    },
  },
  code_execution_tool_result: {
    tool_use_id: 'w',
    content: {
      type: 'code_execution_result',
      stdout: 'w',
      stderr: 'w',
      content: [{ type: 'code_execution_output', file_id: 'w' }],
    },
  },
  bash_code_execution_tool_result: {
    tool_use_id: 'w',
    content: { type: 'bash_code_execution_result', stdout: 'w', stderr: 'w' },
  },
  text_editor_code_execution_tool_result: {
    tool_use_id: 'w',
    content: { type: 'text_editor_code_execution_view_result', content: 'w', file_type: 'text' },
  },
  tool_search_tool_result: {
    tool_use_id: 'w',
    content: {
      type: 'tool_search_tool_search_result',
      tool_references: [{ type: 'tool_reference', tool_name: 'w' }],
    },
  },
  advisor_tool_result: { tool_use_id: 'w', content: { type: 'advisor_result', text: 'w' } },
  container_upload: { file_id: 'w' },
  compaction: { content: 'w' },
  fallback: { note: 'w' },
  mcp_tool_use: { id: 'w', name: 'w', server_name: 'w', input: { a: 'w' } },
  mcp_tool_result: { tool_use_id: 'w', content: [{ type: 'text', text: 'w' }] },
  mcp_tool_listing: { server_name: 'w', tools: [{ name: 'w', description: 'w' }] },
  tool_addition: { tool: { type: 'tool_reference', name: 'w' } },
  tool_removal: { tool: { type: 'tool_reference', name: 'w' } },
};

const messages: Readonly<Record<Exclude<Body, 'model' | 'betas'>, unknown>> = {
  max_tokens: 99,
  messages: [
    { role: 'user', content: Object.entries(blocks).map(([type, block]) => ({ type, ...block })) },
    { role: 'assistant', content: 'w' },
    { role: 'user', content: 'w' },
  ],
  billing_policy: { note: 'w' },
  cache_control: { type: 'ephemeral' },
  compaction: { note: 'w' },
  container: { id: 'w', skills: [{ skill_id: 'w', type: 'custom', version: 'w' }] },
  context_management: { edits: [{ type: 'clear_tool_uses_20250919', exclude_tools: ['w'] }] },
  diagnostics: { note: 'w' },
  fallback_credit_token: 'w',
  fallbacks: [{ model: 'w' }],
  inference_geo: 'w',
  mcp_servers: [{ type: 'url', name: 'w', url: 'w', tool_configuration: { allowed_tools: ['w'] } }],
  metadata: { remark: 'w' },
  output_config: { effort: 'low', format: { type: 'json_schema', schema } },
  output_format: { type: 'json_schema', schema },
  service_tier: 'auto',
  speed: 'standard',
  stop_sequences: ['w'],
  stream: false,
  system: [{ type: 'text', text: 'w', cache_control: { type: 'ephemeral' } }],
  thinking: { type: 'disabled' },
  thread: { note: 'w' },
  tool_choice: { type: 'tool', name: 'w' },
  tools: [
    { name: 'w', description: 'w', input_schema: schema, input_examples: [{ a: 'w' }] },
    {
      type: 'web_search_20250305',
      name: 'web_search',
      allowed_domains: ['w'],
      user_location: { type: 'approximate', city: 'w' },
    },
  ],
  user_profile_id: 'w',
  workspace_id: 'w',
};

export const anthropicBodies = { messages };
