import { NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import type { JsonValue } from '../../../../../src/domain/policy/document/policy.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import type { Argument } from './effect-arguments.ts';
import classes from './PolicyForm.module.css';

interface ArgumentFieldProps {
  readonly argument: Argument;
  readonly value: JsonValue;
  readonly entityTypes: readonly string[];
  readonly isReadOnly: boolean;
  /** Null takes the argument out. */
  readonly onChange: (value: JsonValue) => void;
}

/** One argument of an effect, as its kind is asked for. */
export function ArgumentField(props: ArgumentFieldProps) {
  switch (props.argument.as) {
    case 'number':
      return <NumberArgument {...props} />;
    case 'text':
      return <TextArgument {...props} />;
    case 'choice':
      return <ChoiceArgument {...props} argument={props.argument} />;
    case 'list':
      return <ListArgument {...props} argument={props.argument} />;
  }
}

function useField({ argument, isReadOnly }: ArgumentFieldProps) {
  const text = useText().policyEditor.form;
  return {
    label: text.arguments[argument.name],
    readOnly: isReadOnly,
    className: classes['argument'] ?? '',
  };
}

function NumberArgument({ value, onChange, ...props }: ArgumentFieldProps) {
  return (
    <NumberInput
      {...useField({ value, onChange, ...props })}
      value={typeof value === 'number' ? value : ''}
      min={0}
      allowDecimal={false}
      hideControls
      onChange={(typed) => onChange(typeof typed === 'number' ? typed : null)}
    />
  );
}

function TextArgument({ value, onChange, ...props }: ArgumentFieldProps) {
  return (
    <TextInput
      {...useField({ value, onChange, ...props })}
      value={typeof value === 'string' ? value : ''}
      spellCheck={false}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

type Of<As extends Argument['as']> = ArgumentFieldProps & {
  readonly argument: Extract<Argument, { readonly as: As }>;
};

function ChoiceArgument({ argument, value, onChange, ...props }: Of<'choice'>) {
  const text = useText().policyEditor.form;
  const words: Readonly<Record<string, string>> = text.choices;
  // `deny` and the providers are called what the document calls them.
  const wordOf = (each: string) => words[`${argument.name}.${each}`] ?? each;
  return (
    <Select
      {...useField({ argument, value, onChange, ...props })}
      data={argument.values.map((each) => ({ value: each, label: wordOf(each) }))}
      value={typeof value === 'string' ? value : null}
      placeholder={argument.isOptional ? text.automatic : ''}
      clearable={argument.isOptional && !props.isReadOnly}
      clearButtonProps={{ 'aria-label': text.automatic }}
      allowDeselect={false}
      onChange={onChange}
    />
  );
}

function ListArgument({ argument, value, onChange, ...props }: Of<'list'>) {
  const text = useText().policyEditor.form;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const values = list.filter((entry) => typeof entry === 'string');
  const hint = argument.name === 'types' ? text.allTypes : text.valueHint;
  return (
    <TagsInput
      {...useField({ argument, value, onChange, ...props })}
      className={classes['wide'] ?? ''}
      data={argument.values === 'entities' ? [...props.entityTypes] : []}
      value={values}
      placeholder={values.length > 0 || props.isReadOnly ? '' : hint}
      maxDropdownHeight={220}
      onChange={(chosen) => onChange(chosen.length === 0 ? null : chosen)}
    />
  );
}
