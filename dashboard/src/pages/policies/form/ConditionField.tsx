import { Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './PolicyForm.module.css';

interface ConditionFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly isMonospace?: boolean;
  readonly isReadOnly: boolean;
  readonly onChange: (value: string) => void;
}

/** A text of several lines. What is typed stays as typed, while the document gets it without the blanks around it. */
export function ConditionField({ value, onChange, ...field }: ConditionFieldProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    setTyped((now) => (now.trim() === value.trim() ? now : value));
  }, [value]);
  return (
    <Textarea
      label={field.label}
      description={field.hint}
      value={typed}
      error={field.error}
      readOnly={field.isReadOnly}
      autosize
      minRows={field.isMonospace === true ? 2 : 1}
      maxRows={12}
      spellCheck={field.isMonospace !== true}
      classNames={field.isMonospace === true ? { input: classes['code'] ?? '' } : {}}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        onChange(currentTarget.value.trim());
      }}
    />
  );
}
