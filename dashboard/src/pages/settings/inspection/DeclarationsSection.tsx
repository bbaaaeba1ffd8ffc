import { Alert, Skeleton, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleX, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { asApiError } from '../../../api/api-error.ts';
import { call, type Reply } from '../../../api/client.ts';
import { queries } from '../../../api/queries.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../../app/session.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import { SaveRow } from '../SaveRow.tsx';
import classes from '../Settings.module.css';
import { SettingsSection } from '../SettingsSection.tsx';
import { useDraft } from './use-draft.ts';

type Problems = Reply<'declarations.update'>['problems'];

/** Lists and calendars that policies refer to. */
export function DeclarationsSection() {
  const words = useText();
  const text = words.inspection.declarations;
  const { data, error, refetch } = useQuery(queries.declarations());
  return (
    <SettingsSection id="declarations" title={text.title} text={text.text}>
      {data !== undefined && <DeclarationsForm stored={data.document} />}
      {data === undefined && error === null && <Skeleton height={140} />}
      {data === undefined && error !== null && (
        <ErrorNotice
          error={asApiError(error)}
          title={words.state.loadFailed}
          onRetry={() => void refetch()}
        />
      )}
    </SettingsSection>
  );
}

function DeclarationsForm({ stored }: { readonly stored: string }) {
  const text = useText().inspection.declarations;
  const disabledReason = useDisabledReason('policy.write');
  const queryClient = useQueryClient();
  const draft = useDraft(stored);
  const [problems, setProblems] = useState<Problems>([]);
  const isRefused = problems.some(({ severity }) => severity === 'error');
  const change = (document: string) => {
    setProblems([]);
    draft.set(document);
  };
  const save = () =>
    draft.saving.run(async () => {
      const body = { document: draft.value };
      const reply = await call('declarations.update', { body });
      setProblems(reply.problems);
      if (reply.problems.some(({ severity }) => severity === 'error')) return;
      queryClient.setQueryData(queries.declarations().queryKey, reply.declarations);
      draft.settle();
      await queryClient.invalidateQueries({ queryKey: ['audit'] });
    });
  return (
    <>
      <Textarea
        aria-label={text.label}
        classNames={{ input: classes['code'] ?? '' }}
        autosize
        minRows={6}
        maxRows={26}
        spellCheck={false}
        readOnly={disabledReason !== undefined}
        error={isRefused ? text.notSaved : undefined}
        value={draft.value}
        onChange={({ currentTarget }) => change(currentTarget.value)}
      />
      <ProblemLines problems={problems} />
      <SaveRow disabledReason={disabledReason} {...draft} onSave={save} />
    </>
  );
}

function ProblemLines({ problems }: { readonly problems: Problems }) {
  const text = useText().inspection.declarations;
  if (problems.length === 0) return null;
  const isRefused = problems.some(({ severity }) => severity === 'error');
  const Icon = isRefused ? CircleX : TriangleAlert;
  return (
    <Alert
      role="alert"
      color={isRefused ? 'red' : 'orange'}
      icon={<Icon size={18} />}
      title={text.problems}
    >
      <ul className={classes['problems']}>
        {problems.map(({ line, message, start }) => (
          <li key={`${start}/${message}`}>{text.problemAt(line, message)}</li>
        ))}
      </ul>
    </Alert>
  );
}
