import { isFields } from '../../domain/protocol/segments/segment.ts';
import type { UpstreamHead } from '../../ports/provider.ts';
import type { Exchange } from '../exchange.ts';
import { governBody } from '../govern/answer/govern-body.ts';
import { answerUse, governsAnswer } from '../govern/answer/governs-answer.ts';
import { shapeOfEvents } from '../govern/answer/stream/shape-of.ts';
import { StreamGovernor } from '../govern/answer/stream/stream-governor.ts';
import type { CallPlan } from '../plan/call-plan.ts';
import { errorBody, errorHeaders } from '../reply/error-reply.ts';
import { judgeUpstreamError, shownFault, statusForClient } from '../reply/judge-upstream-error.ts';
import { closingLines, monagoHeaders } from '../reply/monago-headers.ts';
import { clientHeaders, streamHeaders, translatedHeaders } from '../reply/response-headers.ts';
import { type CollectedParts, CollectedRelay, type Conversion } from './collected-relay.ts';
import type { StreamCourse } from './courses/course.ts';
import { GovernedCourse } from './courses/governed-course.ts';
import { inChunks, unwrapped } from './courses/wrapping.ts';
import { isEncoded, isEventStream, plainBody } from './plain-body.ts';
import { type HeadBuilder, headerValue, type Relay } from './relay.ts';
import { StreamRelay } from './stream-relay.ts';
import { UnaryRelay } from './unary-relay.ts';

// Errors are words; what is longer is none.
const errorBytesMax = 1024 * 1024;
const answerBytesMax = 64 * 1024 * 1024;

/** How an answer gets to the client, from its first lines. */
export function chooseRelay(head: UpstreamHead, plan: CallPlan, exchange: Exchange): Relay {
  if (head.status >= 400) return errorRelay(head, plan, exchange);
  if (isEventStream(head) && !isEncoded(head)) return streamRelay(head, plan, exchange);
  if (governsAnswer(exchange)) return governedRelay(head, plan, exchange);
  const { wire } = exchange.request.endpoint;
  const isRewritten = wire !== plan.wire;
  if (isRewritten && (plan.translation !== undefined || isEncoded(head))) {
    return collectedRelay(head, plan, exchange);
  }
  const headers = isRewritten ? rewritten(head, 'application/json', exchange) : clientHeaders(head);
  const length = headerValue(head, 'content-length');
  return new UnaryRelay(exchange.reply, headOf(head, headers, exchange), length);
}

/** An answer that the client gets in other bytes, or with other headers, than the provider's. */
function collectedRelay(head: UpstreamHead, plan: CallPlan, exchange: Exchange): Relay {
  return new CollectedRelay({
    reply: exchange.reply,
    head: headOf(head, rewritten(head, 'application/json', exchange), exchange),
    bytesMax: answerBytesMax,
    decode: decoding(head, exchange),
    convert: ({ plain }) => {
      // Only plain streams are cut into frames; nothing else would make an answer of one.
      if (isEventStream(head)) throw new Error('a compressed stream');
      if (plan.translation === undefined) return { body: plain, state: 'whole', told: undefined };
      const { body, told } = plan.translation.unary(plain.toString('utf8'));
      return { body: Buffer.from(body), state: 'whole', told };
    },
  });
}

