import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useText } from '../i18n/Language.tsx';
import { ChoiceItem } from './ChoiceItem.tsx';

const schemes = [
  { value: 'light', label: 'light', icon: Sun },
  { value: 'dark', label: 'dark', icon: Moon },
  { value: 'auto', label: 'system', icon: Monitor },
] as const;

export function ThemeMenu() {
  const text = useText().app;
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const chosen = schemes.find((scheme) => scheme.value === colorScheme) ?? schemes[2];
  const Icon = chosen.icon;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          c="dimmed"
          size={36}
          aria-label={`${text.theme}: ${text[chosen.label]}`}
        >
          <Icon size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {schemes.map(({ value, label }) => (
          <ChoiceItem
            key={value}
            isChosen={value === colorScheme}
            onChoose={() => setColorScheme(value)}
          >
            {text[label]}
          </ChoiceItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
