import type { UpstreamFailure, UpstreamHead } from '../../ports/provider.ts';
import type { Relay } from './relay.ts';
import type { Transcript } from './transcript.ts';

/** How the call to the provider ended. */
export interface Answer {
  readonly head: UpstreamHead | undefined;
  readonly relay: Relay | undefined;
  readonly transcript: Transcript;
  /** `truncated`: it ended in order, but before it was whole. `rejected`: the provider refused the key. */
  readonly end: 'complete' | 'truncated' | 'rejected' | UpstreamFailure;
  /** Milliseconds from the request's start to the first byte of the answer's body. */
  readonly firstByteMs: number | undefined;
}
