import { Box, Group, Paper, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { BrandMark } from './BrandMark.tsx';
import classes from './Entrance.module.css';
import { LanguageMenu } from './shell/LanguageMenu.tsx';
import { ThemeMenu } from './shell/ThemeMenu.tsx';

/** The frame of the pages before a session: one card in the middle. */
export function Entrance({
  title,
  intro,
  children,
}: {
  readonly title: string;
  readonly intro?: string | undefined;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Monago`;
  }, [title]);
  return (
    <Box className={classes['ground']}>
      <Group component="header" className={classes['bar']} justify="space-between">
        <Group gap={10}>
          <BrandMark size={26} />
          <Text fw={650} size="lg">
            Monago
          </Text>
        </Group>
        <Group gap={4}>
          <LanguageMenu />
          <ThemeMenu />
        </Group>
      </Group>
      <main className={classes['center']}>
        <Paper className={classes['card']} radius="lg">
          <Title order={1} tabIndex={-1}>
            {title}
          </Title>
          {intro !== undefined && (
            <Text c="dimmed" mt={4}>
              {intro}
            </Text>
          )}
          <Box mt="lg">{children}</Box>
        </Paper>
      </main>
    </Box>
  );
}
