import { Alert, Anchor, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { useNow } from '../../components/Time.tsx';
import { useFormats, useText } from '../i18n/Language.tsx';
import { useSession } from '../session.ts';

const shownForMs = 24 * 60 * 60_000;

/** Says on every page that the platform's key stood in within the last day. Hiding it lasts as long as the page. */
export function FallbackBanner() {
  const text = useText().platform.banner;
  const formats = useFormats();
  const nowMs = useNow();
  const { fallback_used_at: usedAt } = useSession();
  const [isHidden, setIsHidden] = useState(false);
  if (usedAt === null || isHidden || nowMs - Date.parse(usedAt) > shownForMs) return null;
  return (
    <Alert
      component="section"
      role="region"
      aria-label={text.label}
      color="orange"
      variant="light"
      radius={0}
      px={{ base: 'md', sm: 40 }}
      icon={<LifeBuoy size={18} />}
      withCloseButton
      closeButtonLabel={text.hide}
      onClose={() => setIsHidden(true)}
    >
      <Group gap="4px 16px">
        <Text size="sm" title={formats.exact(usedAt)}>
          {text.text(formats.relative(usedAt, nowMs))}
        </Text>
        <Anchor component={Link} to="/providers" size="sm" c="inherit" fw={600} underline="always">
          {text.action}
        </Anchor>
      </Group>
    </Alert>
  );
}
