import { NumberInput, Select, Stack, TagsInput, TextInput, Title } from '@mantine/core';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WorkspaceView } from '../../../../../src/contract/schemas.ts';
import type { Phase } from '../../../../../src/domain/policy/condition/variables.ts';
import type { Declarations } from '../../../../../src/domain/policy/document/parse-policies.ts';
import type { JsonValue } from '../../../../../src/domain/policy/document/policy.ts';
import type { Problem } from '../../../../../src/domain/policy/document/problem.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { FilterChips } from '../../../components/FilterChips.tsx';
import { Segments } from '../../../components/Segments.tsx';
import { valuesOfVariable } from '../editor/condition-options.ts';
import { ConditionField } from './ConditionField.tsx';
import { EffectList } from './EffectList.tsx';
import { type FieldName, type FieldPath, withField } from './edit-document.ts';
import { type FormFields, formFields, matchJson } from './form-fields.ts';
import { MatchRows } from './MatchRows.tsx';
import { NoForm, Unread } from './NoForm.tsx';
import classes from './PolicyForm.module.css';
import { problemOf } from './problem-of.ts';

interface PolicyFormProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onYaml: () => void;
  readonly problems: readonly Problem[];
  readonly declarations: Declarations;
  readonly workspaces: readonly WorkspaceView[];
  readonly isReadOnly: boolean;
  /** A stored policy keeps its name and its scope. */
  readonly isNamed: boolean;
}

/** A policy as a form. It writes into the YAML, field by field, so what it does not show stays as it is. */
export function PolicyForm(props: PolicyFormProps) {
  const fields = formFields(props.value);
  if (fields === undefined) return <NoForm onYaml={props.onYaml} />;
  const form: FormPart = {
    ...props,
    fields,
    set: (path, value) => props.onChange(withField(props.value, path, value)),
    errorOf: (name) => problemOf(props.value, name, props.problems),
  };
  return (
    <Stack gap="md" data-read-only={props.isReadOnly || undefined} className={classes['form']}>
      <General {...form} />
      <Conditions {...form} />
      <Effects {...form} />
    </Stack>
  );
}

interface FormPart extends PolicyFormProps {
  readonly fields: FormFields;
  readonly set: (path: FieldPath, value: JsonValue | undefined) => void;
  readonly errorOf: (name: FieldName) => string | undefined;
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes['section']} aria-label={title}>
      <Stack gap="md">
        <Title order={3}>{title}</Title>
        {children}
      </Stack>
    </section>
  );
}

const fixedLook = {
  classNames: { input: classes['fixed'] ?? '' },
  rightSection: <Lock size={14} aria-hidden />,
};

const modes = ['enforce', 'monitor', 'off'] as const;
const phases = ['request', 'response', 'stream'] as const satisfies readonly Phase[];

function General({ fields, set, errorOf, isReadOnly, isNamed, workspaces, onYaml }: FormPart) {
  const text = useText().policyEditor.form;
  const mode = modes.find((each) => each === fields.texts.mode) ?? 'monitor';
  const scope = fields.texts.scope ?? 'tenant';
  const scopes = ['tenant', ...workspaces.map(({ slug }) => `workspace:${slug}`)];
  return (
    <Section title={text.general}>
      <div className={classes['pair']}>
        <TextInput
          label={text.name}
          description={isNamed ? text.nameFixed : text.nameHint}
          value={fields.texts.name ?? ''}
          error={errorOf('name')}
          readOnly={isReadOnly || isNamed}
          {...(isNamed ? fixedLook : {})}
          spellCheck={false}
          onChange={({ currentTarget }) => set(['name'], currentTarget.value)}
        />
        <NumberInput
          label={text.priority}
          description={text.priorityHint}
          value={fields.priority ?? 50}
          error={errorOf('priority')}
          min={0}
          max={100}
          allowDecimal={false}
          readOnly={isReadOnly}
          onChange={(typed) => set(['priority'], typeof typed === 'number' ? typed : 50)}
        />
      </div>
      <Select
        label={text.scope}
        value={scope}
        error={errorOf('scope')}
        readOnly={isReadOnly || isNamed}
        {...(isNamed ? fixedLook : {})}
        allowDeselect={false}
        data={[...new Set([...scopes, scope])].map((value) => ({
          value,
          label: scopeLabel(value, workspaces, text),
        }))}
        onChange={(chosen) => chosen !== null && set(['scope'], chosen)}
      />
      <div>
        <Segments
          label={text.mode}
          choices={modes.map((value) => ({ value, label: text.modes[value] }))}
          chosen={mode}
          isReadOnly={isReadOnly}
          onChoose={(chosen) => set(['mode'], chosen)}
        />
        <p className={classes['note']}>{text.modeHints[mode]}</p>
      </div>
      <div>
        <p className={classes['label']}>{text.phase}</p>
        {fields.unread.has('phase') ? (
          <Unread onYaml={onYaml} />
        ) : (
          <FilterChips
            label={text.phase}
            choices={phases.map((value) => ({ value, label: text.phases[value] }))}
            chosen={phases.filter((phase) => fields.phases.includes(phase))}
            isReadOnly={isReadOnly}
            onChange={(chosen) => {
              if (chosen.length > 0) set(['phase'], oneOrMany(chosen));
            }}
          />
        )}
      </div>
    </Section>
  );
}

