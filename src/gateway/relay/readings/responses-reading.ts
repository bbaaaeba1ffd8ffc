import type { MonagoError } from '../../../domain/errors.ts';
import type { TokenUsage } from '../../../domain/protocol/answer.ts';
import { streamError } from '../../../domain/protocol/responses/stream-error.ts';
import { isOpaque } from '../../../domain/protocol/segments/opaque-member.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import { isEcho } from '../../govern/answer/echo.ts';
import { usageOf } from '../usage-of.ts';
import {
  type Fields,
  type FrameRole,
  fieldsIn,
  fieldsOf,
  type Reading,
  textIn,
} from './reading.ts';

const roles: ReadonlyMap<string, FrameRole> = new Map([
  ['response.completed', 'last'],
  ['response.incomplete', 'last'],
  ['response.cancelled', 'last'],
  ['response.failed', 'failed'],
  // `response.failed` may follow; some clients hear that alone.
  ['error', 'fault'],
]);

/** OpenAI Responses. Codex hears a failure in `response.failed` alone, OpenAI's own client throws at `error` alone. */
export class ResponsesReading implements Reading {
  model: string | undefined;
  usage: TokenUsage | undefined;
  characters = 0;
  /** Ids by which the answer or a part of it can be asked for again, where the provider stores it. */
  readonly ids = new Set<string>();
  isStored: boolean | undefined;
  #response: Fields | undefined;
  #sequence = -1;

  read({ event, data }: StreamFrame): FrameRole {
    const fields = fieldsOf(data);
    if (fields === undefined) return roles.get(event) ?? 'content';
    const sequence = fields['sequence_number'];
    if (typeof sequence === 'number') this.#sequence = Math.max(this.#sequence, sequence);
    this.#readResponse(fieldsIn(fields, 'response'));
    this.#keepId(fieldsIn(fields, 'item'));
    this.characters += textIn(fields, 'delta')?.length ?? 0;
    return roles.get(textIn(fields, 'type') ?? event) ?? 'content';
  }

  failure({ message, code }: MonagoError): readonly StreamFrame[] {
    const type = 'response.failed';
    const response = {
      id: 'resp_unknown',
      object: 'response',
      ...knownOf(this.#response ?? {}),
      // What the answer was is not told with its failure.
      output: [],
      status: 'failed',
      error: { code: 'server_error', message: `${message} (${code})` },
    };
    const told = { sequence_number: this.#sequence + 1, ...streamError(code, message) };
    const failed = { sequence_number: this.#sequence + 2, response };
    return [
      { event: 'error', data: JSON.stringify({ type: 'error', ...told }) },
      { event: type, data: JSON.stringify({ type, ...failed }) },
    ];
  }

  #readResponse(response: Fields | undefined): void {
    if (response === undefined) return;
    this.#response = response;
    this.model = textIn(response, 'model') ?? this.model;
    this.usage = usageOf(response['usage']) ?? this.usage;
    if (typeof response['store'] === 'boolean') this.isStored = response['store'];
    this.#keepId(response);
  }

  #keepId(part: Fields | undefined): void {
    const id = textIn(part, 'id');
    if (id !== undefined) this.ids.add(id);
  }
}

/** Of the response as far as it came, what repeats the request or says nothing: the rest may be why it failed. */
function knownOf(response: Fields): Fields {
  const known = Object.entries(response).filter(
    ([name, value]) => isEcho(response, name) || saysNothing(name, value),
  );
  return Object.fromEntries(known);
}

function saysNothing(name: string, value: unknown): boolean {
  if (name === 'usage') return true;
  if (typeof value === 'string') return isOpaque([name], value);
  if (typeof value === 'number') return isOpaque([name], String(value)) || Math.abs(value) < 1e8;
  return value === null || typeof value === 'boolean';
}
