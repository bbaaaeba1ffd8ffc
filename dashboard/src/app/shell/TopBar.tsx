import { Badge, Burger, Group, Text } from '@mantine/core';
import { useText } from '../i18n/Language.tsx';
import { useSession } from '../session.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { LanguageMenu } from './LanguageMenu.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';

export function TopBar({
  isMenuOpen,
  onMenu,
}: {
  readonly isMenuOpen: boolean;
  readonly onMenu: () => void;
}) {
  const text = useText().app;
  const { tenant, mode } = useSession();
  const modeName = mode === 'cloud' ? text.cloud : text.onpremise;
  return (
    <Group h="100%" px={{ base: 'md', sm: 40 }} justify="space-between" wrap="nowrap" gap="sm">
      <Group gap="sm" wrap="nowrap" miw={0}>
        <Burger
          opened={isMenuOpen}
          onClick={onMenu}
          hiddenFrom="sm"
          size="sm"
          aria-label={text.openMenu}
          aria-expanded={isMenuOpen}
        />
        <Text fw={600} truncate>
          {tenant.name}
        </Text>
        <Badge color="gray" visibleFrom="xs" aria-label={text.modeLabel(modeName)}>
          {modeName}
        </Badge>
      </Group>
      <Group gap={4} wrap="nowrap">
        <LanguageMenu />
        <ThemeMenu />
        <AccountMenu />
      </Group>
    </Group>
  );
}
