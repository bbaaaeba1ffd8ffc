import type { AnswerEvent, AnswerFault, OpenedBlock } from '../answer.ts';
import type { JsonNode } from '../json-tree.ts';
import type { StreamFrame } from '../stream-frame.ts';
import type { AnswerStreamReader } from '../translator.ts';
import { count, member, parsed, text } from './answer-json.ts';
import { readFault } from './fault.ts';
import { isServerTool, readStopSequence } from './read-answer.ts';
import { isBroken, readStopReason } from './stop-reason.ts';
import { readUsage } from './token-usage.ts';

interface OpenBlock {
  readonly index: number;
  /** `foreign`: a block that no client is told of, such as the call of a tool that Bedrock runs itself. */
  readonly kind: 'text' | 'reasoning' | 'tool_call' | 'foreign';
}

/**
 * Reads the stream of ConverseStream. Bedrock announces tool calls only: a text or a thought begins with its first
 * piece, and ends at the latest where another block begins. The stream is whole when both `messageStop` and `metadata`,
 * which follows it, have come.
 */
export class ConverseAnswerStreamReader implements AnswerStreamReader {
  #open: OpenBlock | undefined;
  #signature = '';
  #isStarted = false;
  #isStopped = false;
  #isCounted = false;
  #isOver = false;

  push(frame: StreamFrame): readonly AnswerEvent[] {
    if (this.#isOver) return [];
    if (frame.isException === true) return this.#fail(readFault(frame));
    const payload = parsed(frame.data);
    if (payload === undefined) return this.#break('The provider sent an event that is not JSON.');
    return this.#read(frame.event, payload);
  }

  #read(event: string, payload: JsonNode): AnswerEvent[] {
    switch (event) {
      case 'messageStart':
        return this.#start();
      case 'contentBlockStart':
        return [...this.#start(), ...this.#blockStart(payload)];
      case 'contentBlockDelta':
        return [...this.#start(), ...this.#delta(payload)];
      case 'contentBlockStop':
        return this.#close();
      case 'messageStop':
        return [...this.#start(), ...this.#stop(payload)];
      case 'metadata':
        return [...this.#start(), ...this.#metadata(payload)];
      default:
        return [];
    }
  }

  #start(): AnswerEvent[] {
    if (this.#isStarted) return [];
    this.#isStarted = true;
    return [{ type: 'start' }];
  }

  #blockStart(payload: JsonNode): AnswerEvent[] {
    const index = indexOf(payload);
    const start = member(payload, 'start');
    const call = member(start, 'toolUse');
    const isForeign = isServerTool(call) || member(start, 'toolResult') || member(start, 'image');
    if (isForeign) return this.#begin({ index, kind: 'foreign' });
    if (call === undefined) return [];
    const id = text(member(call, 'toolUseId')) ?? '';
    const name = text(member(call, 'name')) ?? '';
    return this.#begin({ index, kind: 'tool_call' }, { kind: 'tool_call', id, name });
  }

  #delta(payload: JsonNode): AnswerEvent[] {
    const index = indexOf(payload);
    const delta = member(payload, 'delta');
    const input = member(member(delta, 'toolUse'), 'input');
    if (input !== undefined) return this.#input(index, text(input) ?? '');
    const reasoning = member(delta, 'reasoningContent');
    if (reasoning !== undefined) return this.#reasoning(index, reasoning);
    return this.#words({ index, kind: 'text' }, text(member(delta, 'text')) ?? '');
  }

  #input(index: number, piece: string): AnswerEvent[] {
    const isForeign = this.#open?.kind === 'foreign';
    if (isForeign || piece === '') return [];
    if (this.#open?.kind !== 'tool_call' || this.#open.index !== index)
      return this.#break('The provider sent the input of a tool call that it had not begun.');
    return [{ type: 'delta', text: piece }];
  }

  #reasoning(index: number, reasoning: JsonNode): AnswerEvent[] {
    const data = text(member(reasoning, 'redactedContent'));
    if (data !== undefined) {
      const whole: OpenedBlock = { kind: 'redacted_reasoning', data };
      return [...this.#close(), { type: 'block_start', block: whole }, { type: 'block_stop' }];
    }
    const signature = text(member(reasoning, 'signature')) ?? '';
    const words = text(member(reasoning, 'text')) ?? '';
    const opened = signature === '' ? [] : this.#enter({ index, kind: 'reasoning' });
    this.#signature += signature;
    return [...opened, ...this.#words({ index, kind: 'reasoning' }, words)];
  }

  #words(block: OpenBlock & { readonly kind: 'text' | 'reasoning' }, words: string): AnswerEvent[] {
    if (words === '') return [];
    return [...this.#enter(block), { type: 'delta', text: words }];
  }

  /** Begins the block, unless it is the one that is open. */
  #enter(block: OpenBlock & { readonly kind: 'text' | 'reasoning' }): AnswerEvent[] {
    if (this.#open?.index === block.index && this.#open.kind === block.kind) return [];
    return this.#begin(block, { kind: block.kind });
  }

  #begin(open: OpenBlock, block?: OpenedBlock): AnswerEvent[] {
    const closed = this.#close();
    this.#open = open;
    return block === undefined ? closed : [...closed, { type: 'block_start', block }];
  }

  // A signature can come in pieces; it is told whole.
  #close(): AnswerEvent[] {
    const kind = this.#open?.kind;
    const signature = this.#signature;
    this.#open = undefined;
    this.#signature = '';
    if (kind === undefined || kind === 'foreign') return [];
    if (signature === '') return [{ type: 'block_stop' }];
    return [{ type: 'signature', signature }, { type: 'block_stop' }];
  }

  #stop(payload: JsonNode): AnswerEvent[] {
    const reason = text(member(payload, 'stopReason'));
    if (isBroken(reason)) return this.#break('The model wrote an answer that could not be read.');
    this.#isStopped = true;
    const stopSequence = readStopSequence(payload);
    return [
      ...this.#close(),
      {
        type: 'stop',
        reason: readStopReason(reason),
        ...(stopSequence !== undefined && { stopSequence }),
      },
      ...this.#end(),
    ];
  }

  #metadata(payload: JsonNode): AnswerEvent[] {
    this.#isCounted = true;
    const usage = readUsage(member(payload, 'usage'));
    if (usage === undefined) return this.#end();
    return [{ type: 'usage', usage }, ...this.#end()];
  }

  #end(): AnswerEvent[] {
    if (!this.#isStopped || !this.#isCounted) return [];
    this.#isOver = true;
    return [{ type: 'end' }];
  }

  #break(message: string): AnswerEvent[] {
    return this.#fail({ kind: 'server_error', message });
  }

  #fail(fault: AnswerFault): AnswerEvent[] {
    this.#isOver = true;
    return [{ type: 'fault', fault }];
  }
}

function indexOf(payload: JsonNode): number {
  return count(member(payload, 'contentBlockIndex')) ?? 0;
}
