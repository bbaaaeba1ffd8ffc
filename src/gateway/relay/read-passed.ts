import type { TokenUsage } from '../../domain/protocol/answer.ts';
import type { UpstreamHead } from '../../ports/provider.ts';
import type { Exchange } from '../exchange.ts';
import { PassingCourse } from './courses/passing-course.ts';
import { awsEventStream, serverSentEvents } from './frames/framing.ts';
import { encodingOf, isEncoded, isEventStream, plainBody } from './plain-body.ts';
import { readModel, readUsage } from './read-usage.ts';
import type { Told } from './readings/reading.ts';
import { readingOf } from './readings/reading-of.ts';
import { headerValue } from './relay.ts';
import type { Transcript } from './transcript.ts';

/** What an answer tells whose bytes were passed on as they came. */
export interface PassedTold extends Told {
  /** It is a compressed stream that stops before its end, which only shows when it is unpacked. */
  readonly isCut: boolean;
}

const nothing: PassedTold = {
  model: undefined,
  usage: undefined,
  characters: 0,
  isCut: false,
};

/** Reads an answer that was passed on without being read on its way. */
export async function readPassed(
  head: UpstreamHead,
  transcript: Transcript,
  exchange: Exchange,
): Promise<PassedTold> {
  if (!isEncoded(head)) {
    const tail = transcript.tail();
    const model = readModel(transcript.first(), tail);
    return { ...nothing, model, usage: readUsage(tail) ?? countedIn(head) };
  }
  const whole = transcript.whole();
  // Of what is too long to be kept, or packed in a way that is not known, nothing can be said.
  if (whole === undefined || !exchange.use.decoder.knows(encodingOf(head))) return nothing;
  const body = await plainBody(head, whole, exchange.use);
  if (body === undefined) return { ...nothing, isCut: isEventStream(head) };
  if (isEventStream(head)) return readStream(body, exchange);
  return { ...nothing, model: readModel(body, body), usage: readUsage(body) };
}

/** What was told so far, as plain values. */
export function summary({ model, usage, characters }: Told): Told {
  return { model, usage, characters };
}

function readStream(body: Buffer, { request, use }: Exchange): PassedTold {
  const { wire, shape } = request.endpoint;
  const framing = shape === 'bedrock' ? awsEventStream(use.eventStream) : serverSentEvents;
  const course = new PassingCourse(framing, readingOf(wire));
  try {
    const splitter = framing.splitter();
    for (const frame of splitter.push(body)) course.take(frame);
    course.close(splitter.rest);
  } catch {
    return { ...summary(course.told), isCut: true };
  }
  return { ...summary(course.told), isCut: course.state === 'open' };
}

/** Bedrock says in headers what models count that say nothing themselves. */
function countedIn(head: UpstreamHead): TokenUsage | undefined {
  const input = Number(headerValue(head, 'x-amzn-bedrock-input-token-count') ?? Number.NaN);
  const output = Number(headerValue(head, 'x-amzn-bedrock-output-token-count') ?? 0);
  return Number.isSafeInteger(input) && Number.isSafeInteger(output)
    ? { input, output }
    : undefined;
}
