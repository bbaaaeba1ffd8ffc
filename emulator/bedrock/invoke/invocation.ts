import { jsonReply, type Reply } from '../../server/reply.ts';
import type { SeenRequest } from '../../server/request-log.ts';
import { eventStreamReply } from '../event-stream-reply.ts';
import { awsHeaders } from '../provider-headers.ts';

const LATENCY_MS = 312;
const FIRST_BYTE_MS = 118;
const echoed = ['x-amzn-bedrock-performanceconfig-latency', 'x-amzn-bedrock-service-tier'];

/** Tokens as an invocation is billed. */
export type Spent = { input: number; output: number; cacheRead?: number; cacheWrite?: number };

/** An answer in the model's own dialect. */
export type Invocation = {
  /** In one piece, as JSON. */
  body: string;
  /** As a stream, each event as JSON; undefined where the model has none. */
  events: readonly object[] | undefined;
  spent: Spent;
};

/** `POST /model/{id}/invoke`: the model's own JSON, the bill in the headers. */
export function unaryReply({ body, spent }: Invocation, request: SeenRequest): Reply {
  const headers = {
    ...awsHeaders('application/json'),
    ...echoes(request),
    'x-amzn-bedrock-input-token-count': String(spent.input),
    'x-amzn-bedrock-output-token-count': String(spent.output),
    'x-amzn-bedrock-invocation-latency': String(LATENCY_MS),
    ...(spent.cacheRead === undefined
      ? {}
      : {
          'x-amzn-bedrock-cache-read-input-token-count': String(spent.cacheRead),
          'x-amzn-bedrock-cache-write-input-token-count': String(spent.cacheWrite ?? 0),
        }),
  };
  return jsonReply(200, JSON.parse(body), { headers, indent: 0 });
}

/** `POST /model/{id}/invoke-with-response-stream`: the model's own events in chunks, the bill in the last. */
export function streamReply(events: readonly object[], spent: Spent, request: SeenRequest): Reply {
  const metrics = {
    inputTokenCount: spent.input,
    outputTokenCount: spent.output,
    invocationLatency: LATENCY_MS,
    firstByteLatency: FIRST_BYTE_MS,
    ...(spent.cacheRead === undefined
      ? {}
      : {
          cacheReadInputTokenCount: spent.cacheRead,
          cacheWriteInputTokenCount: spent.cacheWrite ?? 0,
        }),
  };
  const chunks = events.map((event, index) => {
    const isLast = index === events.length - 1;
    const whole = isLast ? { ...event, 'amazon-bedrock-invocationMetrics': metrics } : event;
    const bytes = Buffer.from(JSON.stringify(whole), 'utf8').toString('base64');
    return { type: 'chunk', payload: { bytes } };
  });
  const headers = { ...echoes(request), 'x-amzn-bedrock-content-type': 'application/json' };
  return eventStreamReply(chunks, headers);
}

function echoes({ headers }: SeenRequest): Reply['headers'] {
  return Object.fromEntries(
    echoed.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])),
  );
}
