import type { UpstreamHead } from '../../ports/provider.ts';
import type { Exchange } from '../exchange.ts';
import type { CallPlan } from '../plan/call-plan.ts';
import { errorBody, errorHeaders } from '../reply/error-reply.ts';
import { judgeUpstreamError, shownFault, statusForClient } from '../reply/judge-upstream-error.ts';
import { closingLines, monagoHeaders } from '../reply/monago-headers.ts';
import { clientHeaders, streamHeaders, translatedHeaders } from '../reply/response-headers.ts';
import { CollectedRelay, type Conversion } from './collected-relay.ts';
import { type HeadBuilder, headerValue, type Relay } from './relay.ts';
import { StreamRelay } from './stream-relay.ts';
import { UnaryRelay } from './unary-relay.ts';

// Errors are words; what is longer is none.
const errorBytesMax = 1024 * 1024;
const answerBytesMax = 64 * 1024 * 1024;

/** How an answer gets to the client, from its first lines. */
export function chooseRelay(head: UpstreamHead, plan: CallPlan, exchange: Exchange): Relay {
  if (head.status >= 400) return errorRelay(head, plan, exchange);
  const { wire } = exchange.request.endpoint;
  if (isStream(head)) return streamRelay(head, plan, exchange);
  const { reply } = exchange;
  if (plan.translation === undefined) {
    const headers =
      wire === plan.wire ? clientHeaders(head) : rewritten(head, 'application/json', exchange);
    return new UnaryRelay(
      reply,
      headOf(head, headers, exchange),
      headerValue(head, 'content-length'),
    );
  }
  const { unary } = plan.translation;
  return new CollectedRelay({
    reply,
    head: headOf(head, rewritten(head, 'application/json', exchange), exchange),
    bytesMax: answerBytesMax,
    convert: (body) => {
      const { body: text, told } = unary(body.toString('utf8'));
      return { body: Buffer.from(text), state: 'whole', told };
    },
  });
}

const streamTypes = /^(?:text\/event-stream|application\/vnd\.amazon\.eventstream)\b/i;

function isStream(head: UpstreamHead): boolean {
  const isPlain = (headerValue(head, 'content-encoding') ?? 'identity') === 'identity';
  return isPlain && streamTypes.test(headerValue(head, 'content-type') ?? '');
}

function streamRelay(head: UpstreamHead, plan: CallPlan, exchange: Exchange): Relay {
  const course = plan.stream.course();
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
    convert: (body): Conversion => {
      const provider = exchange.prompt?.provider ?? 'openai';
      const { isRejected, isFinal, shown } = judgeUpstreamError(provider, head, body);
      const status = statusForClient(shown.status, shape === 'anthropic');
      const final = isFinal ? ['x-should-retry', 'false'] : [];
      const own = isSame ? [] : [...errorHeaders(shape, status)];
      return {
        state: isRejected ? 'rejected' : 'whole',
        told: undefined,
        status,
        headers: [...own, ...final],
        body: isSame ? body : errorBody(shape, { ...shown, status }, exchange.requestId),
      };
    },
  });
}

function translatedErrorHeaders(head: UpstreamHead, exchange: Exchange): string[] {
  const headers = rewritten(head, '', exchange);
  // Its type goes with the body, which is made later.
  return headers.slice(2);
}
