import { Anchor, Box, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { BacktestView } from '../../../../../src/contract/policy-schemas.ts';
import { queries } from '../../../api/queries.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { DataTable } from '../../../components/DataTable.tsx';
import { ExactTime } from '../../../components/Time.tsx';
import { VerdictBadge } from '../simulate/VerdictBadge.tsx';
import classes from './Activate.module.css';

/** Where decisions change, and some of those that do. */
export function BacktestSamples({ backtest }: { readonly backtest: BacktestView }) {
  const text = useText().policies.backtest;
  const formats = useFormats();
  const workspaces = useQuery(queries.workspaces());
  const nameOf = (id: string) =>
    workspaces.data?.workspaces.find((one) => one.id === id)?.name ?? id;
  const changed = backtest.by_workspace.filter((row) => row.changed > 0);
  if (changed.length === 0) return null;
  return (
    <div className={classes['figures']}>
      <div>
        <p className={classes['caption']}>{text.byWorkspace}</p>
        <DataTable
          label={text.byWorkspace}
          columns={[
            { label: text.workspace },
            { label: text.decisions, align: 'right', width: 90 },
            { label: text.parts.stricter, align: 'right', width: 90 },
            { label: text.parts.looser, align: 'right', width: 90 },
          ]}
        >
          {changed.map((row) => (
            <Table.Tr key={row.workspace_id}>
              <Table.Td style={{ minWidth: 110 }}>{nameOf(row.workspace_id)}</Table.Td>
              <Table.Td ta="right">{formats.number(row.decisions)}</Table.Td>
              <Table.Td ta="right">{formats.number(row.stricter)}</Table.Td>
              <Table.Td ta="right">{formats.number(row.changed - row.stricter)}</Table.Td>
            </Table.Tr>
          ))}
        </DataTable>
      </div>
      <div>
        <p className={classes['caption']}>{text.samples}</p>
        <DataTable
          label={text.samples}
          columns={[{ label: text.sample }, { label: text.change, visibleFrom: 'sm', width: 220 }]}
        >
          {backtest.samples.map((sample) => (
            <Table.Tr key={sample.audit_id}>
              <Table.Td>
                <Anchor component={Link} to={`/audit?entry=${sample.audit_id}`} size="sm">
                  <ExactTime value={sample.at} />
                </Anchor>
                <Box hiddenFrom="sm" mt={4}>
                  <Change {...sample} />
                </Box>
              </Table.Td>
              <Table.Td visibleFrom="sm">
                <Change {...sample} />
              </Table.Td>
            </Table.Tr>
          ))}
        </DataTable>
      </div>
    </div>
  );
}

function Change({ before, after }: Pick<BacktestView['samples'][number], 'before' | 'after'>) {
  const text = useText().policies.backtest;
  return (
    <span className={classes['change']}>
      <VerdictBadge verdict={before} />
      <ArrowRight size={14} role="img" aria-label={text.becomes} />
      <VerdictBadge verdict={after} />
    </span>
  );
}
