import { useQuery } from '@tanstack/react-query';
import type { AuditEntryView } from '../../../../../src/contract/schemas.ts';
import { isId } from '../../../../../src/domain/ids.ts';
import { queries } from '../../../api/queries.ts';
import { readerOf } from '../fact-reader.ts';

const relatedMax = 20;

/** Entries that belong to this one: the outcome of a call and what it closes, a held request and what became of it. */
export function useRelated(
  entry: AuditEntryView,
  generation: number | undefined,
): readonly AuditEntryView[] {
  const log = generation === undefined ? {} : { generation };
  const fact = readerOf(entry.body);
  const named = [fact.text('intent'), fact.text('held'), fact.text('entry')].find(
    (id) => id !== undefined && isId('aud', id),
  );
  const approval = fact.text('approval');
  const isCall = entry.type === 'ai.request.intent';
  const one = useQuery({ ...queries.auditEntry(named ?? ''), enabled: named !== undefined });
  const closing = useQuery({
    ...queries.auditEntries({ ...log, subject: entry.id, type: 'ai.request.outcome', limit: 1 }),
    enabled: isCall,
  });
  const decided = useQuery({
    ...queries.auditEntries({ ...log, subject: approval ?? '', limit: relatedMax }),
    enabled: approval !== undefined,
  });
  const found = [
    ...(named !== undefined && one.data !== undefined ? [one.data] : []),
    ...(isCall ? (closing.data?.entries ?? []) : []),
    ...(approval === undefined ? [] : (decided.data?.entries ?? [])),
  ];
  const others = found.filter(({ id }) => id !== entry.id);
  return [...new Map(others.map((other) => [other.id, other])).values()].toSorted(
    (left, right) => left.index - right.index,
  );
}
