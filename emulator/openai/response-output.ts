import type {
  ResponseFunctionToolCallItem,
  ResponseOutputMessage,
  ResponseOutputRefusal,
  ResponseOutputText,
  ResponseReasoningItem,
} from 'openai/resources/responses/responses';
import { newIdentifier, randomText } from '../server/identifier.ts';
import type { Answer, ToolCall } from './answer.ts';
import { tokenLogprob } from './log-probabilities.ts';
import type { ResponseRequest } from './response-request.ts';
import { tokenize } from './tokens.ts';

const ID_CHARACTERS = 50;
const SEALED_CHARACTERS = 320;
const SUMMARY = '**Thinking it over**\n\nThe request can be answered with what it says itself.';

/** What a response gives out, in the pieces in which a stream delivers it. */
export type OutputItem =
  | { kind: 'reasoning'; id: string; pieces: string[]; sealed: string | undefined }
  | { kind: 'message'; id: string; pieces: string[]; isRefusal: boolean; isCut: boolean }
  | { kind: 'call'; id: string; call: ToolCall };

/** Reasoning first, then either calls or words, as far as the token limit lets it come. */
export function outputItems(request: ResponseRequest, answer: Answer): OutputItem[] {
  const [choice] = answer.choices;
  const items: OutputItem[] = request.reasons ? [reasoningItem(request)] : [];
  if (choice === undefined) return items;
  const calls = choice.toolCalls.map((call) => {
    return { kind: 'call' as const, id: newIdentifier('fc_', ID_CHARACTERS), call };
  });
  // A limit that the reasoning used up leaves no message at all.
  const isSilent = choice.pieces.length === 0 && choice.finishReason === 'length';
  if (calls.length > 0 || isSilent) return [...items, ...calls];
  const { pieces, isRefusal, finishReason } = choice;
  const isCut = finishReason !== 'stop';
  const id = newIdentifier('msg_', ID_CHARACTERS);
  return [...items, { kind: 'message', id, pieces, isRefusal, isCut }];
}

function reasoningItem({ summarises, sealsReasoning }: ResponseRequest): OutputItem {
  return {
    kind: 'reasoning',
    id: newIdentifier('rs_', ID_CHARACTERS),
    pieces: summarises ? tokenize(SUMMARY) : [],
    sealed: sealsReasoning ? `gAAAAAB${randomText(SEALED_CHARACTERS)}==` : undefined,
  };
}

/** The item at the moment it is announced: nothing of it is there yet. */
export function openedItem(item: OutputItem) {
  switch (item.kind) {
    case 'reasoning':
      return describeReasoning(item, []);
    case 'call':
      return describeCall(item, { arguments: '', status: 'in_progress' });
    case 'message':
      return describeMessage(item.id, [], 'in_progress');
  }
}

/** The item as it is at its end, and in the response. */
export function finishedItem(item: OutputItem, request: ResponseRequest) {
  switch (item.kind) {
    case 'reasoning':
      return describeReasoning(item, item.pieces);
    case 'call':
      return describeCall(item, {
        arguments: item.call.argumentPieces.join(''),
        status: 'completed',
      });
    case 'message': {
      const part = describePart(item, request);
      return describeMessage(item.id, [part], item.isCut ? 'incomplete' : 'completed');
    }
  }
}

/** The one content part of a message. */
export function describePart(
  item: Extract<OutputItem, { kind: 'message' }>,
  { logprobs }: ResponseRequest,
): ResponseOutputText | ResponseOutputRefusal {
  const text = item.pieces.join('');
  if (item.isRefusal) return { type: 'refusal', refusal: text };
  const tokens =
    logprobs === undefined ? [] : item.pieces.map((piece) => spelledOut(piece, logprobs));
  return { type: 'output_text', annotations: [], logprobs: tokens, text };
}

/** Here bytes are a list always, where chat allows null. */
function spelledOut(piece: string, alternatives: number) {
  const { token, logprob, top_logprobs } = tokenLogprob(piece, alternatives);
  const withBytes = (entry: { token: string; logprob: number }) => ({
    token: entry.token,
    bytes: [...Buffer.from(entry.token)],
    logprob: entry.logprob,
  });
  return { ...withBytes({ token, logprob }), top_logprobs: top_logprobs.map(withBytes) };
}

function describeReasoning(
  { id, sealed }: { id: string; sealed: string | undefined },
  pieces: readonly string[],
) {
  const text = pieces.join('');
  return {
    id,
    type: 'reasoning',
    ...(sealed === undefined ? {} : { encrypted_content: sealed }),
    summary: text === '' ? [] : [{ type: 'summary_text', text }],
  } satisfies ResponseReasoningItem;
}

function describeCall(
  { id, call }: { id: string; call: ToolCall },
  state: Pick<ResponseFunctionToolCallItem, 'arguments' | 'status'>,
) {
  return {
    id,
    type: 'function_call',
    status: state.status,
    arguments: state.arguments,
    call_id: call.id,
    name: call.name,
  } satisfies ResponseFunctionToolCallItem;
}

function describeMessage(
  id: string,
  content: ResponseOutputMessage['content'],
  status: ResponseOutputMessage['status'],
) {
  return {
    id,
    type: 'message',
    status,
    content,
    role: 'assistant',
  } satisfies ResponseOutputMessage;
}
