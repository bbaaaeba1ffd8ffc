import type { BodyDecoder } from '../../ports/body-decoder.ts';
import type { UpstreamHead } from '../../ports/provider.ts';
import { headerValue } from './relay.ts';

const streamTypes = /^(?:text\/event-stream|application\/vnd\.amazon\.eventstream)\b/i;
const plainBytesMax = 64 * 1024 * 1024;

/** Whether the provider compressed its answer, although it was asked for a plain one. */
export function isEncoded(head: UpstreamHead): boolean {
  return encodingOf(head).toLowerCase() !== 'identity';
}

export function encodingOf(head: UpstreamHead): string {
  return headerValue(head, 'content-encoding') ?? 'identity';
}

export function isEventStream(head: UpstreamHead): boolean {
  return streamTypes.test(headerValue(head, 'content-type') ?? '');
}

/**
 * The body without its content encoding.
 * @returns undefined where it is damaged, cut short, too long or of an encoding that is not known
 */
export function plainBody(
  head: UpstreamHead,
  body: Buffer,
  { decoder }: { readonly decoder: BodyDecoder },
): Promise<Buffer | undefined> {
  if (!isEncoded(head)) return Promise.resolve(body);
  return decoder.decode(encodingOf(head), body, plainBytesMax);
}
