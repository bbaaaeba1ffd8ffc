import { Group, Text } from '@mantine/core';
import type { RevealView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { useFormats, useText } from '../../../app/i18n/Language.tsx';
import { RelativeTime } from '../../../components/Time.tsx';
import classes from '../evidence/Evidence.module.css';
import { LogLink } from '../evidence/LogLink.tsx';
import { RevealBadge } from '../evidence/RevealBadge.tsx';
import { useNames } from '../evidence/use-names.ts';

/** Who asked before, and what became of it. */
export function EarlierReveals({ reveals }: { readonly reveals: readonly RevealView[] }) {
  const text = useText().audit.content;
  const { number } = useFormats();
  const names = useNames();
  if (reveals.length === 0) return null;
  return (
    <details className={classes['earlier']}>
      <summary>{text.earlier(number(reveals.length))}</summary>
      <ul>
        {reveals.map((reveal) => (
          <li key={reveal.id}>
            <Group gap={8}>
              <RevealBadge state={reveal.state} />
              <Text size="sm">{names.person(reveal.requested_by)}</Text>
              <Text size="xs" c="dimmed">
                <RelativeTime value={reveal.requested_at} />
              </Text>
              <LogLink subject={reveal.id} what={reveal.reason} />
            </Group>
            <Text size="sm" mt={4} className={classes['words']}>
              {reveal.reason}
            </Text>
            {reveal.decided_by !== null && (
              <Text size="xs" c="dimmed" className={classes['words']}>
                {reveal.state === 'refused'
                  ? text.refusedBy(names.inSentence(reveal.decided_by))
                  : text.approvedBy(names.inSentence(reveal.decided_by))}
                {reveal.decision_reason !== null && `: ${reveal.decision_reason}`}
              </Text>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
