import type { Block, TextBlock, Turn } from '../conversation.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { readAssistantContent } from './read-assistant.ts';
import { readCacheMark } from './read-cache-mark.ts';
import { readContent, readText } from './read-parts.ts';

const roles = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const;

/**
 * Takes `messages`. Instructions before the first turn stay one block for each message or part, later ones stay where
 * they are.
 */
export function readMessages(request: RequestFields): {
  readonly system: readonly TextBlock[];
  readonly turns: readonly Turn[];
} {
  const messages = request.required('messages', request.objects('messages'));
  if (messages.length === 0) throw invalidRequest('messages', 'must not be empty');
  const reader = new MessageReader();
  for (const message of messages) reader.read(message);
  return { system: reader.system, turns: reader.turns };
}

class MessageReader {
  readonly system: TextBlock[] = [];
  readonly turns: Turn[] = [];
  /** Calls in the form before tools that wait for their result: name → id. */
  readonly #functionCalls = new Map<string, string>();

  read(message: RequestFields): void {
    const role = message.required('role', message.oneOf('role', roles));
    switch (role) {
      case 'system':
      case 'developer':
        this.#instruct(message);
        break;
      case 'user':
        message.lose('name', 'tells participants apart, which this provider has no field for');
        this.#turn('user', readContent(message), message.at);
        break;
      case 'assistant':
        this.#assistant(message);
        break;
      case 'tool':
        this.#tool(message);
        break;
      case 'function':
        this.#function(message);
        break;
    }
    message.close();
  }

  /** A message whose every part was lost leaves no turn. */
  #turn(role: Turn['role'], content: Block[], at: string): void {
    if (content.length > 0) this.turns.push({ role, content, at });
  }

  #instruct(message: RequestFields): void {
    message.drop('name');
    const text = readText(message);
    if (this.turns.length === 0) this.system.push(...text);
    else this.#turn('system', text, message.at);
  }

  #assistant(message: RequestFields): void {
    message.drop('name');
    const functionCallId = `function_call_${this.turns.length}`;
    const content = readAssistantContent(message, functionCallId);
    for (const block of content) {
      if (block.kind !== 'tool_call' || block.id !== functionCallId) continue;
      this.#functionCalls.set(block.name, block.id);
    }
    this.#turn('assistant', content, message.at);
  }

  #tool(message: RequestFields): void {
    const callId = message.requiredString('tool_call_id');
    // The name is that of the call, which the id already tells.
    message.take('name');
    const mark = readCacheMark(message);
    const content = readContent(message);
    const result: Block = { kind: 'tool_result', callId, content, at: message.at, ...mark };
    this.#turn('user', [result], message.at);
  }

  #function(message: RequestFields): void {
    const name = message.requiredString('name');
    const callId = this.#functionCalls.get(name);
    if (callId === undefined) {
      throw invalidRequest(message.place('name'), 'must name a function that was called before');
    }
    this.#functionCalls.delete(name);
    const content = message.string('content') ?? '';
    const text: TextBlock = { kind: 'text', text: content, at: message.place('content') };
    const result: Block = { kind: 'tool_result', callId, content: [text], at: message.at };
    this.#turn('user', [result], message.at);
  }
}
