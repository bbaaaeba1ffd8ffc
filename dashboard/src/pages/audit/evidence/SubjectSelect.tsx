import { Select } from '@mantine/core';
import { useText } from '../../../app/i18n/Language.tsx';
import { shortId } from '../../../components/short-id.ts';
import { useActors } from '../use-actors.ts';

/** Whose: one of the people and API keys that the page knows. Two of one name differ in their ids. */
export function SubjectSelect({
  chosen,
  error,
  onChoose,
}: {
  readonly chosen: string | undefined;
  readonly error?: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}) {
  const text = useText().audit;
  const groups = useActors().filter(({ group }) => group !== text.actors.others);
  return (
    <Select
      label={text.evidence.whose}
      placeholder={text.evidence.pickActor}
      data={groups
        .filter(({ items }) => items.length > 0)
        .map(({ group, items }) => ({
          group,
          items: items.map(({ value, label }) => ({
            value,
            label: `${label} · ${shortId(value)}`,
          })),
        }))}
      value={chosen ?? null}
      onChange={(id) => onChoose(id ?? undefined)}
      searchable
      error={error}
    />
  );
}
