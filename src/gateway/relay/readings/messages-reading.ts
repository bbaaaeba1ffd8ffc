import type { MonagoError } from '../../../domain/errors.ts';
import type { TokenUsage } from '../../../domain/protocol/answer.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import { usageOf } from '../usage-of.ts';
import {
  charactersIn,
  type Fields,
  type FrameRole,
  fieldsIn,
  fieldsOf,
  type Reading,
  textIn,
} from './reading.ts';

const roles: ReadonlyMap<string, FrameRole> = new Map([
  ['message_stop', 'last'],
  ['error', 'failed'],
]);

/** Anthropic Messages. */
export class MessagesReading implements Reading {
  model: string | undefined;
  usage: TokenUsage | undefined;
  characters = 0;
  /** The counts come in pieces, and each is cumulative. */
  #counts: Fields = {};

  read({ event, data }: StreamFrame): FrameRole {
    const fields = fieldsOf(data);
    if (fields === undefined) return roles.get(event) ?? 'content';
    const message = fieldsIn(fields, 'message');
    this.model ??= textIn(message, 'model');
    this.#count(fieldsIn(message, 'usage') ?? fieldsIn(fields, 'usage'));
    const type = textIn(fields, 'type') ?? event;
    if (type === 'content_block_delta') {
      const { type: _, ...said } = fieldsIn(fields, 'delta') ?? {};
      this.characters += charactersIn(said);
    }
    return roles.get(type) ?? 'content';
  }

  failure({ message, code }: MonagoError): readonly StreamFrame[] {
    const error = { type: 'api_error', message, details: { error_code: code } };
    return [{ event: 'error', data: JSON.stringify({ type: 'error', error }) }];
  }

  #count(usage: Fields | undefined): void {
    if (usage === undefined) return;
    const told = Object.entries(usage).filter(([, value]) => value !== null);
    this.#counts = { ...this.#counts, ...Object.fromEntries(told) };
    this.usage = usageOf(this.#counts) ?? this.usage;
  }
}
