import { Input, SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import classes from './Segments.module.css';

/** A labelled choice of which all possibilities are in sight. */
export function Segments<Value extends string>({
  label,
  choices,
  chosen,
  isReadOnly = false,
  onChoose,
}: {
  readonly label: string;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly chosen: Value;
  readonly isReadOnly?: boolean;
  readonly onChoose: (value: Value) => void;
}) {
  const labelId = useId();
  return (
    <div>
      <Input.Label id={labelId} labelElement="div">
        {label}
      </Input.Label>
      <SegmentedControl<Value>
        aria-labelledby={labelId}
        fullWidth
        value={chosen}
        readOnly={isReadOnly}
        onChange={onChoose}
        data={choices.map((choice) => ({ ...choice }))}
        classNames={{ label: classes['label'] ?? '' }}
      />
    </div>
  );
}
