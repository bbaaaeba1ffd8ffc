import type { Fault } from '../server/fault.ts';
import type { ScriptedFailure } from './scripted-failure.ts';

/** Faults that a request can ask for itself: `x-emulator-fault: hang-mid-stream`, or a model `gpt-fault-hang-mid-stream`. */
export const namedFaults: Readonly<Record<string, Fault<ScriptedFailure>>> = {
  slow: { headersDelayMs: 2_000, chunkDelayMs: 200 },
  'hang-before-headers': { hang: 'before-headers' },
  'hang-mid-stream': { hang: 'mid-stream' },
  'reset-before-headers': { reset: 'before-headers' },
  'reset-mid-stream': { reset: 'mid-stream' },
  truncated: { truncate: 'between-events' },
  'truncated-event': { truncate: 'inside-event' },
  'error-event': { errorEvent: true },
  garbage: { garbage: 'text' },
  'html-502': { garbage: 'html-502' },
  gzip: { gzip: true },
  split: { split: { seed: 1, sizeMax: 7 } },
  'split-bytes': { split: { seed: 1, sizeMax: 1 } },
  huge: { paddingBytes: 32 * 1024 * 1024 },
  '401': { failure: { status: 401 } },
  'missing-scopes': { failure: 'missing-scopes' },
  '429': { failure: { status: 429, retryAfterSeconds: 2 } },
  'insufficient-quota': { failure: 'insufficient-quota' },
  '500': { failure: { status: 500 } },
  '503': { failure: { status: 503 } },
};

/** The fault that a model name ends in. The prefix keeps such a name in its family for a router in between. */
export function namedFault(model: string): Fault<ScriptedFailure> | undefined {
  const name = /(?:^|-)fault-([a-z0-9-]+)$/.exec(model)?.[1];
  return name === undefined ? undefined : namedFaults[name];
}
