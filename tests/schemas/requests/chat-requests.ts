import type {
  ChatCompletionCreateParams,
  ChatCompletionTool,
} from 'openai/resources/chat/completions/completions.js';
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

type Change = Partial<ChatCompletionCreateParams>;

const user = (content: string) => ({ role: 'user' as const, content });
const functions: ChatCompletionTool[] = tools.map((name) => ({
  type: 'function',
  function: { name, description: `Tells the ${name}.`, parameters: city() },
}));
const call = (id: string, name: string) => ({
  id,
  type: 'function' as const,
  function: { name, arguments: '{"city":"Bandung","days":2}' },
});
const forced = { type: 'function' as const, function: { name: tools[0] } };
const marked = { type: 'text' as const, text: longText, cache_control: { type: 'ephemeral' } };

/** Members beside `model` and `stream` of OpenAI's `POST /v1/chat/completions`. */
export const chatRequests: Readonly<Record<Feature | ChatOnly, Change>> = {
  text: { messages: [user(hello)] },
  instructions: {
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'developer', content: 'Be kind.' },
      user(hello),
    ],
  },
  tools: { messages: [user(hello)], tools: functions },
  'forced tool': { messages: [user(hello)], tools: functions, tool_choice: forced },
  'one call at most': { messages: [user(hello)], tools: functions, parallel_tool_calls: false },
  'no tool': { messages: [user(hello)], tools: functions, tool_choice: 'none' },
  'tool results': {
    messages: [
      user(hello),
      {
        role: 'assistant',
        content: null,
        tool_calls: [call('call_1', tools[0]), call('call_2', tools[1])],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'rain' },
      { role: 'tool', tool_call_id: 'call_2', content: [{ type: 'text', text: '2.5 million' }] },
    ],
    tools: functions,
  },
  image: {
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: hello },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${png}` } },
        ],
      },
    ],
  },
  document: {
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: hello },
          {
            type: 'file',
            file: { filename: 'report.pdf', file_data: `data:application/pdf;base64,${pdf}` },
          },
        ],
      },
    ],
  },
  schema: {
    messages: [user(hello)],
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'weather', schema: city(), strict: true },
    },
  },
  reasoning: { messages: [user(hello)], reasoning_effort: 'medium' },
  refusal: { messages: [user(refuse)] },
  filter: { messages: [user(filter)] },
  limit: { messages: [user(hello)], max_completion_tokens: 3 },
  'stop word': { messages: [user(hello)], stop: ['hello', 'whole'] },
  'cache marks': { messages: [{ role: 'system', content: [marked] }, user(hello)] },
  sampling: { messages: [user(hello)], temperature: 0.5 },
  'end user': { messages: [user(hello)], user: 'anna', metadata: { team: 'red' } },
  'json object': {
    messages: [user('Say hello in JSON.')],
    response_format: { type: 'json_object' },
  },
  'legacy functions': {
    messages: [user(hello)],
    functions: [{ name: tools[0], parameters: city() }],
  },
  'hidden reasoning': { messages: [user(redact)], reasoning_effort: 'high' },
  'several choices': { messages: [user(hello)], n: 2 },
  probabilities: { messages: [user(hello)], logprobs: true, top_logprobs: 2 },
  usage: { messages: [user(hello)], stream_options: { include_usage: true } },
};

type ChatOnly =
  | 'json object'
  | 'legacy functions'
  | 'hidden reasoning'
  | 'several choices'
  | 'probabilities'
  | 'usage';
