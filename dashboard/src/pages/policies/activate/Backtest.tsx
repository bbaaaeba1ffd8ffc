import { Alert, Group, SegmentedControl, Skeleton, Stack, Text, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { BacktestView } from '../../../../../src/contract/policy-schemas.ts';
import { asApiError } from '../../../api/api-error.ts';
import { queries } from '../../../api/queries.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import pageClasses from '../Policies.module.css';
import classes from './Activate.module.css';
import { BacktestChart } from './BacktestChart.tsx';
import { BacktestMatrix } from './BacktestMatrix.tsx';
import { BacktestSamples } from './BacktestSamples.tsx';
import { barsOf, figuresOf } from './backtest-figures.ts';

const hourMs = 60 * 60 * 1000;
const periods = { day: 24, week: 7 * 24, month: 30 * 24 } as const;
type Period = keyof typeof periods;
const periodNames: readonly Period[] = ['day', 'week', 'month'];

/** What would have been decided of the requests of the last days. */
export function Backtest({ document }: { readonly document: string }) {
  const words = useText();
  const text = words.policies.backtest;
  const [period, setPeriod] = useState<Period>('week');
  // Read once: a moving start would ask anew with every second.
  const [openedMs] = useState(() => Date.now());
  const since = new Date(openedMs - periods[period] * hourMs).toISOString();
  const { data, error, refetch, isPlaceholderData } = useQuery({
    ...queries.policyBacktest(document, since),
    // Another period takes its time: until then the one before stays in its place.
    placeholderData: keepPreviousData,
  });
  return (
    <section className={pageClasses['panel']} aria-labelledby="policy-backtest">
      <Group justify="space-between" gap="xs">
        <Title order={3} id="policy-backtest">
          {text.title}
        </Title>
        <SegmentedControl<Period>
          aria-label={text.period}
          size="xs"
          value={period}
          onChange={setPeriod}
          data={periodNames.map((value) => ({ value, label: text.periods[value] }))}
        />
      </Group>
      <Text size="xs" c="dimmed" mt={2}>
        {text.text}
      </Text>
      <div
        className={classes['result']}
        aria-busy={isPlaceholderData}
        data-stale={isPlaceholderData || undefined}
      >
        {error !== null && data === undefined && (
          <ErrorNotice
            error={asApiError(error)}
            title={words.state.loadFailed}
            onRetry={() => void refetch()}
          />
        )}
        {error === null && data === undefined && <Skeleton height={300} />}
        {data !== undefined && <Result backtest={data} />}
      </div>
    </section>
  );
}

function Result({ backtest }: { readonly backtest: BacktestView }) {
  const text = useText().policies.backtest;
  const formats = useFormats();
  const figures = figuresOf(backtest);
  const decisions = text.decisionCount(backtest.decisions, formats.number(backtest.decisions));
  if (backtest.decisions === 0 && backtest.not_backtestable.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {text.nothing}
      </Text>
    );
  }
  return (
    <Stack gap="lg">
      <p className={classes['summary']} role="status">
        {figures.changed === 0
          ? text.noneChanged(decisions)
          : text.summary(
              decisions,
              formats.number(figures.stricter),
              formats.number(figures.looser),
            )}{' '}
        {backtest.is_truncated && text.truncated}
      </p>
      {backtest.not_backtestable.map(({ policy, variables, decisions }) => (
        <Alert key={policy} color="orange" icon={<TriangleAlert size={18} />}>
          {text.notBacktestable(policy, variables.join(', '), formats.number(decisions))}
        </Alert>
      ))}
      {backtest.decisions > 0 && (
        <>
          <div className={classes['figures']}>
            <BacktestMatrix figures={figures} />
            <BacktestChart bars={barsOf(backtest)} />
          </div>
          <BacktestSamples backtest={backtest} />
        </>
      )}
    </Stack>
  );
}
