import { Table, Title } from '@mantine/core';
import type { ActivationView } from '../../../../../src/contract/policy-schemas.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { DataTable } from '../../../components/DataTable.tsx';
import { ExactTime } from '../../../components/Time.tsx';
import { useAuthorName } from '../use-author-name.ts';

/** When what was in force, and why. */
export function ActivationHistory({
  activations,
}: {
  readonly activations: readonly ActivationView[];
}) {
  const text = useText().policies.activate;
  const nameOf = useAuthorName();
  if (activations.length === 0) return null;
  const { columns } = text.history;
  return (
    <section aria-labelledby="activation-history">
      <Title order={2} id="activation-history" mb="sm">
        {text.history.title}
      </Title>
      <DataTable
        label={text.history.title}
        columns={[
          { label: columns.at, width: 220 },
          { label: columns.version, width: 120 },
          { label: columns.by, width: 170 },
          { label: columns.reason },
        ]}
        minWidth={680}
      >
        {activations.map(({ at, number, by, reason }) => (
          <Table.Tr key={at}>
            <Table.Td style={{ whiteSpace: 'nowrap' }}>
              <ExactTime value={at} />
            </Table.Td>
            <Table.Td>
              {number === null ? text.history.none : text.history.version(number)}
            </Table.Td>
            <Table.Td>{nameOf(by)}</Table.Td>
            <Table.Td style={{ overflowWrap: 'anywhere' }}>{reason}</Table.Td>
          </Table.Tr>
        ))}
      </DataTable>
    </section>
  );
}
