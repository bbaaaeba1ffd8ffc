import type { ContentView } from '../../../contract/audit-content-endpoints.ts';
import { encodeBase64 } from '../../../domain/audit/base64.ts';
import { textOf } from '../../../domain/audit/bytes.ts';
import { commit } from '../../../domain/audit/commitment.ts';
import type { ContentPart, EntryContent } from '../../../domain/audit/entry-content.ts';
import { AuditFormatError } from '../../../domain/audit/format-error.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { RevealId } from '../../../domain/ids.ts';
import { type Caller, signedBy } from '../../caller.ts';
import type { Control } from '../../control.ts';
import { commitmentsIn } from './leaf-body.ts';
import { revealView, usableMs } from './reveal-view.ts';

export interface RevealContent {
  readonly by: Caller;
  readonly revealId: RevealId;
}

/**
 * Shows content to whoever asked, once. The log says so before a byte of it leaves; what cannot be opened uses nothing up.
 * @throws MonagoError `reveal_not_found` | `reveal_closed` | `content_not_kept` | `entry_pruned`
 */
export function revealContent({ by, revealId }: RevealContent, use: Control): Promise<ContentView> {
  return use.unitOfWork.run(by.tenantId, async (tx) => {
    const now = use.clock.now();
    const used = { by: by.userId, at: now, approvedSince: now - usableMs };
    const reveal = await tx.reveals.use(revealId, used);
    const { entryId } = reveal;
    const { leaf } = await use.auditReader.entry(by.tenantId, entryId);
    const content = await use.contentReader.open(by.tenantId, entryId);
    if (content === undefined) throw new MonagoError('content_not_kept');
    tx.audit({ type: 'content.revealed', ...signedBy(by), reveal: revealId, entry: entryId });
    return {
      reveal: revealView(reveal, now),
      salt: encodeBase64(content.salt),
      parts: content.parts.map((part) => partView(part, content, commitmentsIn(leaf))),
    };
  });
}

function partView(
  { name, form, bytes }: ContentPart,
  { salt }: EntryContent,
  committed: Readonly<Record<string, unknown>>,
): ContentView['parts'][number] {
  const expected = committed[name];
  const verified = form === 'whole' ? encodeBase64(commit(salt, bytes)) === expected : null;
  const base64 = encodeBase64(bytes);
  return { name, form, bytes: bytes.length, base64, text: textOrNull(bytes), verified };
}

function textOrNull(bytes: Uint8Array): string | null {
  try {
    return textOf(bytes);
  } catch (thrown) {
    if (thrown instanceof AuditFormatError) return null;
    throw thrown;
  }
}
