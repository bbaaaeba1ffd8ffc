import { ActionIcon, Group, Select, TagsInput, Text } from '@mantine/core';
import { X } from 'lucide-react';
import type { ConditionScope } from '../../../../../src/domain/policy/condition/variables.ts';
import { allMatchKeys } from '../../../../../src/domain/policy/document/match-source.ts';
import {
  type MatchKey,
  type MatchValues,
  matchKeys,
} from '../../../../../src/domain/policy/document/policy.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { valuesOfVariable } from '../editor/condition-options.ts';
import type { FormFields } from './form-fields.ts';
import classes from './PolicyForm.module.css';

interface MatchRowsProps {
  readonly match: FormFields['match'];
  readonly scope: ConditionScope;
  readonly workspaces: readonly string[];
  readonly isReadOnly: boolean;
  readonly error: string | undefined;
  /** Undefined takes the key out. */
  readonly onChange: (key: MatchKey, values: MatchValues | undefined) => void;
}

type Side = keyof MatchValues;

/** What a policy is about: a row for each key, with the values that it has or must not have. */
export function MatchRows({ match, onChange, ...rest }: MatchRowsProps) {
  const text = useText().policyEditor.form;
  const present = allMatchKeys.filter((key) => match[key] !== undefined);
  const absent = allMatchKeys.filter((key) => match[key] === undefined);
  const suggestions = (key: MatchKey) =>
    key === 'workspace' ? rest.workspaces : valuesOfVariable(matchKeys[key].variable, rest.scope);
  return (
    <div>
      <Text size="sm" fw="var(--mantine-font-weight-medium)" mb={4}>
        {text.match}
      </Text>
      {present.length === 0 && (
        <Text size="sm" c="dimmed">
          {rest.isReadOnly ? text.matchNone : `${text.matchNone} ${text.matchHint}`}
        </Text>
      )}
      {present.flatMap((key) =>
        sidesOf(match[key]).map((side) => (
          <MatchRow
            key={`${key}/${side}`}
            name={key}
            side={side}
            values={match[key] ?? nothing}
            suggestions={suggestions(key)}
            isReadOnly={rest.isReadOnly}
            onChange={(values) => onChange(key, values)}
          />
        )),
      )}
      {rest.error !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" mt={6} role="alert">
          {rest.error}
        </Text>
      )}
      {!rest.isReadOnly && absent.length > 0 && (
        <Select
          aria-label={text.addMatch}
          placeholder={`+ ${text.addMatch}`}
          size="xs"
          w={160}
          mt={8}
          data={absent.map((key) => ({ value: key, label: text.matchKey[key] }))}
          value={null}
          onChange={(chosen) => {
            const key = absent.find((each) => each === chosen);
            if (key !== undefined) onChange(key, nothing);
          }}
        />
      )}
    </div>
  );
}

const nothing: MatchValues = { oneOf: [], noneOf: [] };

function sidesOf({ oneOf, noneOf }: MatchValues = nothing): readonly Side[] {
  if (noneOf.length === 0) return ['oneOf'];
  return oneOf.length === 0 ? ['noneOf'] : ['oneOf', 'noneOf'];
}

interface MatchRowProps {
  readonly name: MatchKey;
  readonly side: Side;
  readonly values: MatchValues;
  readonly suggestions: readonly string[];
  readonly isReadOnly: boolean;
  readonly onChange: (values: MatchValues | undefined) => void;
}

function MatchRow({ name, side, values, suggestions, isReadOnly, onChange }: MatchRowProps) {
  const text = useText().policyEditor.form;
  const label = text.matchKey[name];
  const other: Side = side === 'oneOf' ? 'noneOf' : 'oneOf';
  const remove = () => {
    const left = { ...values, [side]: [] };
    onChange(left[other].length === 0 ? undefined : left);
  };
  return (
    <Group gap="xs" align="flex-start" wrap="nowrap" className={classes['match']}>
      <Text size="sm" className={classes['matchKey']}>
        {label}
      </Text>
      <Select
        aria-label={text.relationOf(label)}
        className={classes['relation']}
        data={[
          { value: 'oneOf', label: text.isOneOf },
          { value: 'noneOf', label: text.isNoneOf },
        ]}
        value={side}
        readOnly={isReadOnly || values[other].length > 0}
        allowDeselect={false}
        onChange={(chosen) => {
          if (chosen === other) onChange({ ...nothing, [other]: values[side] });
        }}
      />
      <TagsInput
        aria-label={text.valuesOf(label)}
        className={classes['values']}
        data={[...suggestions]}
        value={[...values[side]]}
        placeholder={values[side].length === 0 ? text.valueHint : ''}
        readOnly={isReadOnly}
        onChange={(chosen) => onChange({ ...values, [side]: chosen })}
      />
      {!isReadOnly && (
        <ActionIcon
          variant="subtle"
          color="gray"
          mt={4}
          aria-label={text.remove(label)}
          onClick={remove}
        >
          <X size={16} />
        </ActionIcon>
      )}
    </Group>
  );
}
