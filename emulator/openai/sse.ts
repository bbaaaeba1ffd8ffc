/** One `data:` event (WHATWG HTML, server-sent events). */
export function dataEvent(value: unknown): Buffer {
  return Buffer.from(`data: ${JSON.stringify(value)}\n\n`);
}

/** What OpenAI ends every successful stream with. */
export const doneEvent: Buffer = Buffer.from('data: [DONE]\n\n');
