import { Button, Group, Popover, Select, Stack, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { type AuditFilters, isRange, rangesMs } from './audit-search.ts';
import { TimeFields } from './evidence/TimeFields.tsx';
import { fieldTextOf, momentOf } from './jakarta-time.ts';

const exact = 'exact';
const custom = 'custom';

interface TimeRangeProps {
  readonly filters: AuditFilters;
  readonly onChange: (filters: AuditFilters) => void;
}

/** A preset, or exact times: chosen here, or those that a link came with. */
export function TimeRange({ filters, onChange }: TimeRangeProps) {
  const text = useText().audit;
  const formats = useFormats();
  const [isOpen, setOpen] = useState(false);
  const { range, from, to, ...kept } = filters;
  const hasTimes = from !== undefined || to !== undefined;
  const label = text.between(
    from === undefined ? undefined : formats.moment(from),
    to === undefined ? undefined : formats.moment(to),
  );
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      trapFocus
      returnFocus
      position="bottom-start"
      width={290}
      shadow="md"
    >
      <Popover.Target popupType="dialog">
        <Select
          aria-label={text.filterTime}
          placeholder={text.anyTime}
          data={[
            ...Object.keys(rangesMs)
              .filter(isRange)
              .map((value) => ({ value, label: text.ranges[value] })),
            ...(hasTimes ? [{ value: exact, label }] : []),
            { value: custom, label: hasTimes ? text.changeTimes : text.customTimes },
          ]}
          value={range ?? (hasTimes ? exact : null)}
          onChange={(chosen) => {
            if (chosen === custom) setOpen(true);
            else if (chosen !== exact) {
              onChange(isRange(chosen) ? { ...kept, range: chosen } : kept);
            }
          }}
          clearable
          clearButtonProps={{ 'aria-label': text.anyTime }}
        />
      </Popover.Target>
      <Popover.Dropdown aria-label={text.customTimes}>
        <CustomTimes filters={filters} onChange={onChange} onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  );
}

function CustomTimes({
  filters: { range: _, from, to, ...kept },
  onChange,
  onDone,
}: TimeRangeProps & { readonly onDone: () => void }) {
  const words = useText();
  const text = words.audit;
  const [times, setTimes] = useState({ from: fieldTextOf(from), to: fieldTextOf(to) });
  const [complaint, setComplaint] = useState<string>();
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const [first, end] = [momentOf(times.from), momentOf(times.to)];
    if (first === undefined && end === undefined) return setComplaint(text.erasures.chooseTime);
    if (first !== undefined && end !== undefined && first >= end) {
      return setComplaint(text.erasures.endsEarlier);
    }
    onDone();
    onChange({
      ...kept,
      ...(first === undefined ? {} : { from: first }),
      ...(end === undefined ? {} : { to: end }),
    });
  };
  return (
    <form onSubmit={apply} noValidate>
      <Stack gap="sm">
        <TimeFields
          isStacked
          times={times}
          error={complaint}
          onChange={(typed) => {
            setComplaint(undefined);
            setTimes(typed);
          }}
        />
        <Text size="xs" c="dimmed">
          {text.erasures.timeHint}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button size="xs" variant="default" onClick={onDone}>
            {words.action.cancel}
          </Button>
          <Button size="xs" type="submit">
            {text.applyTimes}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
