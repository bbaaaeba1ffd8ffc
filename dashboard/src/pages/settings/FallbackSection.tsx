import type { SettingsView } from '../../../../src/contract/schemas.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { useSession } from '../../app/session.ts';
import { RelativeTime } from '../../components/Time.tsx';
import { SettingChoice } from './SettingChoice.tsx';
import { useStoreSettings } from './use-store-settings.ts';

/** Whether the platform's key may stand in. */
export function FallbackSection({ settings }: { readonly settings: SettingsView }) {
  const text = useText().platform.settings;
  const store = useStoreSettings();
  const { mode, fallback_used_at: usedAt } = useSession();
  return (
    <SettingChoice
      id="fallback"
      title={text.fallback}
      text={text.fallbackText[mode]}
      stored={settings.credential_fallback}
      choices={[
        { value: 'platform', label: text.platform[mode], hint: text.platformHint },
        { value: 'never', label: text.never, hint: text.neverHint },
      ]}
      needs="settings.write"
      store={(choice) => store({ credential_fallback: choice })}
      note={
        usedAt === null ? (
          text.notUsed
        ) : (
          <>
            {text.lastUsed} <RelativeTime value={usedAt} />
          </>
        )
      }
    />
  );
}
