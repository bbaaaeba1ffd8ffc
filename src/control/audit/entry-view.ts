import type { AuditEntryView } from '../../contract/schemas.ts';
import { utf8 } from '../../domain/audit/bytes.ts';
import { parseLeaf } from '../../domain/audit/leaf.ts';
import { MonagoError } from '../../domain/errors.ts';
import type { AuditRow } from '../../ports/audit-query.ts';

/** Everything shown is read out of the leaf itself: what was not hashed and signed is not evidence. */
export function entryView({ leaf: text, leafHash }: AuditRow): AuditEntryView {
  const leaf = parseLeaf(utf8(text));
  const body = bodyOf(leaf.body);
  return {
    index: leaf.index,
    id: textIn(body, 'id'),
    time: leaf.time,
    class: leaf.class,
    type: textIn(body, 'type'),
    body,
    leaf: text,
    leaf_hash: leafHash,
  };
}

function bodyOf(json: string): Record<string, unknown> {
  const body: unknown = JSON.parse(json);
  if (isRecord(body)) return body;
  throw new MonagoError('internal', { internal: 'the body of a leaf is not an object' });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textIn(body: Record<string, unknown>, member: string): string {
  const text = body[member];
  if (typeof text === 'string') return text;
  throw new MonagoError('internal', { internal: `the body of a leaf has no ${member}` });
}
