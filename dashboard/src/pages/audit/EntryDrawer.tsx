import { Alert, Badge, Box, Drawer, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AuditEntryView } from '../../../../src/contract/schemas.ts';
import { asApiError } from '../../api/api-error.ts';
import { queries } from '../../api/queries.ts';
import { useFormats, useLanguage, useText } from '../../app/i18n/Language.tsx';
import { CopyIcon } from '../../components/CopyButton.tsx';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { ExactTime } from '../../components/Time.tsx';
import { useReturnFocus } from '../../components/use-return-focus.ts';
import classes from './Audit.module.css';
import { DecisionBadge } from './DecisionBadge.tsx';
import { describeEntry } from './describe-entry.ts';
import { factFields } from './fact-reader.ts';
import { useActorName } from './use-actor-name.ts';

/** One entry in full: what it says, its fields, and the bytes that are hashed. */
export function EntryDrawer({
  id,
  listed,
  onClose,
}: {
  readonly id: string;
  /** The entry, where the list behind already holds it. */
  readonly listed: AuditEntryView | undefined;
  readonly onClose: () => void;
}) {
  const text = useText();
  const formats = useFormats();
  useReturnFocus();
  const asked = useQuery({ ...queries.auditEntry(id), enabled: listed === undefined });
  const entry = listed ?? asked.data;
  return (
    <Drawer.Root opened returnFocus={false} onClose={onClose} position="right" size={560}>
      <Drawer.Overlay backgroundOpacity={0.25} />
      <Drawer.Content>
        <Group justify="space-between" wrap="nowrap" p="lg" pb={0}>
          <Drawer.Title fz="lg" fw={600}>
            {entry === undefined
              ? text.audit.title
              : text.audit.entryTitle(formats.number(entry.index))}
          </Drawer.Title>
          <Drawer.CloseButton aria-label={text.action.close} />
        </Group>
        <Box p="lg" pt="sm">
          {entry === undefined ? <Missing error={asked.error} /> : <EntryDetails entry={entry} />}
        </Box>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Missing({ error }: { readonly error: unknown }) {
  const text = useText();
  if (error === null) return <Skeleton height={180} />;
  const failure = asApiError(error);
  if (failure.code !== 'not_found') return <ErrorNotice error={failure} />;
  return (
    <Alert color="gray" icon={<Info size={18} />} title={text.audit.entryMissing}>
      {text.audit.entryMissingText}
    </Alert>
  );
}

function EntryDetails({ entry }: { readonly entry: AuditEntryView }) {
  const { language } = useLanguage();
  const words = language.text.audit;
  const actorName = useActorName();
  return (
    <Stack gap="lg">
      <Stack gap={8}>
        <Text fw={550}>{describeEntry(entry, language)}</Text>
        <Group gap={8}>
          <DecisionBadge entry={entry} />
          <Badge color="gray">{words.classes[entry.class]}</Badge>
        </Group>
        <Text size="sm" c="dimmed">
          <ExactTime value={entry.time} /> · {actorName(entry)}
        </Text>
      </Stack>
      <Section title={words.sections.hash}>
        <Group gap={4} wrap="nowrap" align="flex-start">
          <Text ff="monospace" size="sm" className={classes['wrap']}>
            {entry.leaf_hash}
          </Text>
          <CopyIcon read={() => entry.leaf_hash} what={words.hashWhat} />
        </Group>
      </Section>
      <Section title={words.sections.fields}>
        <dl className={classes['fields']}>
          {factFields(entry.body).map(({ path, value }) => (
            <FieldLine key={path} path={path} value={value} />
          ))}
        </dl>
      </Section>
      <Section
        title={words.sections.leaf}
        action={<CopyIcon read={() => entry.leaf} what={words.leafWhat} />}
      >
        <Text size="sm" c="dimmed" mb={8}>
          {words.leafHint}
        </Text>
        <LeafLines leaf={entry.leaf} />
      </Section>
    </Stack>
  );
}

function FieldLine({ path, value }: { readonly path: string; readonly value: string }) {
  return (
    <>
      <dt>{path}</dt>
      <dd>{value}</dd>
    </>
  );
}

function LeafLines({ leaf }: { readonly leaf: string }) {
  const { leafLines } = useText().audit;
  const lines = leaf.split('\n');
  return (
    <ol className={classes['leaf']}>
      {Object.values(leafLines).map((name, at) => (
        <li key={name}>
          <span className={classes['leafName']}>{name}</span>
          <span className={classes['leafText']}>{lines[at]}</span>
        </li>
      ))}
    </ol>
  );
}

function Section({
  title,
  action,
  children,
}: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section>
      <Group justify="space-between" mb={8}>
        <Title order={3}>{title}</Title>
        {action}
      </Group>
      {children}
    </section>
  );
}
