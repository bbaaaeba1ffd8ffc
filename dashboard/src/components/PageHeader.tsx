import { Box, Group, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';

/** Name of the page, one sentence about it, and its primary action at the top right. */
export function PageHeader({
  title,
  intro,
  action,
}: {
  readonly title: string;
  readonly intro: string;
  readonly action?: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Monago`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="xl">
      <Box flex={1} miw={220}>
        <Title order={1} tabIndex={-1}>
          {title}
        </Title>
        <Text c="dimmed" size="md" mt={4}>
          {intro}
        </Text>
      </Box>
      {action}
    </Group>
  );
}
