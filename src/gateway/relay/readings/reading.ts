import type { MonagoError } from '../../../domain/errors.ts';
import type { TokenUsage } from '../../../domain/protocol/answer.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';

/**
 * What a frame is for the course of its stream. `stop`: the model has said all, what is known about it may follow.
 * `last`: with it the answer is whole. `fault`: the provider says that something went wrong, more may follow. `failed`: it
 * says so, and that this was all.
 */
export type FrameRole = 'content' | 'stop' | 'last' | 'fault' | 'failed';

/** What a stream has told so far. */
export interface Told {
  /** As the provider names it. */
  readonly model: string | undefined;
  readonly usage: TokenUsage | undefined;
  /** Characters of the model's own text, thoughts and tool arguments; for an estimate where no usage is told. */
  readonly characters: number;
}

/** Reads the frames of a stream as they pass by, and changes nothing about them. Never throws. */
export interface Reading extends Told {
  read(frame: StreamFrame): FrameRole;
  /** The last frames, which say in the stream's own format that the answer is not whole. */
  failure(error: MonagoError): readonly StreamFrame[];
}

export type Fields = Readonly<Record<string, unknown>>;

/** The object that a text says; undefined for anything else. */
export function fieldsOf(text: string): Fields | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function fieldsIn(fields: Fields | undefined, name: string): Fields | undefined {
  const value = fields?.[name];
  return isFields(value) ? value : undefined;
}

export function textIn(fields: Fields | undefined, name: string): string | undefined {
  const value = fields?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** Characters in all strings of a value. */
export function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, inner) => sum + charactersIn(inner), 0);
}
