import type { Provider } from '../../domain/credential/credential.ts';

/** A request, read as far as governing it needs. */
export interface Prompt {
  /** Exactly what the client sent. */
  readonly body: Buffer;
  /** The body's members where it is JSON; empty otherwise. */
  readonly members: Readonly<Record<string, unknown>>;
  /** As the client wrote it. */
  readonly modelRequested: string;
  /** As the provider names it. */
  readonly model: string;
  readonly provider: Provider;
  readonly isStream: boolean;
  /** False for content that no detector reads, such as sound. */
  readonly isInspectable: boolean;
  /** Estimated input tokens. */
  readonly tokenEstimate: number;
}

// Exact counting takes seconds on hostile text; the provider's own count settles the matter afterwards.
const bytesPerToken = 4;

export function estimateTokens(bytes: number): number {
  return Math.ceil(bytes / bytesPerToken);
}
