import type { StopReason } from '../answer.ts';

const read: ReadonlyMap<string | undefined, StopReason> = new Map([
  ['end_turn', 'end'],
  ['stop_sequence', 'stop_sequence'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool_calls'],
  ['refusal', 'content_filter'],
  ['pause_turn', 'pause'],
]);

const written = {
  end: 'end_turn',
  stop_sequence: 'stop_sequence',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
  pause: 'pause_turn',
  unknown: 'end_turn',
} as const satisfies Record<StopReason, string>;

export type MessagesStopReason = (typeof written)[StopReason];

export function readStopReason(word: string | undefined): StopReason {
  return read.get(word) ?? 'unknown';
}

/** @param isRefused the model said that it refuses, whatever the provider calls that end */
export function writeStopReason(reason: StopReason, isRefused: boolean): MessagesStopReason {
  const ended = reason === 'end' || reason === 'unknown';
  return isRefused && ended ? 'refusal' : written[reason];
}
