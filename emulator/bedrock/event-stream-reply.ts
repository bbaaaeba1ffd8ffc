import { eventFrame, eventStreamType, exceptionFrame } from '../event-stream/event-frame.ts';
import type { Fields } from '../server/json.ts';
import type { Reply } from '../server/reply.ts';
import { awsHeaders } from './provider-headers.ts';

const PADDING_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A stream of events, each padded to a random length, with a failure of the model as the way to fail midway. */
export function eventStreamReply(
  events: readonly { type: string; payload: Fields }[],
  headers: Reply['headers'] = {},
): Reply {
  return {
    status: 200,
    headers: { ...awsHeaders(eventStreamType), ...headers },
    frames: events.map(({ type, payload }) => eventFrame(type, { ...payload, p: padding() })),
    errorFrame: exceptionFrame('modelStreamErrorException', {
      message: 'The model could not finish its answer.',
      originalStatusCode: 500,
      originalMessage: 'Internal server error',
    }),
  };
}

// Random length hides the token lengths from who only sees packet sizes.
function padding(): string {
  return PADDING_LETTERS.slice(0, 1 + Math.floor(Math.random() * PADDING_LETTERS.length));
}
