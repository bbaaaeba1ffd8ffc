import { saltBytes } from '../../domain/audit/commitment.ts';
import type { Secret } from '../../domain/credential/secret.ts';
import type {
  UpstreamCall,
  UpstreamFailure,
  UpstreamHead,
  UpstreamSink,
} from '../../ports/provider.ts';
import { RunningCommitment } from '../audit/commitment.ts';
import { type Exchange, elapsedMs } from '../exchange.ts';
import type { Answer } from '../relay/answer.ts';
import { EventStreamRelay } from '../relay/event-stream-relay.ts';
import { headerValue, type Relay } from '../relay/relay.ts';
import { Transcript } from '../relay/transcript.ts';
import { UnaryRelay } from '../relay/unary-relay.ts';
import { monagoHeaders } from '../reply/monago-headers.ts';
import { upstreamHeaders } from '../reply/request-headers.ts';
import { clientHeaders, streamHeaders } from '../reply/response-headers.ts';
import type { ClearedPrompt } from './decide.ts';
import type { OpenIntent } from './open-intent.ts';

export interface Forwarding {
  readonly cleared: ClearedPrompt;
  readonly intent: OpenIntent;
  /** Taken over; wiped by the provider's client. */
  readonly key: Secret;
}

/**
 * Sends the prompt to the provider and the answer to the client, all but its last bytes, and resolves when the answer
 * is over. The client's leaving ends the call at once.
 */
export function forward({ cleared, intent, key }: Forwarding, exchange: Exchange): Promise<Answer> {
  const { request, reply } = exchange;
  const { credential, client } = intent.route;
  return new Promise((resolve) => {
    const receiver = new Receiver(exchange, resolve);
    if (reply.isGone) {
      key.wipe();
      receiver.fail('aborted');
      return;
    }
    const upstream = {
      destination: credential.destination,
      method: request.endpoint.method,
      path: request.endpoint.path + request.query,
      headers: upstreamHeaders(request),
      body: cleared.prompt.body,
    };
    const call: UpstreamCall = client.call(upstream, key, receiver);
    reply.onDrain(() => call.resume());
    reply.onGone(() => call.abort());
  });
}

/** Receives one answer. */
class Receiver implements UpstreamSink {
  readonly #exchange: Exchange;
  readonly #resolve: (answer: Answer) => void;
  readonly #transcript: Transcript;
  #head: UpstreamHead | undefined;
  #relay: Relay | undefined;
  #firstByteMs: number | undefined;

  constructor(exchange: Exchange, resolve: (answer: Answer) => void) {
    const { random, digest } = exchange.use;
    this.#exchange = exchange;
    this.#resolve = resolve;
    this.#transcript = new Transcript(new RunningCommitment(random.bytes(saltBytes), digest));
  }

  head(head: UpstreamHead): void {
    this.#head = head;
    // A refused key is the organisation's affair, not the caller's, and OpenAI's words about it show parts of the key.
    if (head.status !== 401) this.#relay = relayFor(head, this.#exchange);
  }

  data(chunk: Buffer): boolean {
    this.#firstByteMs ??= elapsedMs(this.#exchange);
    if (this.#relay === undefined) return true;
    // What comes after the end is neither part of the answer nor sent on.
    if (this.#relay.hasEnded) return true;
    this.#transcript.add(chunk);
    const isReady = this.#relay.data(chunk);
    if (this.#relay.hasEnded) this.#finish('complete');
    return isReady;
  }

  end(): void {
    if (this.#relay === undefined) this.#finish('rejected');
    else this.#finish(this.#relay.mayEnd ? 'complete' : 'truncated');
  }

  fail(failure: UpstreamFailure): void {
    const isRejected = this.#head?.status === 401 && failure !== 'aborted';
    this.#finish(isRejected ? 'rejected' : failure);
  }

  // A promise keeps its first result, so what the provider does after the end changes nothing.
  #finish(end: Answer['end']): void {
    this.#resolve({
      head: this.#head,
      relay: this.#relay,
      transcript: this.#transcript,
      end,
      firstByteMs: this.#firstByteMs,
    });
  }
}

function relayFor(head: UpstreamHead, exchange: Exchange): Relay {
  const { reply } = exchange;
  const type = headerValue(head, 'content-type') ?? '';
  const isPlain = (headerValue(head, 'content-encoding') ?? 'identity') === 'identity';
  if (isPlain && /^text\/event-stream\b/i.test(type)) {
    return new EventStreamRelay(reply, () => ({
      status: head.status,
      headers: [...streamHeaders(head), ...monagoHeaders(exchange, undefined)],
    }));
  }
  const headers = clientHeaders(head);
  return new UnaryRelay(
    reply,
    (closing) => ({
      status: head.status,
      headers: [...headers, ...monagoHeaders(exchange, closing)],
    }),
    headerValue(head, 'content-length'),
  );
}
