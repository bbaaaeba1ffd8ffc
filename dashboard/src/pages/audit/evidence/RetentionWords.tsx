import { Text, Title } from '@mantine/core';
import type { RetentionView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import classes from './Evidence.module.css';

/** For whoever may read it and not change it. */
export function RetentionWords({ stored }: { readonly stored: RetentionView }) {
  const text = useText().audit.retention;
  const { number } = useFormats();
  const kept = (days: number | null, forever: string) =>
    days === null ? forever : text.keptDays(number(days));
  return (
    <section className={classes['section']} aria-labelledby="retention">
      <Title order={2} id="retention">
        {text.title}
      </Title>
      <Text size="sm" c="dimmed" mt={4} mb="md">
        {text.text}
      </Text>
      <dl className={classes['facts']}>
        <div>
          <dt>{text.entries}</dt>
          <dd>{kept(stored.entry_days, text.entriesForever)}</dd>
        </div>
        <div>
          <dt>{text.content}</dt>
          <dd>{kept(stored.content_days, text.contentForever)}</dd>
        </div>
      </dl>
    </section>
  );
}
