import type { ContentBlock, ConverseRequest, Message } from '@aws-sdk/client-bedrock-runtime';
import type { Json } from '../official-types.ts';
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

type Change = Partial<Json<Omit<ConverseRequest, 'modelId'>>>;

const user = (...content: Json<ContentBlock>[]): Json<Message> => ({ role: 'user', content });
const said = user({ text: hello });
const specs = tools.map((name) => ({
  toolSpec: { name, description: `Tells the ${name}.`, inputSchema: { json: city() } },
}));
const call = (toolUseId: string, name: string): Json<ContentBlock> => ({
  toolUse: { toolUseId, name, input: { city: 'Bandung', days: 2 } },
});
const result = (toolUseId: string, text: string): Json<ContentBlock> => ({
  toolResult: { toolUseId, content: [{ text }], status: 'success' },
});
const thinking = { thinking: { type: 'enabled', budget_tokens: 2_048 } };

/** The body of Bedrock's Converse and ConverseStream. */
export const converseRequests: Readonly<Record<Feature | ConverseOnly, Change>> = {
  text: { messages: [said] },
  instructions: { system: [{ text: 'Be brief.' }, { text: 'Be kind.' }], messages: [said] },
  tools: { messages: [said], toolConfig: { tools: specs } },
  'forced tool': {
    messages: [said],
    toolConfig: { tools: specs, toolChoice: { tool: { name: tools[0] } } },
  },
  'one call at most': {
    messages: [said],
    toolConfig: { tools: specs },
    additionalModelRequestFields: {
      tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    },
  },
  // The API has no word for it but leaving the tools out.
  'no tool': { messages: [said] },
  'tool results': {
    messages: [
      said,
      { role: 'assistant', content: [call('tooluse_1', tools[0]), call('tooluse_2', tools[1])] },
      user(result('tooluse_1', 'rain'), result('tooluse_2', '2.5 million')),
    ],
    toolConfig: { tools: specs },
  },
  image: {
    messages: [user({ image: { format: 'png', source: { bytes: png } } }, { text: hello })],
  },
  document: {
    messages: [
      user(
        { document: { format: 'pdf', name: 'report', source: { bytes: pdf } } },
        { text: hello },
      ),
    ],
  },
  schema: {
    messages: [said],
    outputConfig: {
      textFormat: {
        type: 'json_schema',
        structure: { jsonSchema: { name: 'weather', schema: JSON.stringify(city()) } },
      },
    },
  },
  reasoning: { messages: [said], additionalModelRequestFields: thinking },
  refusal: { messages: [user({ text: refuse })] },
  filter: { messages: [user({ text: filter })] },
  limit: { messages: [said], inferenceConfig: { maxTokens: 3 } },
  'stop word': { messages: [said], inferenceConfig: { stopSequences: ['hello', 'whole'] } },
  'cache marks': {
    system: [{ text: longText }, { cachePoint: { type: 'default' } }],
    messages: [said],
  },
  sampling: { messages: [said], inferenceConfig: { temperature: 0.5 } },
  'end user': { messages: [said], requestMetadata: { team: 'red' } },
  'hidden reasoning': {
    messages: [user({ text: redact })],
    additionalModelRequestFields: thinking,
  },
  overflow: { messages: [user({ text: 'PLEASE_OVERFLOW' })] },
};

type ConverseOnly = 'hidden reasoning' | 'overflow';
