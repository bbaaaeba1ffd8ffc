import { Stack, Text, ThemeIcon } from '@mantine/core';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Why a list is empty, and the one thing to do about it. */
export function EmptyState({
  icon: Icon,
  title,
  text,
  action,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text?: string;
  readonly action?: ReactNode;
}) {
  return (
    <Stack align="center" gap="xs" py={56} px="md">
      <ThemeIcon variant="light" color="gray" size={44} radius="xl" mb={4}>
        <Icon size={22} strokeWidth={1.75} />
      </ThemeIcon>
      <Text fw={600}>{title}</Text>
      {text !== undefined && (
        <Text size="sm" c="dimmed" ta="center" maw={420}>
          {text}
        </Text>
      )}
      {action !== undefined && <div style={{ marginTop: 8 }}>{action}</div>}
    </Stack>
  );
}
