import { classOfType } from '../../../domain/audit/class-of-type.ts';
import { encodeBody } from '../../../domain/audit/entry.ts';
import { type EntryColumns, entryColumns } from '../../../domain/audit/entry-columns.ts';
import type { AuditBody, AuditClass, AuditFactType } from '../../../domain/audit/fact.ts';
import { leafBytesMax } from '../../../domain/audit/leaf.ts';
import { formatTime } from '../../../domain/audit/time.ts';
import { MonagoError } from '../../../domain/errors.ts';
import type { AuditId, RequestId, TenantId } from '../../../domain/ids.ts';
import type { NewEntry } from '../../../ports/audit-log.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Random } from '../../../ports/random.ts';
import type { SealedEntry } from './content/content-sealer.ts';

/** An entry whose body is final; only its place in the log is still open. */
export interface EncodedEntry extends EntryColumns {
  readonly tenantId: TenantId;
  readonly entryId: AuditId;
  readonly class: AuditClass;
  readonly type: AuditFactType;
  readonly requestId: RequestId | undefined;
  readonly body: string;
  /** What is kept of its content. */
  readonly sealed: SealedEntry | undefined;
  /** The intent that this outcome closes. */
  readonly closes: AuditId | undefined;
}

export interface EntryFrame {
  readonly node: string;
  readonly clock: Clock;
  readonly random: Random;
}

// The six lines before the body are far shorter than this.
const bodyBytesMax = leafBytesMax - 1024;
const nonceBytes = 16;

/**
 * Canonicalises the body before any lock is taken.
 * @throws MonagoError `internal` for a fact that cannot be an entry
 */
export function encodeEntry(
  { tenantId, entryId, fact }: NewEntry,
  frame: EntryFrame,
  sealed?: SealedEntry,
): EncodedEntry {
  const body = bodyOf({
    v: 1,
    id: entryId,
    obs_time: formatTime(Math.round(frame.clock.now() * 1000)),
    node: frame.node,
    nonce: frame.random.bytes(nonceBytes).toString('base64'),
    ...fact,
  });
  return {
    tenantId,
    entryId,
    class: classOfType[fact.type],
    type: fact.type,
    ...entryColumns(fact),
    requestId: fact.request_id,
    body,
    sealed,
    closes: fact.type === 'ai.request.outcome' ? fact.intent : undefined,
  };
}

function bodyOf(body: AuditBody): string {
  try {
    const text = encodeBody(body);
    if (Buffer.byteLength(text) > bodyBytesMax) throw new RangeError('the body is too long');
    return text;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown';
    throw new MonagoError('internal', { internal: `audit entry ${body.type}: ${reason}`, cause });
  }
}
