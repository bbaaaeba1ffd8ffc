import type { OutgoingHttpHeaders } from 'node:http';

/** Where a connection stops: before the status line, or after about half of the body. */
type Point = 'before-headers' | 'mid-stream';

/** An exchange recorded elsewhere, answered byte for byte. */
export type Replay = {
  status: number;
  headers: OutgoingHttpHeaders;
  body: Buffer | string;
  /** Lengths of the writes; the last one repeats until the body is out. Default: one write. */
  chunkSizes?: readonly number[];
};

/**
 * What goes wrong with one answer. Members combine: `{gzip: true, chunkDelayMs: 20}` is a slow compressed answer.
 * `replay`, `garbage` and `failure` decide what is sent (in this order of precedence), all others how.
 */
export type Fault<Failure = unknown> = {
  replay?: Replay;
  /** An error in the provider's own words; each provider names its own. */
  failure?: Failure;
  /** A 200 that is no JSON, or a 502 page as a proxy in front of the provider would give. */
  garbage?: 'text' | 'html-502';
  /** Grows the answer by a member (or comment line, in a stream) of this many bytes. */
  paddingBytes?: number;
  headersDelayMs?: number;
  /** Pause before each write of the body but the first. */
  chunkDelayMs?: number;
  hang?: Point;
  /** TCP reset. */
  reset?: Point;
  /** A clean end of the response, too early: on an event boundary, or within an event. */
  truncate?: 'between-events' | 'inside-event';
  /** Half of the stream, then an error in the stream's own format, then a clean end. A reply without such a frame stays whole. */
  errorEvent?: true;
  gzip?: boolean;
  /** Rewrites the body in pieces of 1 to `sizeMax` bytes, the same for the same seed. */
  split?: { seed: number; sizeMax: number };
};

/** True for a fault that ends the body early. */
export function isCut(fault: Fault): boolean {
  return (
    fault.hang === 'mid-stream' || fault.reset === 'mid-stream' || fault.truncate !== undefined
  );
}