function scopeLabel(
  scope: string,
  workspaces: readonly WorkspaceView[],
  text: { readonly tenant: string; workspaceOf(name: string): string },
): string {
  if (scope === 'tenant') return text.tenant;
  const slug = scope.replace(/^workspace:/, '');
  return text.workspaceOf(workspaces.find((one) => one.slug === slug)?.name ?? slug);
}

function oneOrMany(chosen: readonly Phase[]): JsonValue {
  const inOrder = phases.filter((phase) => chosen.includes(phase));
  return inOrder.length === 1 ? (inOrder[0] ?? null) : inOrder;
}

function Conditions({ fields, set, errorOf, ...rest }: FormPart) {
  const text = useText().policyEditor.form;
  const scope = { ...rest.declarations, phases: phasesOf(fields) };
  return (
    <Section title={text.whenTitle}>
      {fields.unread.has('match') ? (
        <Unread onYaml={rest.onYaml} />
      ) : (
        <MatchRows
          match={fields.match}
          scope={scope}
          workspaces={rest.workspaces.map(({ slug }) => slug)}
          isReadOnly={rest.isReadOnly}
          error={errorOf('match')}
          onChange={(key, values) => {
            const isLast = values === undefined && Object.keys(fields.match).length === 1;
            if (isLast) set(['match'], undefined);
            else set(['match', key], values && matchJson(values));
          }}
        />
      )}
      {(['when', 'unless'] as const).map((name) => (
        <ConditionField
          key={name}
          label={text[name]}
          hint={text[`${name}Hint`]}
          value={fields.texts[name] ?? ''}
          error={errorOf(name)}
          isMonospace
          isReadOnly={rest.isReadOnly}
          onChange={(value) => set([name], value === '' ? undefined : value)}
        />
      ))}
    </Section>
  );
}

function phasesOf(fields: FormFields): readonly Phase[] {
  return phases.filter((phase) => fields.phases.includes(phase));
}

function Effects({ fields, set, errorOf, ...rest }: FormPart) {
  const text = useText().policyEditor.form;
  const scope = { ...rest.declarations, phases: phasesOf(fields) };
  return (
    <Section title={text.thenTitle}>
      <EffectList
        value={rest.value}
        effects={fields.effects}
        entityTypes={valuesOfVariable('pii.types', scope)}
        isReadOnly={rest.isReadOnly}
        error={errorOf('effect')}
        onChange={rest.onChange}
      />
      <ConditionField
        label={text.message}
        hint={text.messageHint}
        value={fields.texts.message ?? ''}
        error={errorOf('message')}
        isReadOnly={rest.isReadOnly}
        onChange={(value) => set(['message'], value === '' ? undefined : value)}
      />
      <TagsInput
        label={text.clauses}
        description={text.clausesHint}
        value={[...fields.clauses]}
        error={errorOf('framework_mapping')}
        readOnly={rest.isReadOnly}
        onChange={(values) => set(['framework_mapping'], values.length === 0 ? undefined : values)}
      />
    </Section>
  );
}
