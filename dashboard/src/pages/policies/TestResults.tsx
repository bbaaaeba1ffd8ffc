import { Group, Text, Title } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import { useText } from '../../app/i18n/Language.tsx';
import { StatusBadge } from '../../components/StatusBadge.tsx';
import classes from './Policies.module.css';
import { testFailure } from './test-failure.ts';

/** How one test ended. */
export interface EndedTest {
  readonly policy: string;
  readonly test: string;
  readonly failures: readonly string[];
}

/** Each test of a policy and what was not as expected. */
export function TestResults({
  results,
  isBroken = false,
}: {
  readonly results: readonly EndedTest[];
  /** Whether the policy has an error, so that no test could run. */
  readonly isBroken?: boolean;
}) {
  const text = useText().policyEditor.tests;
  const passed = results.filter(({ failures }) => failures.length === 0).length;
  const isPassed = passed === results.length;
  return (
    <section className={classes['panel']} aria-labelledby="policy-tests">
      <Group justify="space-between" gap="xs">
        <Title order={3} id="policy-tests">
          {text.title}
        </Title>
        {results.length > 0 && (
          <StatusBadge
            look={isPassed ? 'good' : 'stopped'}
            label={text.passed(passed, results.length)}
          />
        )}
      </Group>
      {results.length === 0 && (
        <Text size="sm" c="dimmed" mt={6}>
          {isBroken ? text.broken : text.none}
        </Text>
      )}
      <ul className={classes['tests']}>
        {results.map(({ policy, test, failures }) => (
          <li key={`${policy}/${test}`} data-passed={failures.length === 0 || undefined}>
            {failures.length === 0 ? (
              <CircleCheck size={15} role="img" aria-label={text.pass} />
            ) : (
              <CircleX size={15} role="img" aria-label={text.fail} />
            )}
            <div>
              {test}
              {failures.map((failure) => (
                <div key={failure} className={classes['failure']}>
                  {testFailure(failure, text.failure)}
                </div>
              ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