/** An answer that nobody gets anything of before policy has seen all of it. */
function governedRelay(head: UpstreamHead, plan: CallPlan, exchange: Exchange): Relay {
  const { wire } = exchange.request.endpoint;
  const isSame = wire === plan.wire && !isEncoded(head);
  const headers = isSame ? clientHeaders(head) : rewritten(head, 'application/json', exchange);
  return new CollectedRelay({
    reply: exchange.reply,
    head: headOf(head, headers, exchange),
    bytesMax: answerBytesMax,
    decode: decoding(head, exchange),
    convert: ({ plain }) => {
      // Only plain streams are cut into frames; nobody has read one that is not.
      if (isEventStream(head)) throw new Error('a compressed stream');
      const text = utf8.decode(plain);
      const { body, told } = plan.translation?.unary(text) ?? { body: text, told: undefined };
      const governed = isPlainText(head)
        ? governedText(body, exchange)
        : governedBody(body, exchange);
      return { body: Buffer.from(governed), state: 'whole', told };
    },
  });
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const inspectionMaxMs = 1_500;

function governedBody(body: string, exchange: Exchange): string {
  const use = answerUse(exchange, false);
  if (use === undefined) throw new Error('an answer to what nobody judged');
  const { clock } = exchange.use;
  const end = clock.monotonic() + inspectionMaxMs;
  return governBody(body, { ...use, isLate: () => clock.monotonic() > end });
}

/** What was said in a recording may come without anything around it. */
function isPlainText(head: UpstreamHead): boolean {
  return /^text\/(?:plain|vtt)\b|^application\/x-subrip\b/i.test(
    headerValue(head, 'content-type') ?? '',
  );
}

function governedText(text: string, exchange: Exchange): string {
  const body: unknown = JSON.parse(governedBody(JSON.stringify({ text }), exchange));
  if (isFields(body) && typeof body['text'] === 'string') return body['text'];
  throw new Error('a text that is none any more');
}

/** The course of the plan, under policy where an answer is. */
function courseOf({ stream }: CallPlan, exchange: Exchange): StreamCourse {
  const course = stream.course();
  const use = governsAnswer(exchange) ? answerUse(exchange, true) : undefined;
  if (use === undefined) return course;
  const { wire } = exchange.request.endpoint;
  const governor = new StreamGovernor(shapeOfEvents(wire), use);
  return new GovernedCourse(course, governor, wire === 'invoke' ? inChunks : unwrapped);
}

function decoding(head: UpstreamHead, { use }: Exchange): CollectedParts['decode'] {
  return isEncoded(head) ? (body) => plainBody(head, body, use) : undefined;
}

function streamRelay(head: UpstreamHead, plan: CallPlan, exchange: Exchange): Relay {
  const course = courseOf(plan, exchange);
  const isSame = plan.wire === exchange.request.endpoint.wire;
  const { contentType } = course.framing;
  const headers = isSame
    ? streamHeaders(head)
    : translatedHeaders(head, { contentType, requestId: exchange.requestId, isStream: true });
  return new StreamRelay({
    reply: exchange.reply,
    head: headOf(head, headers, exchange),
    splitter: plan.stream.splitter(),
    course,
    closingLines: (closing) => closingLines(closing, exchange),
    refusal: (fault, closing) => {
      const { shape } = exchange.request.endpoint;
      const shown = shownFault(fault, shape === 'anthropic');
      const body = errorBody(shape, shown, exchange.requestId);
      const kept = translatedErrorHeaders(head, exchange);
      const length = ['content-length', String(body.length)];
      const own = [...errorHeaders(shape, shown.status), ...kept, ...length];
      return { status: shown.status, headers: [...own, ...monagoHeaders(exchange, closing)], body };
    },
  });
}

function rewritten(head: UpstreamHead, contentType: string, { requestId }: Exchange): string[] {
  return translatedHeaders(head, { contentType, requestId, isStream: false });
}

function headOf(head: UpstreamHead, headers: readonly string[], exchange: Exchange): HeadBuilder {
  return (closing) => ({
    status: head.status,
    headers: [...headers, ...monagoHeaders(exchange, closing)],
  });
}

/** A provider's error: in its own bytes where the client speaks its language, in the client's elsewhere. */
function errorRelay(head: UpstreamHead, plan: CallPlan, exchange: Exchange): Relay {
  const { shape, wire } = exchange.request.endpoint;
  const isSame = wire === plan.wire;
  const headers = isSame ? clientHeaders(head) : translatedErrorHeaders(head, exchange);
  return new CollectedRelay({
    reply: exchange.reply,
    head: headOf(head, headers, exchange),
    bytesMax: errorBytesMax,
    decode: decoding(head, exchange),
    convert: ({ plain, sent }): Conversion => {
      const provider = exchange.prompt?.provider ?? 'openai';
      const { isRejected, isFinal, shown } = judgeUpstreamError(provider, head, plain);
      const status = statusForClient(shown.status, shape === 'anthropic');
      const final = isFinal ? ['x-should-retry', 'false'] : [];
      const own = isSame ? [] : [...errorHeaders(shape, status)];
      return {
        state: isRejected ? 'rejected' : 'whole',
        told: undefined,
        status,
        headers: [...own, ...final],
        body: isSame ? sent : errorBody(shape, { ...shown, status }, exchange.requestId),
      };
    },
  });
}

function translatedErrorHeaders(head: UpstreamHead, exchange: Exchange): string[] {
  const headers = rewritten(head, '', exchange);
  // Its type goes with the body, which is made later.
  return headers.slice(2);
}
