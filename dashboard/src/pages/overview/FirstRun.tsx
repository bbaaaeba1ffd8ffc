import { Button, Group, Loader, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowRight, Check } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason, useSession } from '../../app/session.ts';
import { requestSnippets } from '../../components/quickstart.ts';
import { CodeTabs } from './CodeTabs.tsx';
import classes from './Overview.module.css';

interface FirstRunProps {
  readonly isConnected: boolean;
  readonly hasKey: boolean;
  readonly hasRequest: boolean;
}

/** From nothing to the first governed request. Each tick stands for something that the server has seen. */
export function FirstRun({ isConnected, hasKey, hasRequest }: FirstRunProps) {
  const text = useText().overview;
  const { gateway_url: gatewayUrl } = useSession();
  const isReadOnly = useDisabledReason('credential.write') !== undefined;
  const done = [isConnected, hasKey, hasRequest].filter(Boolean).length;
  // Who has sent requests before needs no introduction; who sends the first one now sees it arrive.
  const [isNewcomer] = useState(!hasRequest);
  if (!isNewcomer) return null;
  return (
    <section className={classes['firstRun']} aria-labelledby="first-run">
      <Group justify="space-between" align="flex-start" p="lg" pb="md">
        <div>
          <Title order={2} id="first-run">
            {text.firstRun}
          </Title>
          <Text size="sm" c="dimmed" mt={2}>
            {text.firstRunText}
          </Text>
        </div>
        <Text size="sm" c="dimmed" role="status">
          {text.progress(done, 3)}
        </Text>
      </Group>
      <ol className={classes['steps']}>
        <Step number={1} title={text.connect} hint={text.connectText} isDone={isConnected}>
          {!isConnected && !isReadOnly && (
            <Button
              renderRoot={(props) => <Link {...props} to="/providers" search={{ add: 'new' }} />}
              rightSection={<ArrowRight size={16} />}
            >
              {text.connect}
            </Button>
          )}
        </Step>
        <Step number={2} title={text.createKey} hint={text.createKeyText} isDone={hasKey}>
          {!hasKey && !isReadOnly && (
            <Button
              renderRoot={(props) => <Link {...props} to="/api-keys" search={{ create: 'new' }} />}
              variant={isConnected ? 'filled' : 'default'}
              rightSection={<ArrowRight size={16} />}
            >
              {text.createKey}
            </Button>
          )}
        </Step>
        <Step number={3} title={text.send} hint={text.sendText} isDone={hasRequest}>
          {hasRequest ? <Arrived /> : <CodeTabs snippets={requestSnippets(gatewayUrl)} />}
          {isConnected && hasKey && !hasRequest && (
            <Group gap={8} mt="sm" role="status">
              <Loader size={14} />
              <Text size="sm" c="dimmed">
                {text.waiting}
              </Text>
            </Group>
          )}
        </Step>
      </ol>
    </section>
  );
}

function Arrived() {
  const text = useText().overview;
  return (
    <Group gap="sm" role="status">
      <Text size="sm">{text.arrived}</Text>
      <Button
        component={Link}
        to="/audit"
        variant="default"
        rightSection={<ArrowRight size={16} />}
      >
        {text.seeAudit}
      </Button>
    </Group>
  );
}

function Step({
  number,
  title,
  hint,
  isDone,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly hint: string;
  readonly isDone: boolean;
  readonly children: ReactNode;
}) {
  const text = useText().overview;
  return (
    <li className={classes['step']}>
      <span
        className={classes['marker']}
        data-done={isDone}
        role="img"
        aria-label={isDone ? text.stepDone : text.stepOpen}
      >
        {isDone ? <Check size={15} strokeWidth={3} /> : number}
      </span>
      <div className={classes['stepBody']}>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {hint}
        </Text>
        <div className={classes['stepAction']}>{children}</div>
      </div>
    </li>
  );
}
