import { Tabs } from '@mantine/core';
import { useText } from '../../app/i18n/Language.tsx';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import type { Snippet } from '../../components/quickstart.ts';

/** The same example in several languages. */
export function CodeTabs({ snippets }: { readonly snippets: readonly Snippet[] }) {
  const text = useText().overview;
  return (
    <Tabs defaultValue={snippets[0]?.label ?? null}>
      <Tabs.List>
        {snippets.map(({ label }) => (
          <Tabs.Tab key={label} value={label}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {snippets.map(({ label, code }) => (
        <Tabs.Panel key={label} value={label} pt="xs">
          <CodeBlock code={code} what={text.codeLabel(label)} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
