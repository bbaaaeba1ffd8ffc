import type { Fault } from '../server/fault.ts';
import type { SeenRequest } from '../server/request-log.ts';
import type { ScriptedFailure } from './scripted-failure.ts';

/** Faults that a request can ask for itself: `x-emulator-fault: throttled`, or a model id that ends in `-fault-throttled`. */
const namedFaults: Readonly<Record<string, Fault<ScriptedFailure>>> = {
  slow: { headersDelayMs: 2_000, chunkDelayMs: 200 },
  'hang-before-headers': { hang: 'before-headers' },
  'hang-mid-stream': { hang: 'mid-stream' },
  'reset-before-headers': { reset: 'before-headers' },
  'reset-mid-stream': { reset: 'mid-stream' },
  truncated: { truncate: 'between-events' },
  'truncated-event': { truncate: 'inside-event' },
  'error-event': { errorEvent: true },
  'throttled-mid-stream': { errorEvent: true, failure: { midStream: 'throttlingException' } },
  'wrong-checksum': { failure: 'wrong-checksum' },
  garbage: { garbage: 'text' },
  'html-502': { garbage: 'html-502' },
  gzip: { gzip: true },
  split: { split: { seed: 1, sizeMax: 7 } },
  'split-bytes': { split: { seed: 1, sizeMax: 1 } },
  huge: { paddingBytes: 8 * 1024 * 1024 },
  throttled: { failure: 'throttled' },
  '403': { failure: 'access-denied' },
  '408': { failure: 'model-timeout' },
  '424': { failure: 'model-error' },
  '429': { failure: 'throttled' },
  '500': { failure: 'server-error' },
  '503': { failure: 'service-unavailable' },
};
const SUFFIX = /-fault-([a-z0-9-]+)$/;

/** What a request asks to go wrong, in a header or in the name of its model. */
export function requestedFault(request: SeenRequest): Fault<ScriptedFailure> {
  const header = request.headers['x-emulator-fault'];
  const model = decoded(/^\/model\/([^/]+)\//.exec(request.path)?.[1] ?? '');
  const name = typeof header === 'string' ? header : SUFFIX.exec(model)?.[1];
  return namedFaults[name ?? ''] ?? {};
}

/** The id of the model, without the fault that it asks for. */
export function withoutFault(modelId: string): string {
  return modelId.replace(SUFFIX, '');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
