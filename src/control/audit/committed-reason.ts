import { encodeBase64 } from '../../domain/audit/base64.ts';
import { utf8 } from '../../domain/audit/bytes.ts';
import { commit, saltBytes } from '../../domain/audit/commitment.ts';
import type { ContentPart } from '../../domain/audit/entry-content.ts';
import type { AuditedContent } from '../../domain/audit/fact-parts.ts';
import type { Random } from '../../ports/random.ts';

export interface CommittedReason {
  readonly reason: AuditedContent;
  readonly salt: Buffer;
  readonly content: readonly ContentPart[];
}

/** What somebody wrote: the entry commits to it, and the words are kept beside it, where they can be erased. */
export function committedReason(text: string, random: Random): CommittedReason {
  const salt = random.bytes(saltBytes);
  const bytes = utf8(text);
  return {
    reason: { commit: encodeBase64(commit(salt, bytes)), bytes: bytes.length },
    salt,
    content: [{ name: 'reason', form: 'whole', bytes }],
  };
}
