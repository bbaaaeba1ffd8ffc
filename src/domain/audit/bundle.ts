/** An evidence bundle to be verified, wherever it lies. */
export interface BundleReader {
  /** Every file there is, each once, with `/` between folders. */
  readonly names: readonly string[];
  /** The whole file; undefined when there is none of this name. */
  read(name: string): Promise<Uint8Array | undefined>;
}

/** The newest signed checkpoint. */
export const checkpointFile = 'checkpoint';
/** The trust policy as the log states it; a verifier compares it with the one it was given. */
export const policyFile = 'policy';

/** Name of an earlier checkpoint; of their folder, where the size is left out. */
export function earlierCheckpointFile(size: number | ''): string {
  return `checkpoints/${size}`;
}

/** Where the proofs lie that checkpoints were put elsewhere: `<size>.<kind>`. */
export const anchorsFolder = 'anchors/';
