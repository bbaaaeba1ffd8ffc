import type { Provider } from '../../src/domain/credential/credential.ts';

/** A stream asked for in some format of some provider. */
export interface StreamCall {
  readonly name: string;
  readonly provider: Provider;
  readonly path: string;
  readonly body: object;
}

const nova = 'amazon.nova-pro-v1:0';
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
export const words = 'Tell me of the gateway. '.repeat(8);
const spoken = [{ role: 'user', content: words }];
const inParts = [{ role: 'user', content: [{ text: words }] }];

export const chatCall = (provider: Provider, model: string): StreamCall => ({
  name: `chat, asked of ${model}`,
  provider,
  path: '/v1/chat/completions',
  body: { model, messages: spoken, stream: true },
});
const messages = (provider: Provider, model: string): StreamCall => ({
  name: `Messages, asked of ${model}`,
  provider,
  path: '/v1/messages',
  body: { model, max_tokens: 500, messages: spoken, stream: true },
});
const converse = (provider: Provider, model: string): StreamCall => ({
  name: `ConverseStream, asked of ${model}`,
  provider,
  path: `/model/${encodeURIComponent(model)}/converse-stream`,
  body: { messages: inParts },
});
/** The same format on both sides, a translation and Claude's own format at Bedrock. */
export const streamCalls: readonly StreamCall[] = [
  chatCall('openai', 'gpt-4o-mini'),
  chatCall('anthropic', 'claude-sonnet-4-5'),
  chatCall('bedrock', nova),
  messages('anthropic', 'claude-sonnet-4-5'),
  messages('openai', 'gpt-4o-mini'),
  messages('bedrock', claude),
  converse('bedrock', nova),
  converse('openai', 'gpt-4o-mini'),
];
