import type { MonagoError } from '../../domain/errors.ts';
import type { UpstreamHead } from '../../ports/provider.ts';
import type { Told } from './readings/reading.ts';

/** What is known when an answer is over. */
export interface Closing {
  readonly latencyMs: number;
  readonly costMicroUsd: number | undefined;
}

/**
 * `failed`: whole, but the provider says in it that it failed. `rejected`: the provider refused the key. `withheld`: whole, but
 * policy lets nothing more of it pass. `cut`: policy has ended it.
 */
export type RelayState = 'open' | 'whole' | 'failed' | 'rejected' | 'damaged' | 'withheld' | 'cut';

/**
 * Carries one answer to the client, all but its end: the last bytes wait in here until the outcome is durable. Exactly
 * one of `release` and `breakOff` is called.
 */
export interface Relay {
  /** Returns false when the provider should pause. */
  data(chunk: Buffer): boolean;
  /** The provider has closed: no more bytes come. Never rejects. */
  close(): void | Promise<void>;
  readonly state: RelayState;
  /** The answer cannot be read any further. */
  readonly isDamaged: boolean;
  /** The block, where policy does not let the answer pass. */
  readonly refusal: MonagoError | undefined;
  /** Whether the answer is over by the rules of its own format, before the provider has closed. */
  readonly hasEnded: boolean;
  /** What the answer says of itself; undefined where only its bytes are known. */
  readonly told: Told | undefined;
  /** The status that the client gets, where it is not the provider's. */
  readonly status: number | undefined;
  /** Lets the last bytes go. */
  release(closing: Closing): void;
  /**
   * Ends an answer that is not whole, in a way that no client takes for a whole one. Returns false when nothing has been
   * sent yet, so that an error can still be answered.
   */
  breakOff(error: MonagoError): boolean;
}

/** Builds the head of the reply. Latency and cost are only known where the answer is already over. */
export type HeadBuilder = (closing: Closing | undefined) => {
  readonly status: number;
  readonly headers: readonly string[];
};

export function headerValue(head: UpstreamHead, name: string): string | undefined {
  return head.headers.find(([known]) => known === name)?.[1];
}
