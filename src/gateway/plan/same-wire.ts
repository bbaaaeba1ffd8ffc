import { type JsonEdits, memberText, spliceMembers } from '../../domain/protocol/json-splice.ts';
import { Ledger } from '../../domain/protocol/ledger.ts';
import type { Exchange } from '../exchange.ts';
import type { Prompt } from '../prompt/prompt.ts';
import { decodeUtf8 } from '../prompt/read-json.ts';
import { PassingCourse } from '../relay/courses/passing-course.ts';
import { awsEventStream, serverSentEvents } from '../relay/frames/framing.ts';
import { readingOf } from '../relay/readings/reading-of.ts';
import { upstreamHeaders } from '../reply/request-headers.ts';
import type { CallPlan, PlanUse } from './call-plan.ts';
import { upstreamPath } from './upstream-path.ts';

/**
 * Client and provider speak the same format: the client's bytes are forwarded. What is changed in them is listed here and
 * nowhere else: an alias becomes the model's name, usage is asked for in chat streams, and the end user becomes a
 * pseudonym.
 */
export function planSameWire(use: PlanUse): CallPlan {
  const { prompt, exchange } = use;
  const { request } = exchange;
  const { wire } = request.endpoint;
  const edits = { ...modelEdit(use), ...userEdits(use) };
  const usage = usageEdit(use);
  const asksForUsage = Object.keys(usage).length > 0;
  const plain = edited(prompt.body, edits);
  const body = asksForUsage ? edited(prompt.body, { ...edits, ...usage }) : plain;
  const framing =
    wire === 'converse' || wire === 'invoke'
      ? awsEventStream(exchange.use.eventStream)
      : serverSentEvents;
  return {
    wire,
    method: request.endpoint.method,
    path: pathOf(prompt, exchange) + request.query,
    headers: headersOf(exchange),
    body,
    isRewritten: body !== prompt.body,
    ledger: new Ledger('strict'),
    bodyWithoutUsage: asksForUsage ? plain : undefined,
    translation: undefined,
    stream: {
      splitter: framing.splitter,
      course: () => new PassingCourse(framing, readingOf(wire), asksForUsage),
    },
  };
}

/** Those that policy lets the provider see. */
function headersOf({ request, withheldHeaders }: Exchange): CallPlan['headers'] {
  const headers = upstreamHeaders(request, request.endpoint.wire);
  if (withheldHeaders.length === 0) return headers;
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !withheldHeaders.includes(name)),
  );
}

function edited(body: Buffer, edits: JsonEdits): Buffer {
  if (Object.keys(edits).length === 0) return body;
  return Buffer.from(spliceMembers(decodeUtf8(body), edits));
}

function pathOf({ model, isStream }: Prompt, { request }: Exchange): string {
  const { path, wire, shape } = request.endpoint;
  // The resolved name, never the path as the client spelled it.
  if (shape === 'bedrock') return upstreamPath(wire, model, isStream);
  const id = request.params['id'];
  return id === undefined ? path : path.replace('{id}', encodeURIComponent(id));
}

function modelEdit({ prompt, exchange }: PlanUse): JsonEdits {
  const { members, model, modelRequested } = prompt;
  const isNamed = exchange.request.endpoint.shape !== 'bedrock' && members['model'] !== undefined;
  return isNamed && model !== modelRequested ? { model: JSON.stringify(model) } : {};
}

function usageEdit({ prompt, exchange }: PlanUse): JsonEdits {
  const isChatStream = exchange.request.endpoint.wire === 'chat' && prompt.isStream;
  return isChatStream && !asksItself(prompt.members) ? { stream_options: withUsage(prompt) } : {};
}

function userEdits({ prompt, exchange, pseudonym }: PlanUse): JsonEdits {
  const { shape } = exchange.request.endpoint;
  const edits: Record<string, string> = {};
  const named = (user: unknown) =>
    typeof user === 'string' && user !== '' ? JSON.stringify(pseudonym(user)) : undefined;
  if (shape === 'openai') {
    for (const name of ['user', 'safety_identifier']) {
      const user = named(prompt.members[name]);
      if (user !== undefined) edits[name] = user;
    }
  }
  const user_id = named(fieldsIn(prompt.members, 'metadata')?.['user_id']);
  if (shape === 'anthropic' && user_id !== undefined) {
    edits['metadata'] = spliceMembers(textOf(prompt, 'metadata') ?? '{}', { user_id });
  }
  return edits;
}

function asksItself(members: Prompt['members']): boolean {
  return fieldsIn(members, 'stream_options')?.['include_usage'] === true;
}

function withUsage(prompt: Prompt): string {
  const options = fieldsIn(prompt.members, 'stream_options');
  const text = options === undefined ? '{}' : (textOf(prompt, 'stream_options') ?? '{}');
  return spliceMembers(text, { include_usage: 'true' });
}

function textOf({ body }: Prompt, name: string): string | undefined {
  return memberText(decodeUtf8(body), name);
}

function fieldsIn(members: Prompt['members'], name: string): Prompt['members'] | undefined {
  const value = members[name];
  return isFields(value) ? value : undefined;
}

function isFields(value: unknown): value is Prompt['members'] {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
