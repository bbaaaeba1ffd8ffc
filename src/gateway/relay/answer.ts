import type { UpstreamFailure, UpstreamHead } from '../../ports/provider.ts';
import type { Relay } from './relay.ts';
import type { Transcript } from './transcript.ts';

/** How the call to the provider ended. */
export interface Answer {
  readonly head: UpstreamHead | undefined;
  readonly relay: Relay | undefined;
  readonly transcript: Transcript;
  /**
   * `failed`: whole, but the provider says in it that it failed. `truncated`: it ended in order, but before it was
   * whole. `rejected`: the provider refused the key. `withheld`: whole, but policy does not let it pass. `cut`: policy has
   * ended it.
   */
  readonly end:
    | 'complete'
    | 'failed'
    | 'truncated'
    | 'rejected'
    | 'withheld'
    | 'cut'
    | UpstreamFailure;
  /** Milliseconds from the request's start to the first byte of the answer's body. */
  readonly firstByteMs: number | undefined;
}
