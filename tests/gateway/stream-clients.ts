import Anthropic from '@anthropic-ai/sdk';
import {
  BedrockRuntimeClient,
  ConverseStreamCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import OpenAI from 'openai';

export interface StreamTarget {
  readonly url: string;
  readonly token: string;
  readonly model: string;
}

/** How far a client came. */
export interface Streamed {
  readonly text: string;
  /** What the client threw, or what the stream told that no client throws. */
  readonly failure: unknown;
  /** Whether the stream told that the answer is whole. */
  readonly isWhole: boolean;
}

/** Asks for a stream with an official client and reads it to its end. */
export type StreamClient = (target: StreamTarget, prompt: string) => Promise<Streamed>;

class Progress {
  text = '';
  failure: unknown;
  isWhole = false;
}

function streaming(
  read: (target: StreamTarget, prompt: string, progress: Progress) => Promise<void>,
): StreamClient {
  return async (target, prompt) => {
    const progress = new Progress();
    try {
      await read(target, prompt, progress);
    } catch (failure) {
      progress.failure = failure;
    }
    return progress;
  };
}

const openAi = ({ url, token }: StreamTarget) =>
  new OpenAI({ apiKey: token, baseURL: `${url}/v1`, maxRetries: 0 });

const chat = streaming(async (target, prompt, progress) => {
  const stream = await openAi(target).chat.completions.create({
    model: target.model,
    messages: [{ role: 'user', content: prompt }],
    stream: true,
  });
  for await (const { choices } of stream) {
    progress.text += choices[0]?.delta.content ?? '';
    if (choices[0]?.finish_reason) progress.isWhole = true;
  }
});

const responses = streaming(async (target, prompt, progress) => {
  const stream = await openAi(target).responses.create({
    model: target.model,
    input: prompt,
    store: false,
    stream: true,
  });
  let last = '';
  for await (const event of stream) {
    last = event.type;
    if (event.type === 'response.output_text.delta') progress.text += event.delta;
    if (event.type === 'response.completed') progress.isWhole = true;
    // This client hands failures over as events.
    if (event.type === 'response.failed') progress.failure = event.response.error;
  }
  if (progress.failure !== undefined && last !== 'response.failed') progress.isWhole = true;
});

const messages = streaming(async ({ url, token, model }, prompt, progress) => {
  const client = new Anthropic({ authToken: token, baseURL: url, maxRetries: 0 });
  const stream = await client.messages.create({
    model,
    max_tokens: 2_000,
    messages: [{ role: 'user', content: prompt }],
    stream: true,
  });
  for await (const event of stream) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') {
      progress.text += event.delta.text;
    }
    if (event.type === 'message_stop') progress.isWhole = true;
  }
});

function bedrock({ url, token }: StreamTarget): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: url,
    maxAttempts: 1,
    token: { token },
    authSchemePreference: ['httpBearerAuth'],
    requestHandler: new NodeHttpHandler(),
  });
}

const converse = streaming(async (target, prompt, progress) => {
  const client = bedrock(target);
  try {
    const { stream } = await client.send(
      new ConverseStreamCommand({
        modelId: target.model,
        messages: [{ role: 'user', content: [{ text: prompt }] }],
      }),
    );
    for await (const event of stream ?? []) {
      progress.text += event.contentBlockDelta?.delta?.text ?? '';
      if (event.messageStop !== undefined) progress.isWhole = true;
    }
  } finally {
    client.destroy();
  }
});

const invoke = streaming(async (target, prompt, progress) => {
  const client = bedrock(target);
  const request = {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 2_000,
    messages: [{ role: 'user', content: prompt }],
  };
  try {
    const command = { modelId: target.model, body: JSON.stringify(request) };
    const { body } = await client.send(new InvokeModelWithResponseStreamCommand(command));
    for await (const event of body ?? []) {
      const said = JSON.parse(Buffer.from(event.chunk?.bytes ?? '{}').toString('utf8'));
      progress.text += said.delta?.text ?? '';
      if (said.type === 'message_stop') progress.isWhole = true;
    }
  } finally {
    client.destroy();
  }
});

export const streamClients = { chat, responses, messages, converse, invoke } as const;
