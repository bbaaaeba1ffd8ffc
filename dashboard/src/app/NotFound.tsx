import { Button, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useText } from './i18n/Language.tsx';

export function NotFound() {
  const text = useText().app;
  return (
    <Stack component="main" align="center" mt="20vh" p="lg" gap="xs">
      <Title order={1} tabIndex={-1}>
        {text.notFoundTitle}
      </Title>
      <Text c="dimmed" mb="sm">
        {text.notFoundText}
      </Text>
      <Button component={Link} to="/">
        {text.toStart}
      </Button>
    </Stack>
  );
}
