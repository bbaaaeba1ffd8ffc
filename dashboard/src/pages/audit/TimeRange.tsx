import { Select } from '@mantine/core';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { type AuditFilters, isRange, rangesMs } from './audit-search.ts';

const exact = 'exact';

/** A preset, or the exact times that a link came with. */
export function TimeRange({
  filters,
  onChange,
}: {
  readonly filters: AuditFilters;
  readonly onChange: (filters: AuditFilters) => void;
}) {
  const text = useText().audit;
  const formats = useFormats();
  const { range, from, to, ...kept } = filters;
  const hasTimes = from !== undefined || to !== undefined;
  const label = text.between(
    from === undefined ? undefined : formats.moment(from),
    to === undefined ? undefined : formats.moment(to),
  );
  return (
    <Select
      aria-label={text.filterTime}
      placeholder={text.anyTime}
      data={[
        ...Object.keys(rangesMs)
          .filter(isRange)
          .map((value) => ({ value, label: text.ranges[value] })),
        ...(hasTimes ? [{ value: exact, label }] : []),
      ]}
      value={range ?? (hasTimes ? exact : null)}
      onChange={(chosen) => {
        if (chosen === exact) return;
        onChange(isRange(chosen) ? { ...kept, range: chosen } : kept);
      }}
      clearable
      clearButtonProps={{ 'aria-label': text.anyTime }}
    />
  );
}
