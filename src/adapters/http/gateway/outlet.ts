import type { Writable } from 'node:stream';

/** Where the answer to one request goes, in whatever version of HTTP. */
export interface Outlet {
  /** Takes the body. */
  readonly out: Writable;
  readonly isHeadSent: boolean;
  /** The client went away before the answer was complete. */
  readonly isGone: boolean;
  /** @param headers names and values, alternating */
  head(status: number, headers: readonly string[]): void;
  /** Ends the answer, also where the client is still sending a body that nobody will read. */
  end(chunk?: Buffer): void;
  /** Cuts the answer, so that what was sent cannot be mistaken for the whole. */
  cut(): void;
}
