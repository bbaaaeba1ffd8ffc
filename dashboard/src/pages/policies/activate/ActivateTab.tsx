import { Alert, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import type { Reply } from '../../../api/client.ts';
import { queries } from '../../../api/queries.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import type { Trial } from '../simulate/trial.ts';
import { ActivationForm } from './ActivationForm.tsx';
import { ActivationHistory } from './ActivationHistory.tsx';

interface ActivateTabProps {
  readonly read: Reply<'policy.read'>;
  readonly chosen: number | undefined;
  readonly isDirty: boolean;
  readonly disabledReason: string | undefined;
  readonly onChoose: (version: number) => void;
  readonly onActivated: () => Promise<void>;
  readonly onTry: (trial: Trial) => void;
}

/** Puts a version into force, after everything that can be known beforehand has been seen. */
export function ActivateTab({ read, chosen, isDirty, onChoose, ...rest }: ActivateTabProps) {
  const text = useText().policies;
  const { policy, latest, activations } = read;
  const { data } = useQuery(queries.policyVersions(policy.id));
  const versions = data?.versions ?? [latest];
  const version = versions.find(({ number }) => number === chosen) ?? latest;
  return (
    <Stack gap="lg">
      {isDirty && (
        <Alert color="orange" icon={<Info size={18} />}>
          {text.activate.unsaved}
        </Alert>
      )}
      <div>
        <Select
          label={text.activate.version}
          data={versions.map(({ number, note }) => ({
            value: String(number),
            label:
              note === '' ? text.versionNumber(number) : `${text.versionNumber(number)}: ${note}`,
          }))}
          value={String(version.number)}
          allowDeselect={false}
          onChange={(value) => value !== null && onChoose(Number(value))}
          maw={420}
        />
        <Text size="sm" c="dimmed" mt={6}>
          {text.activate.modeText[version.mode]}
        </Text>
      </div>
      <ActivationForm key={version.number} policy={policy} version={version} {...rest} />
      <ActivationHistory activations={activations} />
    </Stack>
  );
}
