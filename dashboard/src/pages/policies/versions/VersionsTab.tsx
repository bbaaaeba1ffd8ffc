import { Group, Select, Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { PolicyVersionView, PolicyView } from '../../../../../src/contract/policy-schemas.ts';
import { asApiError } from '../../../api/api-error.ts';
import { queries } from '../../../api/queries.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../../components/GuardedButton.tsx';
import { StatusBadge } from '../../../components/StatusBadge.tsx';
import { RelativeTime } from '../../../components/Time.tsx';
import { useAuthorName } from '../use-author-name.ts';
import classes from './Versions.module.css';

const VersionDiff = lazy(async () => {
  const { VersionDiff: component } = await import('./VersionDiff.tsx');
  return { default: component };
});

interface VersionsTabProps {
  readonly policy: PolicyView;
  readonly chosen: number | undefined;
  /** Whether the editor holds something that is not saved. */
  readonly isDirty: boolean;
  readonly disabledReason: string | undefined;
  readonly onChoose: (version: number) => void;
  readonly onRestore: (version: number) => void;
  readonly onEdit: (document: string) => void;
}

/** Every version, and what one changed against another. */
export function VersionsTab(props: VersionsTabProps) {
  const words = useText();
  const { data, error, refetch } = useQuery(queries.policyVersions(props.policy.id));
  if (data === undefined && error !== null) {
    const retry = () => void refetch();
    return <ErrorNotice error={asApiError(error)} title={words.state.loadFailed} onRetry={retry} />;
  }
  if (data === undefined) return <Skeleton height={300} />;
  const shown = data.versions.find(({ number }) => number === props.chosen) ?? data.versions[0];
  return (
    <div className={classes['columns']}>
      <VersionList
        versions={data.versions}
        active={props.policy.active?.number}
        shown={shown?.number}
        onChoose={props.onChoose}
      />
      {shown !== undefined && (
        <Comparison key={shown.number} {...props} versions={data.versions} shown={shown} />
      )}
    </div>
  );
}

interface VersionListProps {
  readonly versions: readonly PolicyVersionView[];
  readonly active: number | undefined;
  readonly shown: number | undefined;
  readonly onChoose: (version: number) => void;
}

function VersionList({ versions, active, shown, onChoose }: VersionListProps) {
  const words = useText();
  const text = words.policies;
  const nameOf = useAuthorName();
  return (
    <ol className={classes['list']} reversed aria-label={text.tabs.versions}>
      {versions.map((version) => (
        <li key={version.number}>
          <UnstyledButton
            className={classes['version']}
            aria-current={version.number === shown || undefined}
            onClick={() => onChoose(version.number)}
          >
            <Group justify="space-between" gap="xs">
              <Text fw={600} size="sm">
                {text.versionNumber(version.number)}
              </Text>
              {version.number === active && (
                <StatusBadge look="good" label={text.versions.inForce} />
              )}
            </Group>
            {version.note !== '' && (
              <Text size="sm" mt={2} style={{ overflowWrap: 'anywhere' }}>
                {version.note}
              </Text>
            )}
            <Text size="xs" c="dimmed" mt={2}>
              {words.policyEditor.form.modes[version.mode]} · {nameOf(version.created_by)} ·{' '}
              <RelativeTime value={version.created_at} />
            </Text>
          </UnstyledButton>
        </li>
      ))}
    </ol>
  );
}

interface ComparisonProps extends VersionsTabProps {
  readonly versions: readonly PolicyVersionView[];
  readonly shown: PolicyVersionView;
}

function Comparison({ versions, shown, policy, ...props }: ComparisonProps) {
  const text = useText().policies;
  const others = versions.filter(({ number }) => number !== shown.number);
  const [against, setAgainst] = useState(shown.number - 1);
  const [isReplacing, setReplacing] = useState(false);
  const edit = () => props.onEdit(shown.document);
  const other = others.find(({ number }) => number === against);
  const isActive = shown.number === policy.active?.number;
  const reason = props.disabledReason ?? (isActive ? text.versions.isInForce : undefined);
  return (
    <Stack gap="md" miw={0}>
      <Group justify="space-between" align="flex-end" gap="sm">
        {others.length > 0 ? (
          <Select
            label={text.versions.compare}
            data={others.map(({ number }) => ({
              value: String(number),
              label: text.versionNumber(number),
            }))}
            value={other === undefined ? null : String(other.number)}
            placeholder={text.versions.compareNothing}
            clearable
            clearButtonProps={{ 'aria-label': text.versions.compareNothing }}
            onChange={(value) => setAgainst(Number(value))}
            w={220}
          />
        ) : (
          <span />
        )}
        <Group gap="xs">
          <GuardedButton
            variant="default"
            disabledReason={props.disabledReason}
            onClick={() => (props.isDirty ? setReplacing(true) : edit())}
          >
            {text.versions.edit}
          </GuardedButton>
          <GuardedButton disabledReason={reason} onClick={() => props.onRestore(shown.number)}>
            {policy.active !== null && shown.number < policy.active.number
              ? text.versions.restore
              : text.versions.activate}
          </GuardedButton>
        </Group>
      </Group>
      <Suspense fallback={<Skeleton height={300} />}>
        <VersionDiff shown={shown} other={other} />
      </Suspense>
      {isReplacing && (
        <ConfirmDialog
          title={text.draft.replaceTitle}
          consequence={text.draft.replaceText(shown.number)}
          confirm={text.draft.replace}
          isPending={false}
          error={undefined}
          onConfirm={edit}
          onClose={() => setReplacing(false)}
        />
      )}
    </Stack>
  );
}
