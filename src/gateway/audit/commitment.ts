import { commitmentPrefix } from '../../domain/audit/commitment.ts';
import type { AuditedContent } from '../../domain/audit/fact-parts.ts';
import type { Digest, RunningHash } from '../../ports/digest.ts';

/** A salted commitment (docs/formats/audit.md) to bytes that are not kept, made while they pass by. */
export class RunningCommitment {
  readonly salt: Buffer;
  readonly #hash: RunningHash;
  #bytes = 0;

  /** @param salt 32 random bytes, to be stored beside the leaf */
  constructor(salt: Buffer, digest: Digest) {
    this.salt = salt;
    this.#hash = digest.sha256();
    this.#hash.update(commitmentPrefix(salt));
  }

  update(chunk: Buffer): void {
    this.#bytes += chunk.length;
    this.#hash.update(chunk);
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Ends it; no update may follow. */
  close(): AuditedContent {
    return { commit: this.#hash.digest().toString('base64'), bytes: this.#bytes };
  }
}
