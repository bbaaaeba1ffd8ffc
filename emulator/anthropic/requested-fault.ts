import type { Fault } from '../server/fault.ts';
import { isFields } from '../server/json.ts';
import type { SeenRequest } from '../server/request-log.ts';
import type { ScriptedFailure } from './scripted-failure.ts';

/** Faults that a request can ask for itself: `x-emulator-fault: overloaded`, or a model `claude-fault-overloaded`. */
const namedFaults: Readonly<Record<string, Fault<ScriptedFailure>>> = {
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
  '401': { failure: 'invalid-key' },
  '402': { failure: 'billing-error' },
  '403': { failure: 'permission-error' },
  '413': { failure: 'request-too-large' },
  '429': { failure: { status: 429, retryAfterSeconds: 2 } },
  '500': { failure: 'server-error' },
  '504': { failure: 'timeout' },
  '529': { failure: 'overloaded' },
  'credit-balance': { failure: 'credit-balance' },
};

/** What a request asks to go wrong, in a header or in the name of its model. */
export function requestedFault(request: SeenRequest): Fault<ScriptedFailure> {
  const header = request.headers['x-emulator-fault'];
  if (typeof header === 'string') return namedFaults[header] ?? {};
  // Most requests ask for nothing: a search of the bytes spares them a second parse.
  if (!request.body.includes('-fault-')) return {};
  const name = /-fault-([a-z0-9-]+)$/.exec(modelOf(request.body))?.[1];
  return namedFaults[name ?? ''] ?? {};
}

function modelOf(body: Buffer): string {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isFields(value) ? String(value['model']) : '';
  } catch {
    return '';
  }
}
