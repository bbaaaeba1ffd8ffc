/** One `data:` event (WHATWG HTML, server-sent events). */
export function dataEvent(value: unknown): Buffer {
  return Buffer.from(`data: ${JSON.stringify(value)}\n\n`);
}

/** An event with its name on a line of its own, as the Responses API sends it. */
export function namedEvent(name: string, value: unknown): Buffer {
  return Buffer.from(`event: ${name}\ndata: ${JSON.stringify(value)}\n\n`);
}

/** What OpenAI ends every successful stream of the older endpoints with. */
export const doneEvent: Buffer = Buffer.from('data: [DONE]\n\n');

/** How chat and the legacy text endpoint tell of a failure in mid-stream; no `[DONE]` follows it. */
export const failureEvent: Buffer = dataEvent({
  error: {
    message: 'The server had an error while processing your request. Sorry about that!',
    type: 'server_error',
    param: null,
    code: null,
  },
});
