import { Alert, Anchor, Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { ContentView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { queries } from '../../../api/queries.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { type HeldSecret, holdSecret } from '../../../components/held-secret.ts';
import { StatusBadge } from '../../../components/StatusBadge.tsx';
import { useSecretLifetime } from '../../../components/use-secret-lifetime.ts';
import classes from '../evidence/Evidence.module.css';
import { formatted, shownText } from './shown-text.ts';

type Part = ContentView['parts'][number];

/** What may be remembered of the parts, and what may not: the bytes are in the secret alone. */
export interface ShownContent {
  readonly revealId: string;
  readonly parts: readonly (Omit<Part, 'text' | 'base64'> & { readonly isText: boolean })[];
  readonly secret: HeldSecret<Part['name']>;
}

export function shownContentOf({ reveal, parts }: ContentView): ShownContent {
  return {
    revealId: reveal.id,
    parts: parts.map(({ text, base64: _, ...part }) => ({ ...part, isText: text !== null })),
    secret: holdSecret(parts.map(({ name, text, base64 }) => [name, text ?? base64])),
  };
}

/** The content, as long as the page is looked at: nothing of it is kept anywhere. */
export function RevealedContent({
  shown,
  onHidden,
}: {
  readonly shown: ShownContent;
  readonly onHidden: () => void;
}) {
  const text = useText().audit.content;
  const isWiped = useSecretLifetime(shown.secret);
  if (isWiped) {
    return (
      <Alert role="status" color="gray" icon={<EyeOff size={18} />}>
        {text.hidden}
      </Alert>
    );
  }
  return (
    <section className={classes['box']} aria-label={text.shownTitle}>
      <Stack gap="md">
        <div role="status">
          <Text size="sm" fw={600}>
            {text.shownTitle}
          </Text>
          <Text size="sm" c="dimmed">
            {text.shownText}
          </Text>
        </div>
        {shown.parts.map((part) => (
          <ShownPart key={part.name} part={part} read={() => shown.secret.read(part.name)} />
        ))}
        <Group justify="space-between" gap="sm">
          <Record revealId={shown.revealId} />
          <Button size="xs" variant="default" leftSection={<EyeOff size={14} />} onClick={onHidden}>
            {text.hide}
          </Button>
        </Group>
      </Stack>
    </section>
  );
}

function ShownPart({
  part,
  read,
}: {
  readonly part: ShownContent['parts'][number];
  readonly read: () => string;
}) {
  const text = useText().audit.content;
  const { number } = useFormats();
  const [isFormatted, setFormatted] = useState(true);
  const raw = read();
  const laidOut = part.isText ? formatted(raw) : undefined;
  const label = text.parts[part.name];
  return (
    <div>
      <Group gap={8}>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        {part.verified !== null && (
          <StatusBadge
            look={part.verified ? 'good' : 'stopped'}
            label={part.verified ? text.verified : text.mismatch}
          />
        )}
      </Group>
      <Group justify="space-between" gap="xs">
        <Text size="xs" c="dimmed">
          {text.forms[part.form]} ·{' '}
          {part.isText ? text.bytes(number(part.bytes)) : text.notText(number(part.bytes))}
        </Text>
        {laidOut !== undefined && (
          <Switch
            size="xs"
            label={text.formatted}
            checked={isFormatted}
            onChange={({ currentTarget }) => setFormatted(currentTarget.checked)}
          />
        )}
      </Group>
      {part.form !== 'withheld' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
        <section className={classes['text']} tabIndex={0} aria-label={label}>
          {shownText(isFormatted ? (laidOut ?? raw) : raw)}
        </section>
      )}
    </div>
  );
}

/** In a tab of its own, because leaving this one ends the look. */
function Record({ revealId }: { readonly revealId: string }) {
  const text = useText().audit.content;
  const entry = useQuery(
    queries.auditEntries({ subject: revealId, type: 'content.revealed', limit: 1 }),
  ).data?.entries[0];
  if (entry === undefined) return <span />;
  return (
    <Anchor size="sm" href={`/audit?entry=${entry.id}`} target="_blank" rel="noopener">
      {text.recorded} {text.newWindow}
    </Anchor>
  );
}
