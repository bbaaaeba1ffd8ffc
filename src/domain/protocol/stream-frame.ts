/**
 * One event of a stream, taken out of its framing: a server-sent event, or a message of an AWS event stream. How frames
 * are cut out of bytes and put back is not the translators' business.
 */
export interface StreamFrame {
  /** The SSE event name (empty where there is none), or the AWS `:event-type` or `:exception-type`. */
  readonly event: string;
  /** The data of the event, mostly a JSON text; `[DONE]` at the end of a chat stream. */
  readonly data: string;
  /** AWS event streams: `:message-type` is `exception`. */
  readonly isException?: boolean;
}
