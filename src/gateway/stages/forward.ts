import { saltBytes } from '../../domain/audit/commitment.ts';
import type { Secret } from '../../domain/credential/secret.ts';
import type {
  UpstreamCall,
  UpstreamFailure,
  UpstreamHead,
  UpstreamSink,
} from '../../ports/provider.ts';
import { RunningCommitment } from '../audit/commitment.ts';
import { requestLevel } from '../audit/kept-content.ts';
import { type Exchange, elapsedMs } from '../exchange.ts';
import type { CallPlan } from '../plan/call-plan.ts';
import type { Answer } from '../relay/answer.ts';
import { chooseRelay } from '../relay/choose-relay.ts';
import type { Relay, RelayState } from '../relay/relay.ts';
import { Transcript } from '../relay/transcript.ts';
import type { OpenIntent } from './open-intent.ts';
import type { PlannedCall } from './plan.ts';

export interface Forwarding {
  readonly planned: PlannedCall;
  readonly intent: OpenIntent;
  /** Taken over; wiped by the provider's client. */
  readonly key: Secret;
}

/**
 * Sends the prompt to the provider and the answer to the client, all but its last bytes, and resolves when the answer
 * is over. The client's leaving ends the call at once.
 */
export function forward({ planned, intent, key }: Forwarding, exchange: Exchange): Promise<Answer> {
  const { reply } = exchange;
  const { credential, client } = intent.route;
  const { method, path, headers, body } = planned.call;
  return new Promise((resolve) => {
    const receiver = new Receiver(planned.call, exchange, resolve);
    if (reply.isGone) {
      key.wipe();
      receiver.fail('aborted');
      return;
    }
    const upstream = { destination: credential.destination, method, path, headers, body };
    const call: UpstreamCall = client.call(upstream, key, receiver);
    receiver.abort = () => call.abort();
    receiver.expectEnd = () => call.expectEnd();
    reply.onDrain(() => call.resume());
    reply.onGone(() => call.abort());
  });
}

const endOfState: Readonly<Record<RelayState, Answer['end']>> = {
  open: 'truncated',
  whole: 'complete',
  failed: 'failed',
  rejected: 'rejected',
  damaged: 'broken',
  withheld: 'withheld',
  cut: 'cut',
};

/** Receives one answer. */
class Receiver implements UpstreamSink {
  readonly #plan: CallPlan;
  readonly #exchange: Exchange;
  readonly #resolve: (answer: Answer) => void;
  readonly #transcript: Transcript;
  #head: UpstreamHead | undefined;
  #relay: Relay | undefined;
  #firstByteMs: number | undefined;
  abort: () => void = () => undefined;
  expectEnd: () => void = () => undefined;

  constructor(plan: CallPlan, exchange: Exchange, resolve: (answer: Answer) => void) {
    const { random, digest, contentBytesMax } = exchange.use;
    this.#plan = plan;
    this.#exchange = exchange;
    this.#resolve = resolve;
    const commitment = new RunningCommitment(random.bytes(saltBytes), digest);
    const mayBeKept = requestLevel(exchange) === 'full' || exchange.governance?.watchesAnswers;
    this.#transcript = new Transcript(commitment, mayBeKept ? contentBytesMax : 0);
  }

  head(head: UpstreamHead): void {
    this.#head = head;
    this.#relay = chooseRelay(head, this.#plan, this.#exchange);
  }

  data(chunk: Buffer): boolean {
    this.#firstByteMs ??= elapsedMs(this.#exchange);
    const relay = this.#relay;
    if (relay === undefined || relay.isDamaged || relay.refusal !== undefined) return true;
    this.#transcript.add(chunk);
    const isReady = relay.data(chunk);
    if (relay.isDamaged || relay.refusal !== undefined) {
      this.#finish(endOfState[relay.state]);
      this.abort();
    } else if (relay.hasEnded) this.expectEnd();
    return isReady;
  }

  end(): void {
    const finish = () => this.#finish(endOfState[this.#relay?.state ?? 'open']);
    const closing = this.#relay?.close();
    if (closing === undefined) finish();
    else void closing.then(finish);
  }

  fail(failure: UpstreamFailure): void {
    // Once its last event has come, an answer cannot be cut short any more.
    if (failure !== 'aborted' && this.#relay?.hasEnded === true) this.end();
    // Of a refusal that broke off its status is known, and that is enough.
    else if (failure !== 'aborted' && this.#head?.status === 401) this.#finish('rejected');
    else this.#finish(failure);
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
