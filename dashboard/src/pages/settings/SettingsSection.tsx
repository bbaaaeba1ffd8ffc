import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Settings.module.css';

/** One matter of the settings, with what can be done about it at the top right. */
export function SettingsSection({
  id,
  title,
  text,
  action,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={classes['section']} aria-labelledby={id}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-start" gap="md">
          <div className={classes['heading']}>
            <Title order={2} id={id}>
              {title}
            </Title>
            <Text size="sm" c="dimmed" mt={4}>
              {text}
            </Text>
          </div>
          {action}
        </Group>
        {children}
      </Stack>
    </section>
  );
}
