import type {
  ContentBlock,
  Message,
  MessageDeltaUsage,
  RawContentBlockDelta,
  RawMessageStreamEvent,
  ServerToolUseBlock,
} from '@anthropic-ai/sdk/resources/messages';
import type { Fields } from '../server/json.ts';
import type { Part } from './compose-answer.ts';

/** The payload of one server-sent event. */
export type StreamEvent = Fields & { readonly type: string };

const serverTools: Readonly<Record<string, ServerToolUseBlock['name']>> = {
  web_search: 'web_search',
  web_fetch: 'web_fetch',
};

/** The content of the message that these parts make up. */
export function contentOf(parts: readonly Part[]): ContentBlock[] {
  return parts.map(blockOf);
}

/** The events of a stream that delivers this message, in the order in which the API sends them. */
export function streamEvents(message: Message, parts: readonly Part[]): StreamEvent[] {
  const blocks = parts.flatMap(partEvents);
  const events: RawMessageStreamEvent[] = [
    { type: 'message_start', message: beginning(message) },
    ...blocks,
    {
      type: 'message_delta',
      delta: {
        container: message.container,
        stop_details: message.stop_details,
        stop_reason: message.stop_reason,
        stop_sequence: message.stop_sequence,
      },
      usage: deltaUsage(message),
    },
    { type: 'message_stop' },
  ];
  return events.map((event) => ({ ...event }));
}

// What is known before the first token: the prompt was read, nothing was said.
function beginning(message: Message): Message {
  return {
    ...message,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    usage: { ...message.usage, output_tokens: 1, output_tokens_details: null },
  };
}

// Counts in the last event are totals, not additions.
function deltaUsage({ usage }: Message): MessageDeltaUsage {
  return {
    input_tokens: usage.input_tokens,
    cache_creation_input_tokens: usage.cache_creation_input_tokens,
    cache_read_input_tokens: usage.cache_read_input_tokens,
    output_tokens: usage.output_tokens,
    output_tokens_details: usage.output_tokens_details,
    server_tool_use: usage.server_tool_use,
  };
}

function partEvents(part: Part, index: number): RawMessageStreamEvent[] {
  const deltas = deltasOf(part).map(
    (delta): RawMessageStreamEvent => ({ type: 'content_block_delta', index, delta }),
  );
  return [
    { type: 'content_block_start', index, content_block: opening(part) },
    ...deltas,
    { type: 'content_block_stop', index },
  ];
}

function deltasOf(part: Part): RawContentBlockDelta[] {
  switch (part.type) {
    case 'text':
      return part.pieces.map((text) => ({ type: 'text_delta', text }));
    case 'thinking':
      return [
        ...part.pieces.map((thinking) => ({ type: 'thinking_delta' as const, thinking })),
        { type: 'signature_delta', signature: part.signature },
      ];
    case 'redacted_thinking':
      return [];
    case 'tool_use':
    case 'server_tool_use':
      // The first fragment is always empty; a tool without arguments gets no other.
      return ['', ...part.pieces].map((partial_json) => ({
        type: 'input_json_delta',
        partial_json,
      }));
  }
}

// Text, thought and arguments come empty and are filled by what follows; redacted thought comes whole.
function opening(part: Part): ContentBlock {
  switch (part.type) {
    case 'text':
      return blockOf({ ...part, pieces: [] });
    case 'thinking':
      return blockOf({ ...part, pieces: [], signature: '' });
    case 'redacted_thinking':
      return blockOf(part);
    case 'tool_use':
    case 'server_tool_use':
      return blockOf({ ...part, input: {} });
  }
}

function blockOf(part: Part): ContentBlock {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.pieces.join(''), citations: null };
    case 'thinking':
      return { type: 'thinking', thinking: part.pieces.join(''), signature: part.signature };
    case 'redacted_thinking':
      return { type: 'redacted_thinking', data: part.data };
    case 'tool_use':
      return {
        type: 'tool_use',
        id: part.id,
        name: part.name,
        input: part.input,
        caller: { type: 'direct' },
      };
    case 'server_tool_use':
      return {
        type: 'server_tool_use',
        id: part.id,
        name: serverTools[part.name] ?? 'web_search',
        input: part.input,
        caller: { type: 'direct' },
      };
  }
}
