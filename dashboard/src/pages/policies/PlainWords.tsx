import { Badge, Group, Text, Title } from '@mantine/core';
import { renderPolicy } from '../../../../src/domain/policy/render/render-policy.ts';
import { useFormats, useLanguage } from '../../app/i18n/Language.tsx';
import classes from './Policies.module.css';
import type { PolicyText } from './policy-text.ts';

/** What a policy says, in sentences that need no knowledge of its language. */
export function PlainWords({ policyText }: { readonly policyText: PolicyText }) {
  const { language } = useLanguage();
  const text = language.text.policyEditor.plain;
  const formats = useFormats();
  const { compiled } = policyText;
  return (
    <section className={classes['panel']} aria-labelledby="plain-words">
      <Title order={3} id="plain-words">
        {text.title}
      </Title>
      <Text size="xs" c="dimmed" mt={2}>
        {compiled.length === 0 ? text.broken : text.text}
      </Text>
      {compiled.map(({ policy, cost, variables }) => (
        <div key={`${policy.scope}/${policy.name}`} className={classes['plain']}>
          <p className={classes['sentence']} lang={language.code}>
            {renderPolicy(policy, language.code)}
          </p>
          <Group gap={6}>
            <Text size="xs" c="dimmed">
              {text.reads}
            </Text>
            {variables.map((path) => (
              <Badge key={path} color="gray" ff="monospace" fw={500}>
                {path}
              </Badge>
            ))}
            {variables.length === 0 && (
              <Text size="xs" c="dimmed">
                {text.readsNothing}
              </Text>
            )}
          </Group>
          <Text size="xs" c="dimmed" mt={6}>
            {text.steps(formats.number(cost))}
          </Text>
        </div>
      ))}
    </section>
  );
}
