import { ActionIcon, Group, NumberInput, Select, Stack, Text } from '@mantine/core';
import { X } from 'lucide-react';
import type { RecordType } from '../../../../../src/domain/policy/condition/type.ts';
import { isObject } from '../../../../../src/domain/policy/document/parse-tests.ts';
import type { JsonValue } from '../../../../../src/domain/policy/document/policy.ts';
import { useText } from '../../../app/i18n/Language.tsx';

interface PiiFieldProps {
  readonly label: string;
  readonly type: RecordType;
  readonly value: JsonValue;
  readonly onChange: (value: JsonValue) => void;
}

/** What was found, by type and number. */
export function PiiField({ label, type, value, onChange }: PiiFieldProps) {
  const text = useText().policies.simulate;
  const counts = countsOf(value);
  const types = type.fields['types']?.type;
  const known =
    types?.kind === 'list' && types.element.kind === 'string' ? (types.element.values ?? []) : [];
  const set = (name: string, count: number) => onChange({ ...counts, [name]: count });
  const remove = (name: string) =>
    onChange(Object.fromEntries(Object.entries(counts).filter(([each]) => each !== name)));
  return (
    <Stack gap={6} role="group" aria-label={label}>
      {Object.entries(counts).map(([name, count]) => (
        <Group key={name} gap={6} wrap="nowrap">
          <Text size="sm" ff="monospace" flex={1} miw={0} style={{ overflowWrap: 'anywhere' }}>
            {name}
          </Text>
          <NumberInput
            aria-label={text.countOf(name)}
            value={count}
            min={1}
            max={10_000}
            allowDecimal={false}
            w={84}
            onChange={(typed) => set(name, typeof typed === 'number' ? typed : 1)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={text.removeValue(name)}
            onClick={() => remove(name)}
          >
            <X size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Select
        aria-label={text.addFinding}
        placeholder={`+ ${text.addFinding}`}
        searchable
        data={known.filter((name) => !(name in counts))}
        value={null}
        onChange={(chosen) => chosen !== null && set(chosen, 1)}
      />
    </Stack>
  );
}

/** Findings of a recorded request may say more than how many there were; the form knows only that. */
function countsOf(value: JsonValue): Readonly<Record<string, number>> {
  if (!isObject(value)) return {};
  const entries = Object.entries(value).flatMap(([name, count]) =>
    typeof count === 'number' && name !== 'total' && name !== 'max_confidence'
      ? [[name, count] as const]
      : [],
  );
  return Object.fromEntries(entries.length > 0 ? entries : findingsOf(value['findings'] ?? null));
}

function findingsOf(findings: JsonValue): readonly (readonly [string, number])[] {
  const list: readonly JsonValue[] = Array.isArray(findings) ? findings : [];
  const counts = new Map<string, number>();
  for (const finding of list) {
    const { type, count } = isObject(finding) ? finding : {};
    if (typeof type === 'string' && typeof count === 'number') {
      counts.set(type, (counts.get(type) ?? 0) + count);
    }
  }
  return [...counts];
}
