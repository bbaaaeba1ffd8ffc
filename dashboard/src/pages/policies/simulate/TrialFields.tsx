import { ActionIcon, MultiSelect, Select, Stack, Text } from '@mantine/core';
import { X } from 'lucide-react';
import { sampleInput } from '../../../../../src/domain/policy/bundle/sample-input.ts';
import type { Phase } from '../../../../../src/domain/policy/condition/variables.ts';
import type { Declarations } from '../../../../../src/domain/policy/document/parse-policies.ts';
import type { JsonValue } from '../../../../../src/domain/policy/document/policy.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { fieldAt, variablePaths } from '../editor/condition-options.ts';
import classes from './Simulate.module.css';
import { type Trial, valueAt } from './trial.ts';
import { ValueField } from './ValueField.tsx';

interface TrialFieldsProps {
  readonly trial: Trial;
  readonly declarations: Declarations;
  readonly onChange: (trial: Trial) => void;
}

const phases = ['request', 'response', 'stream'] as const satisfies readonly Phase[];

/** A made-up request: only what differs from a harmless one is listed. */
export function TrialFields({ trial, declarations, onChange }: TrialFieldsProps) {
  const words = useText();
  const text = words.policies.simulate;
  const scope = { ...declarations, phases: [trial.phase] };
  const sample = sampleInput(trial.phase);
  const paths = variablePaths(scope).filter(({ label }) => valueAt(sample, label) !== undefined);
  const set = (path: string, value: JsonValue | undefined) => {
    const { [path]: _, ...others } = trial.given;
    const given = value === undefined ? others : { ...trial.given, [path]: value };
    onChange({ ...trial, given });
  };
  const choosePhase = (chosen: string | null) => {
    const phase = phases.find((each) => each === chosen);
    if (phase !== undefined) onChange({ ...trial, phase });
  };
  return (
    <Stack gap="sm">
      <Select
        label={text.phase}
        data={phases.map((value) => ({ value, label: words.policyEditor.form.phases[value] }))}
        value={trial.phase}
        allowDeselect={false}
        onChange={choosePhase}
      />
      <ul className={classes['values']}>
        {Object.entries(trial.given).map(([path, value]) => {
          const field = fieldAt(path, scope);
          return (
            <li key={path} className={classes['value']}>
              <div className={classes['path']}>
                <code>{path}</code>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={text.removeValue(path)}
                  onClick={() => set(path, undefined)}
                >
                  <X size={14} />
                </ActionIcon>
              </div>
              {field !== undefined && (
                <ValueField
                  label={path}
                  type={field.type}
                  value={value}
                  onChange={(changed) => set(path, changed)}
                />
              )}
            </li>
          );
        })}
      </ul>
      {Object.keys(trial.given).length === 0 && (
        <Text size="sm" c="dimmed">
          {text.harmless}
        </Text>
      )}
      <Select
        aria-label={text.addValue}
        placeholder={`+ ${text.addValue}`}
        searchable
        data={paths.map(({ label }) => label).filter((path) => !(path in trial.given))}
        value={null}
        onChange={(path) => path !== null && set(path, valueAt(sample, path))}
      />
      <MultiSelect
        label={text.failed}
        description={text.failedHint}
        data={detectorsOf(trial.phase)}
        value={[...trial.failed]}
        onChange={(failed) => onChange({ ...trial, failed })}
      />
    </Stack>
  );
}

const ofRequest = ['pii', 'risk.score', 'risk.injection', 'risk.secrets', 'risk.anomaly'];

function detectorsOf(phase: Phase): string[] {
  return phase === 'request'
    ? ofRequest
    : [...ofRequest, ...ofRequest.map((path) => `response.${path}`)];
}
