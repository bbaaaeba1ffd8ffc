import { Select, Text } from '@mantine/core';
import { useText } from '../../../app/i18n/Language.tsx';
import { EffectCard } from './EffectCard.tsx';
import { type FieldPath, withField, withOneMoreEffect } from './edit-document.ts';
import { type EffectKind, effectKinds, firstArguments } from './effect-arguments.ts';
import { effectJson, type FormFields, hasEffectList } from './form-fields.ts';
import classes from './PolicyForm.module.css';

interface EffectListProps {
  readonly value: string;
  readonly effects: FormFields['effects'];
  readonly entityTypes: readonly string[];
  readonly isReadOnly: boolean;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}

/** What a policy does: a card for each effect. */
export function EffectList({ value, effects, onChange, ...rest }: EffectListProps) {
  const text = useText().policyEditor.form;
  const pathOf = (at: number): FieldPath => (hasEffectList(value) ? ['effect', at] : ['effect']);
  const add = (kind: EffectKind) =>
    onChange(withOneMoreEffect(value, effectJson({ kind, given: firstArguments[kind] ?? {} })));
  return (
    <div>
      <ul className={classes['cards']}>
        {effects.map((effect, at) => (
          <EffectCard
            // biome-ignore lint/suspicious/noArrayIndexKey: an effect has no name but its place
            key={`${at}/${effect?.kind}`}
            effect={effect}
            entityTypes={rest.entityTypes}
            isReadOnly={rest.isReadOnly}
            onChange={(changed) => onChange(withField(value, pathOf(at), effectJson(changed)))}
            onRemove={() => onChange(withField(value, pathOf(at), undefined))}
          />
        ))}
      </ul>
      {rest.error !== undefined && (
        <Text size="xs" c="var(--mantine-color-error)" mt={6} role="alert">
          {rest.error}
        </Text>
      )}
      {!rest.isReadOnly && (
        <Select
          aria-label={text.addEffect}
          placeholder={`+ ${text.addEffect}`}
          size="xs"
          w={220}
          mt={10}
          maxDropdownHeight={360}
          data={effectKinds.map((kind) => ({ value: kind, label: text.effects[kind] }))}
          value={null}
          onChange={(chosen) => {
            const kind = effectKinds.find((each) => each === chosen);
            if (kind !== undefined) add(kind);
          }}
        />
      )}
    </div>
  );
}
