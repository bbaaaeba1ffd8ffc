import { Group, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { PolicyForm } from './form/PolicyForm.tsx';
import { PlainWords } from './PlainWords.tsx';
import classes from './Policies.module.css';
import { TestResults } from './TestResults.tsx';
import type { EditorView, Workbench } from './use-workbench.ts';

const PolicyEditor = lazy(async () => {
  const { PolicyEditor: component } = await import('./editor/PolicyEditor.tsx');
  return { default: component };
});

interface PolicyWorkbenchProps {
  readonly workbench: Workbench;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
  readonly isReadOnly: boolean;
  /** A stored policy keeps its name and its scope. */
  readonly isNamed: boolean;
}

/** One policy as a form or as YAML, beside what it says in plain words and how its tests end. */
export function PolicyWorkbench({ workbench, value, onChange, ...rest }: PolicyWorkbenchProps) {
  const { view, onView, declarations, policyText } = workbench;
  const text = useText().policyEditor;
  const workspaces = useQuery(queries.workspaces());
  const { problems } = policyText;
  return (
    <div className={classes['workbench']}>
      <div className={classes['editing']}>
        <Group justify="space-between" mb="sm" gap="xs">
          <SegmentedControl<EditorView>
            aria-label={text.views.label}
            size="xs"
            value={view}
            onChange={onView}
            data={[
              { value: 'form', label: text.views.form },
              { value: 'yaml', label: text.views.yaml },
            ]}
          />
          <Text size="sm" c={problems.length > 0 ? 'var(--warning)' : 'dimmed'} role="status">
            {text.problemCount(problems.length)}
          </Text>
        </Group>
        {view === 'form' ? (
          <PolicyForm
            value={value}
            onChange={onChange}
            onYaml={() => onView('yaml')}
            problems={problems}
            declarations={declarations}
            workspaces={workspaces.data?.workspaces ?? []}
            isReadOnly={rest.isReadOnly}
            isNamed={rest.isNamed}
          />
        ) : (
          <Suspense fallback={<Skeleton height={300} aria-label={text.loading} />}>
            <PolicyEditor
              value={value}
              onChange={onChange}
              onSave={rest.onSave}
              declarations={declarations}
              problems={problems}
              isReadOnly={rest.isReadOnly}
            />
          </Suspense>
        )}
      </div>
      <aside className={classes['side']}>
        <PlainWords policyText={policyText} />
        <TestResults
          results={policyText.compiled.flatMap(({ tests }) => tests)}
          isBroken={policyText.compiled.length === 0}
        />
      </aside>
    </div>
  );
}
