import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AuditEntryView } from '../../../../src/contract/schemas.ts';
import { may } from '../../../../src/domain/access/role.ts';
import { useFormats, useLanguage, useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { CopyIcon } from '../../components/CopyButton.tsx';
import { ExactTime } from '../../components/Time.tsx';
import classes from './Audit.module.css';
import { ChangeList } from './ChangeList.tsx';
import { DecisionBadge } from './DecisionBadge.tsx';
import { describeEntry } from './describe-entry.ts';
import { ApprovalLink, RelatedList, SameRequest, SimulateLinks } from './entry/EntryLinks.tsx';
import { EntryProofSection } from './entry/EntryProofSection.tsx';
import { KeptContent } from './entry/KeptContent.tsx';
import { requestStory } from './entry/request-story.ts';
import { useRelated } from './entry/use-related.ts';
import { factChanges, factFields, isCommitted } from './fact-reader.ts';
import { RequestFacts } from './RequestFacts.tsx';
import { requestFacts } from './request-facts.ts';
import { useActorName } from './use-actor-name.ts';

/** What an entry says, what belongs to it, its fields, and the bytes that are hashed. */
export function EntryDetails({
  entry,
  generation,
  onOpen,
}: {
  readonly entry: AuditEntryView;
  /** Of the log that the entry is in; undefined for the newest. */
  readonly generation: number | undefined;
  readonly onOpen: (id: string) => void;
}) {
  const { language } = useLanguage();
  const words = language.text.audit;
  const actorName = useActorName();
  const changes = factChanges(entry.body);
  const facts = requestFacts(entry, words.request, useFormats());
  const related = useRelated(entry, generation);
  const canSeeContent = may(useSession().user.role, 'evidence.read') && isCommitted(entry.body);
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
      {isDecided(entry) && (
        <Section title={words.sections.story}>
          <Story
            sentences={requestStory(entry, {
              actor: actorName(entry),
              outcome: related.find(({ type }) => type === 'ai.request.outcome'),
              language,
            })}
          />
        </Section>
      )}
      {canSeeContent && (
        <Section title={words.content.title}>
          <KeptContent entryId={entry.id} onOpen={onOpen} />
        </Section>
      )}
      <Section title={words.sections.related}>
        {related.length > 0 && <RelatedList related={related} onOpen={onOpen} />}
        <Group gap="xs" className={classes['links']}>
          <SameRequest entry={entry} />
          <ApprovalLink entry={entry} />
          <SimulateLinks entry={entry} />
        </Group>
      </Section>
      {entry.class === 'ai' && facts.length > 0 && (
        <Section title={words.sections.request}>
          <RequestFacts facts={facts} />
        </Section>
      )}
      {changes.length > 0 && (
        <Section title={words.sections.changes}>
          <ChangeList changes={changes} />
        </Section>
      )}
      <Section title={words.sections.proof}>
        <EntryProofSection key={entry.id} entry={entry} />
      </Section>
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
          {factFields(entry.body)
            .filter(({ path }) => path !== 'changes' || changes.length === 0)
            .map(({ path, value }) => (
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

function isDecided({ type }: AuditEntryView): boolean {
  return ['ai.request.intent', 'ai.request.denied', 'ai.request.held'].includes(type);
}

function Story({ sentences }: { readonly sentences: readonly string[] }) {
  return sentences.map((sentence) => (
    <Text key={sentence} size="sm" className={classes['wrap']}>
      {sentence}
    </Text>
  ));
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
