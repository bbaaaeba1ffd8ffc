import type { SettingsView } from '../../../../src/contract/schemas.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { SettingChoice } from './SettingChoice.tsx';

/** What happens to a field that the format of the model's provider does not have. */
export function TranslationSection({ settings }: { readonly settings: SettingsView }) {
  const text = useText().models.translation;
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
      changeOf={(choice) => ({ translation: choice })}
      note={text.note}
    />
  );
}
