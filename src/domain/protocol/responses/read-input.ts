import type { Block, TextBlock, Turn } from '../conversation.ts';
import { invalidRequest, type RequestFields } from '../request-fields.ts';
import { readFunctionCall, readFunctionOutput } from './read-call.ts';
import { readContent, readText } from './read-parts.ts';
import { isSealed, unsealReasoning } from './sealed-reasoning.ts';

export interface Input {
  /** `instructions`, and what the input says before the first turn. */
  readonly system: readonly TextBlock[];
  readonly turns: readonly Turn[];
  /** Tools that items of the input declare, beside those of the request. */
  readonly tools: readonly RequestFields[];
}

/** Takes `instructions` and `input`. Each item is a turn of its own. */
export function readInput(request: RequestFields): Input {
  const instructions = readInstructions(request);
  const reader = new InputReader();
  const node = request.required('input', request.take('input'));
  if (node.kind === 'string') reader.prompt(node.value, 'input');
  else if (node.kind !== 'array')
    throw invalidRequest('input', 'must be a string or an array of items');
  else node.items.forEach((item, at) => void reader.read(request.element(item, `input[${at}]`)));
  const { system, turns, tools } = reader;
  if (turns.length === 0) {
    throw invalidRequest('input', 'must have something that is not an instruction');
  }
  return { system: [...instructions, ...system], turns, tools };
}

function readInstructions(request: RequestFields): TextBlock[] {
  const text = request.string('instructions');
  return text ? [{ kind: 'text', text, at: 'instructions' }] : [];
}

const roles = ['system', 'developer', 'user', 'assistant'] as const;
type Role = (typeof roles)[number];

class InputReader {
  readonly system: TextBlock[] = [];
  readonly turns: Turn[] = [];
  readonly tools: RequestFields[] = [];

  /** A string is short for one message of a user. */
  prompt(text: string, at: string): void {
    this.#turn('user', [{ kind: 'text', text, at }], at);
  }

  read(item: RequestFields): void {
    const type = item.string('type');
    const role = item.oneOf('role', roles);
    // Items without a type are messages, or references to items.
    const known = type ?? (role === undefined ? 'item_reference' : 'message');
    if (!this.#item(item, known, role)) {
      item.ledger.lose(item.at, lossOf(known));
      return;
    }
    // Names of OpenAI's store, and how far the item has come there.
    item.take('id');
    item.take('status');
    item.close();
  }

  /** @returns false for a kind of item that cannot be carried */
  #item(item: RequestFields, type: string, role: Role | undefined): boolean {
    switch (type) {
      case 'message':
        this.#message(item, item.required('role', role));
        return true;
      case 'function_call':
        this.#turn('assistant', [readFunctionCall(item)], item.at);
        return true;
      case 'function_call_output':
        this.#turn('user', [readFunctionOutput(item)], item.at);
        return true;
      case 'reasoning':
        this.#turn('assistant', readReasoning(item), item.at);
        return true;
      case 'additional_tools':
        this.tools.push(...item.required('tools', item.objects('tools')));
        return true;
      default:
        return false;
    }
  }

  #message(item: RequestFields, role: Role): void {
    item.drop('phase');
    if (role === 'user') this.#turn(role, readContent(item, 'content'), item.at);
    else if (role === 'assistant') this.#turn(role, readText(item), item.at);
    else if (this.turns.length === 0) this.system.push(...readText(item));
    else this.#turn('system', readText(item), item.at);
  }

  /** An item of which nothing could be carried leaves no turn. */
  #turn(role: Turn['role'], content: Block[], at: string): void {
    if (content.length > 0) this.turns.push({ role, content, at });
  }
}

function lossOf(type: string): string {
  if (type === 'item_reference') {
    return 'refers to an item that OpenAI has stored; give the item itself, which clients do with `store` set to false';
  }
  return `is of the type ${JSON.stringify(type)}, which cannot be carried to the provider of this model`;
}

/**
 * What the model thought, out of the `encrypted_content` that the answer had. Without it, or with that of another
 * provider, no model takes its thoughts back.
 */
function readReasoning(item: RequestFields): Block[] {
  const sealed = item.string('encrypted_content');
  // The summary is for people; the sealed text is what the provider signed.
  item.take('summary');
  item.take('content');
  if (sealed === undefined || !isSealed(sealed)) {
    item.ledger.drop(item.at);
    return [];
  }
  const reasoning = unsealReasoning(sealed);
  if (reasoning !== undefined) return [{ ...reasoning, at: item.at }];
  throw invalidRequest(item.place('encrypted_content'), 'is not as it was in the answer');
}
