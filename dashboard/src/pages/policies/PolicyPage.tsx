import { Anchor, Group, Skeleton, Tabs, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ApiError, asApiError } from '../../api/api-error.ts';
import { call, type Reply } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../app/session.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { ActivateTab } from './activate/ActivateTab.tsx';
import { type Editing, useDraft } from './draft/use-draft.ts';
import { EditTab } from './EditTab.tsx';
import { LeaveGuard } from './LeaveGuard.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import { PolicyActions } from './PolicyActions.tsx';
import { type PolicyTab, type PolicyTabSearch, policyTabs, stateOf } from './policy-search.ts';
import { StateBadge } from './StateBadge.tsx';
import { scopeName } from './scope-name.ts';
import { SimulateTab } from './simulate/SimulateTab.tsx';
import type { Trial } from './simulate/trial.ts';
import { useWorkbench } from './use-workbench.ts';
import { VersionsTab } from './versions/VersionsTab.tsx';

export function PolicyPage() {
  const { id } = useParams({ from: '/shell/policies/$id' });
  const words = useText();
  const { data, error, refetch } = useQuery(queries.policy(id));
  return (
    <>
      <Anchor component={Link} to="/policies" size="sm" display="inline-block" mb={6}>
        {words.policies.create.back}
      </Anchor>
      {data === undefined && error !== null && (
        <ErrorNotice
          error={asApiError(error)}
          title={words.state.loadFailed}
          onRetry={() => void refetch()}
        />
      )}
      {data === undefined && error === null && <Skeleton height={420} mt="md" />}
      {data !== undefined && <LoadedPolicy key={id} read={data} />}
    </>
  );
}

function LoadedPolicy({ read }: { readonly read: Reply<'policy.read'> }) {
  const { policy, latest } = read;
  const text = useText().policies;
  const search = useSearch({ from: '/shell/policies/$id' });
  const navigate = useNavigate({ from: '/policies/$id' });
  const queryClient = useQueryClient();
  const needsAdmin = useDisabledReason('policy.write');
  const disabledReason = policy.archived_at === null ? needsAdmin : text.isArchived;
  const editing = useDraft(policy.id, latest);
  const workbench = useWorkbench(editing.document);
  const [trial, setTrial] = useState<Trial>();
  const [isSaving, setSaving] = useState(false);

  const go = (next: PolicyTabSearch) => void navigate({ search: next });
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['policies'] });
  const save = async (note: string) => {
    await addVersion({ id: policy.id, editing, note, refresh });
    setSaving(false);
    go({ tab: 'activate' });
  };
  const edit = (changed: string) => {
    editing.change(changed);
    go({});
  };
  const tryOut = (chosen: Trial) => {
    setTrial(chosen);
    go({ tab: 'simulate' });
  };
  const tab = search.tab ?? 'edit';
  return (
    <>
      <PageHeader
        title={policy.name}
        intro={scopeName(policy.scope, text)}
        action={
          <PolicyActions policy={policy} disabledReason={disabledReason} onChanged={refresh} />
        }
      />
      <Standing read={read} isDirty={editing.isDirty} />
      <Tabs
        value={tab}
        onChange={(chosen) => go(tabSearch(chosen))}
        keepMounted={false}
        activateTabWithKeyboard={false}
      >
        <Tabs.List mb="lg">
          {policyTabs.map((value) => (
            <Tabs.Tab key={value} value={value}>
              {text.tabs[value]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="edit">
          <EditTab
            editing={editing}
            latest={latest}
            workbench={workbench}
            disabledReason={disabledReason}
            onSee={(version) => go({ tab: 'versions', version })}
            onSave={() => setSaving(true)}
          />
        </Tabs.Panel>
        <Tabs.Panel value="simulate">
          <SimulateTab
            document={editing.document}
            trial={trial}
            auditId={search.audit}
            disabledReason={disabledReason}
            onTrial={setTrial}
            onAuditId={(audit) =>
              go({ tab: 'simulate', ...(audit === undefined ? {} : { audit }) })
            }
            onDocument={edit}
          />
        </Tabs.Panel>
        <Tabs.Panel value="versions">
          <VersionsTab
            policy={policy}
            chosen={search.version}
            isDirty={editing.isDirty}
            disabledReason={disabledReason}
            onChoose={(version) => go({ tab: 'versions', version })}
            onRestore={(version) => go({ tab: 'activate', version })}
            onEdit={edit}
          />
        </Tabs.Panel>
        <Tabs.Panel value="activate">
          <ActivateTab
            read={read}
            chosen={search.version}
            isDirty={editing.isDirty}
            disabledReason={disabledReason}
            onChoose={(version) => go({ tab: 'activate', version })}
            onActivated={refresh}
            onTry={tryOut}
          />
        </Tabs.Panel>
      </Tabs>
      {isSaving && (
        <NoteDialog
          title={text.saveVersion}
          intro={text.saveVersionText(latest.number + 1)}
          submit={text.saveVersion}
          onSubmit={save}
          onClose={() => setSaving(false)}
        />
      )}
      <LeaveGuard isDirty={editing.isDirty} onLeave={editing.discard} />
    </>
  );
}

/** What is in force, and what is not yet. */
function Standing({
  read: { policy, latest, active },
  isDirty,
}: {
  readonly read: Reply<'policy.read'>;
  readonly isDirty: boolean;
}) {
  const text = useText().policies;
  return (
    <Group gap="sm" mb="md" mt={-12}>
      <StateBadge state={stateOf(policy)} />
      <Text size="sm" c="dimmed">
        {active === null ? text.neverActive : text.inForce(active.number)}
        {latest.number !== active?.number && ` · ${text.latestIs(latest.number)}`}
        {isDirty && ` · ${text.unsaved}`}
      </Text>
    </Group>
  );
}

interface NewVersion {
  readonly id: string;
  readonly editing: Editing;
  readonly note: string;
  readonly refresh: () => Promise<void>;
}

async function addVersion({ id, editing, note, refresh }: NewVersion): Promise<void> {
  const { document, after } = editing;
  try {
    await call('policy.add_version', { params: { id }, body: { document, note, after } });
  } catch (thrown) {
    // Somebody was faster: the page then shows who, above what was written here.
    if (thrown instanceof ApiError && thrown.code === 'policy_changed') await refresh();
    throw thrown;
  }
  await refresh();
  editing.discard();
}

function tabSearch(chosen: string | null): PolicyTabSearch {
  const tab: PolicyTab | undefined = policyTabs.find((each) => each === chosen);
  return tab === undefined || tab === 'edit' ? {} : { tab };
}
