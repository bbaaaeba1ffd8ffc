import { spliceMembers } from '../../../domain/protocol/json-splice.ts';
import type { StreamFrame } from '../../../domain/protocol/stream-frame.ts';
import { fieldsOf, textIn } from '../readings/reading.ts';

/** What some formats put around their events, besides the framing. */
export interface Wrapping {
  /** Undefined for a frame that holds no event. */
  unwrap(frame: StreamFrame): StreamFrame | undefined;
  /** @param like the frame that the event came in, or another of the kind */
  wrap(event: StreamFrame, like: StreamFrame): StreamFrame;
}

export const unwrapped: Wrapping = { unwrap: (frame) => frame, wrap: (event) => event };

/** Bedrock InvokeModelWithResponseStream: the model's own event, as JSON in Base64. */
export const inChunks: Wrapping = {
  unwrap: ({ event, data }) => {
    const bytes = event === 'chunk' ? textIn(fieldsOf(data), 'bytes') : undefined;
    if (bytes === undefined) return undefined;
    return { event: '', data: Buffer.from(bytes, 'base64').toString('utf8') };
  },
  wrap: ({ data }, { event, data: around }) => {
    const bytes = JSON.stringify(Buffer.from(data).toString('base64'));
    return { event, data: spliceMembers(around, { bytes }) };
  },
};
