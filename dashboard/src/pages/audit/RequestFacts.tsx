import { Text } from '@mantine/core';
import classes from './Audit.module.css';
import type { RequestFact } from './request-facts.ts';

/** One fact a line, what there is to say of it below. */
export function RequestFacts({ facts }: { readonly facts: readonly RequestFact[] }) {
  return (
    <dl className={classes['fields']}>
      {facts.map((fact) => (
        <RequestFactLine key={fact.label} fact={fact} />
      ))}
    </dl>
  );
}

function RequestFactLine({ fact: { label, value, form, detail } }: { readonly fact: RequestFact }) {
  return (
    <>
      <dt className={classes['changed']}>{label}</dt>
      <dd className={form === 'words' ? classes['words'] : undefined}>
        {value}
        {detail !== undefined && (
          <Text component="div" size="xs" c="dimmed" className={classes['words']}>
            {detail}
          </Text>
        )}
      </dd>
    </>
  );
}
