import { Anchor, Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import {
  BadgeCheck,
  CalendarClock,
  FilePlus2,
  Gauge,
  type LucideIcon,
  ShieldAlert,
  UserCheck,
  UserRoundX,
} from 'lucide-react';
import { useState } from 'react';
import { call } from '../../api/client.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason } from '../../app/session.ts';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { BroughtBack } from './draft/BroughtBack.tsx';
import { useDraft } from './draft/use-draft.ts';
import { LeaveGuard } from './LeaveGuard.tsx';
import { NoteDialog } from './NoteDialog.tsx';
import classes from './Policies.module.css';
import { PolicyWorkbench } from './PolicyWorkbench.tsx';
import type { NewPolicySearch } from './policy-search.ts';
import { type TemplateId, templateIds } from './templates/template-ids.ts';
import { blankPolicy, templates } from './templates/templates.ts';
import { useWorkbench } from './use-workbench.ts';

type Source = NonNullable<NewPolicySearch['from']>;

const icons: Readonly<Record<TemplateId, LucideIcon>> = {
  pii: UserRoundX,
  models: BadgeCheck,
  tokens: Gauge,
  time: CalendarClock,
  injection: ShieldAlert,
  premium: UserCheck,
};

export function NewPolicyPage() {
  const text = useText().policies.create;
  const { from } = useSearch({ from: '/shell/policies/new' });
  return (
    <>
      <Anchor component={Link} to="/policies" size="sm" display="inline-block" mb={6}>
        {text.back}
      </Anchor>
      {from === undefined ? <Gallery /> : <NewPolicy key={from} from={from} />}
    </>
  );
}

function Gallery() {
  const text = useText().policies.create;
  return (
    <>
      <PageHeader title={text.title} intro={text.intro} />
      <ul className={classes['gallery']}>
        {templateIds.map((id) => (
          <Card key={id} from={id} icon={icons[id]} {...text.templates[id]} />
        ))}
        <Card from="blank" icon={FilePlus2} {...text.blank} />
      </ul>
    </>
  );
}

interface CardProps {
  readonly from: Source;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
}

function Card({ from, icon: Icon, title, text }: CardProps) {
  return (
    <li>
      <Link to="/policies/new" search={{ from }} className={classes['template']}>
        <Icon size={22} strokeWidth={1.75} aria-hidden />
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {text}
        </Text>
      </Link>
    </li>
  );
}

function NewPolicy({ from }: { readonly from: Source }) {
  const words = useText().policies;
  const text = words.create;
  const first = from === 'blank' ? blankPolicy : templates[from];
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const needsAdmin = useDisabledReason('policy.write');
  const editing = useDraft(`new/${from}`, { document: first, number: 0 });
  const workbench = useWorkbench(editing.document);
  const [isSaving, setSaving] = useState(false);
  const save = async (note: string) => {
    const { id } = await call('policy.create', { body: { document: editing.document, note } });
    await queryClient.invalidateQueries({ queryKey: ['policies'] });
    editing.discard();
    await navigate({
      to: '/policies/$id',
      params: { id },
      search: { tab: 'activate' },
      // What is left behind has just been stored.
      ignoreBlocker: true,
    });
  };
  const disabledReason = needsAdmin ?? (workbench.hasError ? words.draft.correctFirst : undefined);
  const ask = () => {
    if (disabledReason === undefined) setSaving(true);
  };
  const action = (
    <Group gap="xs">
      <Button component={Link} to="/policies/new" variant="default">
        {text.otherTemplate}
      </Button>
      <GuardedButton disabledReason={disabledReason} onClick={ask}>
        {text.submit}
      </GuardedButton>
    </Group>
  );
  return (
    <>
      <PageHeader
        title={from === 'blank' ? text.blank.title : text.templates[from].title}
        intro={text.editIntro}
        action={action}
      />
      <BroughtBack editing={editing} lost={words.draft.discardNewText} />
      <PolicyWorkbench
        workbench={workbench}
        value={editing.document}
        onChange={editing.change}
        onSave={ask}
        isReadOnly={needsAdmin !== undefined}
        isNamed={false}
      />
      {isSaving && (
        <NoteDialog
          title={text.submit}
          intro={text.saveText}
          submit={text.submit}
          onSubmit={save}
          onClose={() => setSaving(false)}
        />
      )}
      <LeaveGuard isDirty={editing.isDirty} onLeave={editing.discard} />
    </>
  );
}
