import type {
  MessageCreateParams,
  Tool,
  ToolUseBlockParam,
} from '@anthropic-ai/sdk/resources/messages/messages.js';
import {
  city,
  type Feature,
  filter,
  hello,
  longText,
  pdf,
  png,
  redact,
  refuse,
  tools,
} from './samples.ts';

/** The sampling members are of API version 2023-06-01, which the types no longer know. */
type Change = Partial<MessageCreateParams> & { readonly temperature?: number };

const user = (content: MessageCreateParams['messages'][number]['content']) => ({
  role: 'user' as const,
  content,
});
const functions: Tool[] = tools.map((name) => ({
  name,
  description: `Tells the ${name}.`,
  input_schema: city(),
}));
const call = (id: string, name: string): ToolUseBlockParam => ({
  type: 'tool_use',
  id,
  name,
  input: { city: 'Bandung', days: 2 },
});

/** Members beside `model`, `stream` and `max_tokens` of Anthropic's `POST /v1/messages`. */
export const messagesRequests: Readonly<Record<Feature | MessagesOnly, Change>> = {
  text: { messages: [user(hello)] },
  instructions: { system: [{ type: 'text', text: 'Be brief.' }], messages: [user(hello)] },
  tools: { messages: [user(hello)], tools: functions },
  'forced tool': {
    messages: [user(hello)],
    tools: functions,
    tool_choice: { type: 'tool', name: tools[0] },
  },
  'one call at most': {
    messages: [user(hello)],
    tools: functions,
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
  },
  'no tool': { messages: [user(hello)], tools: functions, tool_choice: { type: 'none' } },
  'tool results': {
    messages: [
      user(hello),
      { role: 'assistant', content: [call('toolu_1', tools[0]), call('toolu_2', tools[1])] },
      user([
        { type: 'tool_result', tool_use_id: 'toolu_1', content: 'rain' },
        { type: 'tool_result', tool_use_id: 'toolu_2', content: [{ type: 'text', text: '2.5' }] },
      ]),
    ],
    tools: functions,
  },
  image: {
    messages: [
      user([
        { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } },
        { type: 'text', text: hello },
      ]),
    ],
  },
  document: {
    messages: [
      user([
        {
          type: 'document',
          source: { type: 'base64', media_type: 'application/pdf', data: pdf },
          title: 'report',
        },
        { type: 'text', text: hello },
      ]),
    ],
  },
  schema: {
    messages: [user(hello)],
    output_config: { format: { type: 'json_schema', schema: city() } },
  },
  reasoning: { messages: [user(hello)], thinking: { type: 'adaptive' } },
  refusal: { messages: [user(refuse)] },
  filter: { messages: [user(filter)] },
  limit: { messages: [user(hello)], max_tokens: 3 },
  'stop word': { messages: [user(hello)], stop_sequences: ['hello', 'whole'] },
  'cache marks': {
    system: [{ type: 'text', text: longText, cache_control: { type: 'ephemeral', ttl: '1h' } }],
    messages: [user(hello)],
  },
  sampling: { messages: [user(hello)], temperature: 0.5 },
  'end user': { messages: [user(hello)], metadata: { user_id: 'anna' } },
  'budget to think': {
    messages: [user(hello)],
    thinking: { type: 'enabled', budget_tokens: 2_048 },
  },
  'hidden reasoning': {
    messages: [user(redact)],
    thinking: { type: 'enabled', budget_tokens: 2_048 },
  },
  pause: { messages: [user('PLEASE_PAUSE')] },
};

type MessagesOnly = 'budget to think' | 'hidden reasoning' | 'pause';
