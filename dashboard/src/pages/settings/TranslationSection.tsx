import type { SettingsView } from '../../../../src/contract/schemas.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { SettingChoice } from './SettingChoice.tsx';
import { useStoreSettings } from './use-store-settings.ts';

/** What happens to a field that the format of the model's provider does not have. */
export function TranslationSection({ settings }: { readonly settings: SettingsView }) {
  const text = useText().models.translation;
  const store = useStoreSettings();
  return (
    <SettingChoice
      id="translation"
      title={text.title}
      text={text.text}
      stored={settings.translation}
      choices={[
        { value: 'strict', label: text.strict, hint: text.strictHint },
        { value: 'lenient', label: text.lenient, hint: text.lenientHint },
      ]}
      needs="settings.write"
      store={(choice) => store({ translation: choice })}
      note={text.note}
    />
  );
}
