import { Alert, Button, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Gavel } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { asApiError } from '../../../api/api-error.ts';
import type { Reply } from '../../../api/client.ts';
import type { Submission } from '../../../api/use-submission.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { useSession } from '../../../app/session.ts';
import { ErrorNotice } from '../../../components/ErrorNotice.tsx';
import auditClasses from '../Audit.module.css';
import classes from './Evidence.module.css';
import { type ErasureDraft, scopeOf } from './erasure-draft.ts';
import { evidenceQueries } from './evidence-queries.ts';
import { useNames } from './use-names.ts';
import { useScopeTime } from './use-scope-time.ts';

interface EraseConfirmProps {
  readonly draft: ErasureDraft;
  readonly erasing: Submission;
  readonly onErase: () => void;
  readonly onBack: () => void;
}

/** What goes and what stays, and the name of whose it is, typed exactly. */
export function EraseConfirm({ draft, erasing, onErase, onBack }: EraseConfirmProps) {
  const text = useText().audit.erasures;
  const names = useNames();
  const { tenant } = useSession();
  const [typed, setTyped] = useState('');
  const scope = scopeOf(draft);
  const preview = useQuery(evidenceQueries.erasurePreview(scope));
  // Everybody's goes under the name of the organisation.
  const word = scope.subject === undefined ? tenant.name : names.subject(scope.subject);
  const isTyped = typed === word;
  const isBlocked = preview.data?.holds.length !== 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isTyped && !isBlocked) onErase();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Preview draft={draft} preview={preview} />
        {!isBlocked && (
          <TextInput
            label={text.type(word)}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            error={isNearMiss(typed, word) ? text.mismatch : undefined}
            autoComplete="off"
            spellCheck={false}
            data-autofocus
          />
        )}
        {erasing.error !== undefined && <ErrorNotice error={erasing.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onBack} disabled={erasing.isPending}>
            {text.back}
          </Button>
          {!isBlocked && (
            <Button type="submit" color="red" loading={erasing.isPending} disabled={!isTyped}>
              {text.submit}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

function isNearMiss(typed: string, word: string): boolean {
  return typed !== word && typed.toLowerCase() === word.toLowerCase();
}

function Preview({
  draft,
  preview: { data, error },
}: {
  readonly draft: ErasureDraft;
  readonly preview: UseQueryResult<Reply<'erasure.preview'>>;
}) {
  if (data === undefined) {
    return error === null ? <Skeleton height={120} /> : <ErrorNotice error={asApiError(error)} />;
  }
  return (
    <>
      <Taken draft={draft} count={data.count} />
      {data.holds.length > 0 && <Blocked count={data.holds.length} />}
    </>
  );
}

function Taken({ draft, count }: { readonly draft: ErasureDraft; readonly count: number }) {
  const text = useText().audit.erasures;
  const { number } = useFormats();
  const names = useNames();
  const scopeTime = useScopeTime();
  const { subject = null, from = null, to = null } = scopeOf(draft);
  const isWhole = subject !== null && from === null && to === null;
  const amount = count === 1 ? text.countOne : text.count(number(count));
  return (
    <Stack gap="md">
      <dl className={classes['facts']}>
        <Fact label={text.ofWhom}>{names.subject(subject)}</Fact>
        <Fact label={text.during}>{isWhole ? text.untilNow : scopeTime({ from, to })}</Fact>
      </dl>
      <ul className={classes['points']}>
        <li>
          <Text span fw={600} inherit>
            {count === 0 ? text.countNone : amount}
          </Text>
        </li>
        {count > 0 && isWhole && <li>{text.keys}</li>}
        {draft.forgetsPerson && <li>{text.forgets}</li>}
        {count > 0 && <li>{text.stays}</li>}
        <li>{text.final}</li>
      </ul>
    </Stack>
  );
}

function Blocked({ count }: { readonly count: number }) {
  const text = useText().audit.erasures;
  return (
    <Alert role="alert" color="orange" icon={<Gavel size={18} />} title={text.blocked}>
      <Text size="sm" mb={6}>
        {text.blockedText(count)}
      </Text>
      <Link to="/audit" search={{ tab: 'holds' }} className={auditClasses['link']}>
        {text.toHolds}
      </Link>
    </Alert>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={classes['words']}>{children}</dd>
    </div>
  );
}
