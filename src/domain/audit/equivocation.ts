import { encodeBase64 } from './base64.ts';
import { textOf } from './bytes.ts';
import type { Comparison } from './compare-heads.ts';
import { canonicalJson } from './jcs.ts';

/** Two checkpoints that one log signed, older first. */
interface Contradiction {
  readonly notes: readonly [Uint8Array, Uint8Array];
  readonly fork: Extract<Comparison, { readonly kind: 'fork' }>;
}

/**
 * The file that proves to anybody with the log's key that it showed two histories (docs/formats/audit.md).
 * @throws AuditFormatError `bad_utf8`
 */
export function formatEquivocation({ notes, fork }: Contradiction): string {
  const { olderRootInNewer, proof } = fork;
  return `${canonicalJson({
    format: 'monago.dev/audit-equivocation@v1',
    checkpoints: notes.map(textOf),
    ...(olderRootInNewer === undefined
      ? {}
      : { consistency: { root: encodeBase64(olderRootInNewer), proof: proof.map(encodeBase64) } }),
  })}\n`;
}
