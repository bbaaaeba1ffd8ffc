import type { StopReason } from '../answer.ts';

const read = new Map<string, StopReason>([
  ['end_turn', 'end'],
  ['stop_sequence', 'stop_sequence'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool_calls'],
  ['content_filtered', 'content_filter'],
  ['guardrail_intervened', 'content_filter'],
  ['refusal', 'content_filter'],
  ['pause_turn', 'pause'],
]);

const written: Readonly<Record<StopReason, string>> = {
  end: 'end_turn',
  stop_sequence: 'stop_sequence',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'content_filtered',
  pause: 'end_turn',
  unknown: 'end_turn',
};

// The model wrote something that Bedrock could not read: there is no answer, only the pieces of one.
const broken: ReadonlySet<string> = new Set(['malformed_model_output', 'malformed_tool_use']);

export function readStopReason(word: string | undefined): StopReason {
  return read.get(word ?? '') ?? 'unknown';
}

export function isBroken(word: string | undefined): boolean {
  return broken.has(word ?? '');
}

export function writeStopReason(reason: StopReason): string {
  return written[reason];
}
