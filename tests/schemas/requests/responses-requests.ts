import type {
  EasyInputMessage,
  FunctionTool,
  ResponseCreateParams,
  ResponseInputItem,
} from 'openai/resources/responses/responses.js';
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

type Change = Partial<ResponseCreateParams>;

const says = (content: EasyInputMessage['content']): ResponseInputItem => ({
  role: 'user',
  content,
});
const functions: FunctionTool[] = tools.map((name) => ({
  type: 'function',
  name,
  description: `Tells the ${name}.`,
  parameters: city(),
  strict: true,
}));
const call = (call_id: string, name: string): ResponseInputItem => ({
  type: 'function_call',
  call_id,
  name,
  arguments: '{"city":"Bandung","days":2}',
});

/** Members beside `model` and `stream` of OpenAI's `POST /v1/responses`. */
export const responsesRequests: Readonly<Record<Feature | ResponsesOnly, Change>> = {
  text: { input: hello },
  instructions: {
    instructions: 'Be brief.',
    input: [{ role: 'developer', content: 'Be kind.' }, says(hello)],
  },
  tools: { input: hello, tools: functions },
  'forced tool': {
    input: hello,
    tools: functions,
    tool_choice: { type: 'function', name: tools[0] },
  },
  'one call at most': { input: hello, tools: functions, parallel_tool_calls: false },
  'no tool': { input: hello, tools: functions, tool_choice: 'none' },
  'tool results': {
    input: [
      says(hello),
      call('call_1', tools[0]),
      call('call_2', tools[1]),
      { type: 'function_call_output', call_id: 'call_1', output: 'rain' },
      { type: 'function_call_output', call_id: 'call_2', output: '2.5 million' },
    ],
    tools: functions,
  },
  image: {
    input: [
      says([
        { type: 'input_text', text: hello },
        { type: 'input_image', image_url: `data:image/png;base64,${png}`, detail: 'auto' },
      ]),
    ],
  },
  document: {
    input: [
      says([
        { type: 'input_text', text: hello },
        {
          type: 'input_file',
          filename: 'report.pdf',
          file_data: `data:application/pdf;base64,${pdf}`,
        },
      ]),
    ],
  },
  schema: {
    input: hello,
    text: { format: { type: 'json_schema', name: 'weather', schema: city(), strict: true } },
  },
  reasoning: {
    input: hello,
    reasoning: { effort: 'medium', summary: 'auto' },
    include: ['reasoning.encrypted_content'],
  },
  refusal: { input: refuse },
  filter: { input: filter },
  limit: { input: hello, max_output_tokens: 16 },
  // The API has no stop words: the answer ends by itself.
  'stop word': { input: hello },
  'cache marks': { instructions: longText, input: hello, prompt_cache_key: 'house' },
  sampling: { input: hello, temperature: 0.5 },
  'end user': { input: hello, safety_identifier: 'anna', metadata: { team: 'red' } },
  'json object': { input: 'Say hello in JSON.', text: { format: { type: 'json_object' } } },
  'hidden reasoning': { input: redact, reasoning: { effort: 'high' } },
  'not stored': { input: hello, store: false },
};

type ResponsesOnly = 'json object' | 'hidden reasoning' | 'not stored';
