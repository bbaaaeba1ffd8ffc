import Anthropic, { APIError as AnthropicError } from '@anthropic-ai/sdk';
import {
  type BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
} from '@aws-sdk/client-bedrock-runtime';
import OpenAI, { APIError as OpenAiError } from 'openai';
import type { Provider } from '../../src/domain/credential/credential.ts';
import type { GatewaySite } from '../gateway/gateway-site.ts';
import { bedrockClient } from './bedrock-site.ts';
import { recordedFetch } from './recorded-fetch.ts';

/** What a client made of a call. */
export interface Outcome {
  readonly text: string;
  /** What the client threw, and what its own type for it holds of the code. */
  readonly failure: unknown;
  readonly code: string | undefined;
  header(name: string): string | null;
  /** How many requests the client sent. */
  readonly requests: number;
}

export interface GovernedCall {
  readonly name: string;
  readonly provider: Provider;
  /** The class that this client throws for a request that is refused. */
  readonly refusal: abstract new (
    ...given: never[]
  ) => Error;
  ask(site: GatewaySite, text: string, headers?: Record<string, string>): Promise<Outcome>;
}

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
type Recorded = ReturnType<typeof recordedFetch>;

/** Runs one call of a client that takes a `fetch`. */
async function withFetch(
  run: (fetch: Recorded['fetch']) => Promise<string>,
  codeOf: (failure: unknown) => string | undefined,
): Promise<Outcome> {
  const recorded = recordedFetch();
  const about = {
    header: (name: string) => recorded.header(name),
    get requests() {
      return recorded.answers.length;
    },
  };
  try {
    return {
      ...about,
      text: await run(recorded.fetch),
      failure: undefined,
      code: undefined,
      requests: recorded.answers.length,
    };
  } catch (failure) {
    return {
      ...about,
      text: '',
      failure,
      code: codeOf(failure),
      requests: recorded.answers.length,
    };
  }
}

type OpenAiRun = (client: OpenAI, text: string) => Promise<string>;

function openAi(name: string, run: OpenAiRun): GovernedCall {
  return {
    name,
    provider: 'openai',
    refusal: OpenAI.BadRequestError,
    ask: ({ url, token }, text, defaultHeaders = {}) =>
      withFetch(
        (fetch) =>
          run(new OpenAI({ apiKey: token, baseURL: `${url}/v1`, fetch, defaultHeaders }), text),
        (failure) => (failure instanceof OpenAiError ? (failure.code ?? undefined) : undefined),
      ),
  };
}

type AnthropicRun = (client: Anthropic, text: string) => Promise<string>;

function anthropic(name: string, run: AnthropicRun): GovernedCall {
  return {
    name,
    provider: 'anthropic',
    refusal: Anthropic.BadRequestError,
    ask: ({ url, token }, text, defaultHeaders = {}) =>
      withFetch(
        (fetch) => run(new Anthropic({ apiKey: token, baseURL: url, fetch, defaultHeaders }), text),
        (failure) =>
          failure instanceof AnthropicError
            ? /"error_code":"(\w+)"/.exec(JSON.stringify(failure.error))?.[1]
            : undefined,
      ),
  };
}

type BedrockRun = (client: BedrockRuntimeClient, text: string) => Promise<string>;

function bedrock(name: string, run: BedrockRun): GovernedCall {
  return {
    name,
    provider: 'bedrock',
    refusal: BedrockRuntimeServiceException,
    ask: async (site, text, headers = {}) => {
      const client = bedrockClient(site, { maxAttempts: 3 });
      let got: Record<string, string> = {};
      let requests = 0;
      client.middlewareStack.add(
        (next) => async (args) => {
          requests += 1;
          const { request } = args;
          if (isWithHeaders(request)) Object.assign(request.headers, headers);
          const answer = await next(args);
          if (isWithHeaders(answer.response)) got = answer.response.headers;
          return answer;
        },
        { step: 'finalizeRequest', priority: 'low' },
      );
      const header = (wanted: string) => got[wanted.toLowerCase()] ?? null;
      try {
        const said = await run(client, text);
        return { text: said, failure: undefined, code: undefined, header, requests };
      } catch (failure) {
        if (failure instanceof BedrockRuntimeServiceException) {
          const response = failure.$response;
          if (isWithHeaders(response)) got = response.headers;
        }
        const code = /"code":"(\w+)"/.exec(JSON.stringify(failure))?.[1];
        return { text: '', failure, code, header, requests };
      } finally {
        client.destroy();
      }
    },
  };
}

function isWithHeaders(value: unknown): value is { headers: Record<string, string> } {
  return typeof value === 'object' && value !== null && 'headers' in value;
}

const said = (text: string) => [{ role: 'user' as const, content: text }];
const inParts = (text: string) => [{ role: 'user' as const, content: [{ text }] }];

export const governedCalls: readonly GovernedCall[] = [
  openAi('chat.completions', async (client, text) => {
    const { choices } = await client.chat.completions.create({
      model: 'gpt-4o-mini',
      messages: said(text),
    });
    return choices[0]?.message.content ?? '';
  }),
  openAi('chat.completions, streamed', async (client, text) => {
    const stream = client.chat.completions.stream({ model: 'gpt-4o-mini', messages: said(text) });
    const { choices } = await stream.finalChatCompletion();
    return choices[0]?.message.content ?? '';
  }),
  openAi('responses', async (client, input) => {
    const answer = await client.responses.create({ model: 'gpt-4o-mini', input, store: false });
    return answer.output_text;
  }),
  openAi('responses, streamed', async (client, input) => {
    const stream = client.responses.stream({ model: 'gpt-4o-mini', input, store: false });
    let heard = '';
    for await (const event of stream) {
      if (event.type === 'response.output_text.delta') heard += event.delta;
    }
    const { output_text } = await stream.finalResponse();
    if (heard !== output_text) throw new Error(`"${heard}" is not "${output_text}"`);
    return heard;
  }),
  anthropic('messages', async (client, text) => {
    const asked = { model: 'claude-sonnet-4-5', max_tokens: 500, messages: said(text) };
    const { content } = await client.messages.create(asked);
    return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  }),
  anthropic('messages, streamed', async (client, text) => {
    const asked = { model: 'claude-sonnet-4-5', max_tokens: 500, messages: said(text) };
    return client.messages.stream(asked).finalText();
  }),
  bedrock('Converse', async (client, text) => {
    const { output } = await client.send(
      new ConverseCommand({ modelId: claude, messages: inParts(text) }),
    );
    return output?.message?.content?.map((block) => block.text ?? '').join('') ?? '';
  }),
  bedrock('ConverseStream', async (client, text) => {
    const { stream } = await client.send(
      new ConverseStreamCommand({ modelId: claude, messages: inParts(text) }),
    );
    let heard = '';
    for await (const event of stream ?? []) heard += event.contentBlockDelta?.delta?.text ?? '';
    return heard;
  }),
  bedrock('InvokeModel', async (client, text) => {
    const asked = {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 500,
      messages: said(text),
    };
    const { body } = await client.send(
      new InvokeModelCommand({ modelId: claude, body: JSON.stringify(asked) }),
    );
    return JSON.parse(Buffer.from(body).toString()).content[0].text;
  }),
];
