import { ActionIcon, Group, Paper, Text } from '@mantine/core';
import { X } from 'lucide-react';
import { useText } from '../../../app/i18n/Language.tsx';
import { ArgumentField } from './ArgumentField.tsx';
import { effectArguments, isEffectKind } from './effect-arguments.ts';
import type { FormEffect } from './form-fields.ts';
import classes from './PolicyForm.module.css';

interface EffectCardProps {
  /** Undefined for one that the form does not know. */
  readonly effect: FormEffect | undefined;
  readonly entityTypes: readonly string[];
  readonly isReadOnly: boolean;
  readonly onChange: (effect: FormEffect) => void;
  readonly onRemove: () => void;
}

/** One effect with its arguments. */
export function EffectCard({ effect, ...rest }: EffectCardProps) {
  const text = useText().policyEditor.form;
  const kind = effect !== undefined && isEffectKind(effect.kind) ? effect.kind : undefined;
  const title = kind === undefined ? text.unknownEffect : text.effects[kind];
  const given = effect?.given ?? {};
  return (
    <Paper component="li" className={classes['card']} aria-label={title}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={600} size="sm">
          {title}
        </Text>
        {!rest.isReadOnly && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={text.remove(title)}
            onClick={rest.onRemove}
          >
            <X size={16} />
          </ActionIcon>
        )}
      </Group>
      {kind === undefined ? (
        <Text size="sm" c="dimmed">
          {text.inYaml}
        </Text>
      ) : (
        <Group gap="sm" align="flex-start" className={classes['arguments']}>
          {effectArguments[kind].map((argument) => (
            <ArgumentField
              key={argument.name}
              argument={argument}
              value={given[argument.name] ?? null}
              entityTypes={rest.entityTypes}
              isReadOnly={rest.isReadOnly}
              onChange={(value) =>
                rest.onChange({ kind, given: { ...given, [argument.name]: value } })
              }
            />
          ))}
        </Group>
      )}
    </Paper>
  );
}
