import { Button, Menu, VisuallyHidden } from '@mantine/core';
import { Languages } from 'lucide-react';
import { useLanguage } from '../i18n/Language.tsx';
import { languageCodes, languages } from '../i18n/languages.ts';
import { ChoiceItem } from './ChoiceItem.tsx';

export function LanguageMenu() {
  const { language, choose } = useLanguage();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          px={8}
          c="dimmed"
          leftSection={<Languages size={17} aria-hidden />}
        >
          {language.code.toUpperCase()}
          <VisuallyHidden>
            {' '}
            {language.text.app.language}: {language.name}
          </VisuallyHidden>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {languageCodes.map((code) => (
          <ChoiceItem key={code} isChosen={code === language.code} onChoose={() => choose(code)}>
            <span lang={code}>{languages[code].name}</span>
          </ChoiceItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
