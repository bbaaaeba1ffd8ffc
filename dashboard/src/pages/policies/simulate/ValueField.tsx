import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { Type } from '../../../../../src/domain/policy/condition/type.ts';
import type { JsonValue } from '../../../../../src/domain/policy/document/policy.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { PiiField } from './PiiField.tsx';

interface ValueFieldProps {
  readonly label: string;
  readonly type: Type;
  readonly value: JsonValue;
  readonly onChange: (value: JsonValue) => void;
}

/** The value of one variable, asked for as its type is. */
export function ValueField(props: ValueFieldProps) {
  const { type } = props;
  switch (type.kind) {
    case 'bool':
      return <BoolField {...props} />;
    case 'int':
    case 'double':
      return <NumberField {...props} />;
    case 'list':
      return <ListField {...props} />;
    case 'record':
      return <PiiField {...props} type={type} />;
    default:
      return <TextField {...props} />;
  }
}

function BoolField({ label, value, onChange }: ValueFieldProps) {
  return (
    <Select
      aria-label={label}
      data={['true', 'false']}
      value={String(value === true)}
      allowDeselect={false}
      onChange={(chosen) => onChange(chosen === 'true')}
    />
  );
}

function NumberField({ label, type, value, onChange }: ValueFieldProps) {
  return (
    <NumberInput
      aria-label={label}
      value={typeof value === 'number' ? value : 0}
      min={0}
      allowDecimal={type.kind === 'double'}
      onChange={(typed) => onChange(typeof typed === 'number' ? typed : 0)}
    />
  );
}

function ListField({ label, type, value, onChange }: ValueFieldProps) {
  const text = useText().policyEditor.form;
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const values = list.filter((entry) => typeof entry === 'string');
  const known =
    type.kind === 'list' && type.element.kind === 'string' ? type.element.values : undefined;
  const takeKnown = (chosen: readonly string[]) =>
    onChange(chosen.filter((entry) => known?.includes(entry) ?? true));
  return (
    <TagsInput
      aria-label={label}
      data={[...(known ?? [])]}
      value={values}
      placeholder={values.length === 0 ? text.valueHint : ''}
      onChange={takeKnown}
    />
  );
}

function TextField({ label, type, value, onChange }: ValueFieldProps) {
  const known = type.kind === 'string' ? type.values : undefined;
  const written = typeof value === 'string' ? value : '';
  if (known !== undefined) {
    return (
      <Select
        aria-label={label}
        data={[...known]}
        value={written}
        allowDeselect={false}
        onChange={onChange}
      />
    );
  }
  return (
    <TextInput
      aria-label={label}
      value={written}
      maxLength={256}
      spellCheck={false}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
