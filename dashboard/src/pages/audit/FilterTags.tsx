import { Pill } from '@mantine/core';
import { useText } from '../../app/i18n/Language.tsx';
import { shortId } from '../../components/short-id.ts';
import type { AuditFilters } from './audit-search.ts';
import { useActors } from './use-actors.ts';

/** Filters by ids that no other control shows; each can be taken away. */
export function FilterTags({
  filters,
  onChange,
}: {
  readonly filters: AuditFilters;
  readonly onChange: (filters: AuditFilters) => void;
}) {
  const text = useText().audit;
  const known = useActors().flatMap(({ items }) => items.map(({ value }) => value));
  const { subject, request_id: requestId, actor } = filters;
  const tags = [
    { name: 'subject', label: text.tags.subject, id: subject },
    { name: 'request_id', label: text.tags.request, id: requestId },
    // Whom the page knows by name stands in the select.
    {
      name: 'actor',
      label: text.tags.actor,
      id: actor === undefined || known.includes(actor) ? undefined : actor,
    },
  ] as const;
  return tags.map(({ name, label, id }) => {
    if (id === undefined) return null;
    const { [name]: _, ...kept } = filters;
    return (
      <Pill
        key={name}
        size="md"
        withRemoveButton
        removeButtonProps={{
          'aria-label': text.tags.remove(`${label} ${id}`),
          'aria-hidden': false,
          tabIndex: 0,
        }}
        onRemove={() => onChange(kept)}
      >
        <span title={id}>
          {label} {shortId(id)}
        </span>
      </Pill>
    );
  });
}
