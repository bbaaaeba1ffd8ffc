import { Group, Radio, Stack, Text, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SettingsView } from '../../../../src/contract/schemas.ts';
import { call } from '../../api/client.ts';
import { queries } from '../../api/queries.ts';
import { useSubmission } from '../../api/use-submission.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useDisabledReason, useSession } from '../../app/session.ts';
import { ErrorNotice } from '../../components/ErrorNotice.tsx';
import { GuardedButton } from '../../components/GuardedButton.tsx';
import { RelativeTime } from '../../components/Time.tsx';
import classes from './Settings.module.css';

type Choice = SettingsView['credential_fallback'];

const isChoice = (text: string): text is Choice => text === 'platform' || text === 'never';

/** Whether the platform's key may stand in. Saved by itself, and recorded. */
export function FallbackSection({ settings }: { readonly settings: SettingsView }) {
  const text = useText().platform.settings;
  const { mode, fallback_used_at: usedAt } = useSession();
  const disabledReason = useDisabledReason('settings.write');
  const queryClient = useQueryClient();
  const saving = useSubmission();
  const stored = settings.credential_fallback;
  const [chosen, setChosen] = useState<Choice>();
  const [isSaved, setIsSaved] = useState(false);
  const choice = chosen ?? stored;

  const choose = (value: string) => {
    if (!isChoice(value)) return;
    setIsSaved(false);
    setChosen(value);
  };
  const save = () =>
    saving.run(async () => {
      const saved = await call('settings.update', { body: { credential_fallback: choice } });
      queryClient.setQueryData(queries.settings().queryKey, saved);
      setChosen(undefined);
      setIsSaved(true);
      await queryClient.invalidateQueries({ queryKey: ['audit'] });
    });
  return (
    <section className={classes['section']} aria-labelledby="fallback">
      <Stack gap="md">
        <div>
          <Title order={2} id="fallback">
            {text.fallback}
          </Title>
          <Text size="sm" c="dimmed" mt={4}>
            {text.fallbackText[mode]}
          </Text>
        </div>
        <Radio.Group value={choice} onChange={choose} aria-labelledby="fallback">
          <Stack gap="sm">
            <Radio
              value="platform"
              label={text.platform[mode]}
              description={text.platformHint}
              disabled={disabledReason !== undefined}
            />
            <Radio
              value="never"
              label={text.never}
              description={text.neverHint}
              disabled={disabledReason !== undefined}
            />
          </Stack>
        </Radio.Group>
        <Text size="sm" c="dimmed">
          {usedAt === null ? (
            text.notUsed
          ) : (
            <>
              {text.lastUsed} <RelativeTime value={usedAt} />
            </>
          )}
        </Text>
        {saving.error !== undefined && <ErrorNotice error={saving.error} />}
        <Group gap="sm">
          <GuardedButton
            disabledReason={disabledReason}
            disabled={disabledReason === undefined && choice === stored}
            loading={saving.isPending}
            onClick={save}
          >
            {text.save}
          </GuardedButton>
          <Text size="sm" c="dimmed" role="status">
            {isSaved && text.saved}
          </Text>
        </Group>
      </Stack>
    </section>
  );
}
