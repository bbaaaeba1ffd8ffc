/** The answer to one client, as the gateway writes it. Calls after the client has left do nothing. */
export interface ReplyChannel {
  readonly isHeadSent: boolean;
  /** The client went away before the answer was complete. */
  readonly isGone: boolean;
  /** @param headers names and values, alternating */
  head(status: number, headers: readonly string[]): void;
  /** Returns false when the client is slower than the provider: wait for `onDrain`. */
  write(chunk: Buffer): boolean;
  end(chunk?: Buffer): void;
  /** Cuts the connection, so that what was sent cannot be mistaken for the whole answer. */
  destroy(): void;
  /** Writes the bytes whenever nothing else has been written for a while, until the reply is over. */
  keepAlive(bytes: Buffer): void;
  onDrain(listener: () => void): void;
  /** Calls the listener once when the client leaves; at once, if it has left already. */
  onGone(listener: () => void): void;
}
