import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { MonagoError } from '../../src/domain/errors.ts';
import type {
  AnswerBlock,
  AnswerEvent,
  AnswerFault,
  AnswerFrame,
  ModelAnswer,
} from '../../src/domain/protocol/answer.ts';
import type { Conversation } from '../../src/domain/protocol/conversation.ts';
import { writeResponsesAnswer } from '../../src/domain/protocol/responses/write-answer.ts';
import { ResponsesAnswerStreamWriter } from '../../src/domain/protocol/responses/write-answer-stream.ts';
import type { StreamFrame } from '../../src/domain/protocol/stream-frame.ts';
import { readText } from './read-responses.ts';

export type Said = ModelAnswer | AnswerFault;

export interface ResponsesModel {
  readonly url: string;
  /** What it was asked, call by call. */
  readonly conversations: readonly Conversation[];
  stop(): Promise<void>;
}

/** A model on loopback that says what it is told to, in the format of the Responses API. */
export async function startResponsesModel(script: readonly Said[]): Promise<ResponsesModel> {
  const conversations: Conversation[] = [];
  const server = createServer(async (request, response) => {
    try {
      const { conversation } = readText(await textOf(request), 'strict');
      const said = script[conversations.length];
      conversations.push(conversation);
      if (said === undefined) throw new Error('asked more often than the script says');
      answer(response, said, { conversation, id: `${conversations.length}` });
    } catch (error) {
      refuse(response, error);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    conversations,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** An answer as a provider streams it, each text in two pieces. */
export function eventsOf(answer: ModelAnswer): AnswerEvent[] {
  return [
    { type: 'start' },
    ...answer.content.flatMap(blockEvents),
    { type: 'stop', reason: answer.stop },
    ...(answer.usage ? [{ type: 'usage', usage: answer.usage } as const] : []),
  ];
}

function blockEvents(block: AnswerBlock): AnswerEvent[] {
  const opened: AnswerEvent = { type: 'block_start', block };
  const closed: AnswerEvent = { type: 'block_stop' };
  if (block.kind === 'redacted_reasoning') return [opened, closed];
  const text = block.kind === 'tool_call' ? block.input.text : block.text;
  const half = Math.floor(text.length / 2);
  const pieces = [text.slice(0, half), text.slice(half)].filter((piece) => piece !== '');
  const signature = block.kind === 'reasoning' ? block.signature : undefined;
  return [
    opened,
    ...pieces.map((piece): AnswerEvent => ({ type: 'delta', text: piece })),
    ...(signature === undefined ? [] : [{ type: 'signature', signature } as const]),
    closed,
  ];
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

interface Asked {
  readonly conversation: Conversation;
  readonly id: string;
}

function answer(response: ServerResponse, said: Said, { conversation, id }: Asked): void {
  const frame: AnswerFrame = {
    id,
    model: 'our-claude',
    createdAt: 1_800_000_000,
    includeUsage: false,
    toolNames: new Map(),
    ...(conversation.echo && { echo: conversation.echo }),
  };
  if ('message' in said || conversation.isStream) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.end(streamOf(said, frame).map(encoded).join(''));
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(writeResponsesAnswer(said, frame));
}

function streamOf(said: Said, frame: AnswerFrame): StreamFrame[] {
  const writer = new ResponsesAnswerStreamWriter(frame);
  if ('message' in said) return [...writer.push({ type: 'start' }), ...writer.fail(said)];
  return [...eventsOf(said).flatMap((event) => writer.push(event)), ...writer.end()];
}

function encoded({ event, data }: StreamFrame): string {
  return `event: ${event}\ndata: ${data}\n\n`;
}

function refuse(response: ServerResponse, error: unknown): void {
  const { message, param } =
    error instanceof MonagoError ? error : { message: `${error}`, param: null };
  response.writeHead(400, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { message, param, type: 'invalid_request_error' } }));
}
