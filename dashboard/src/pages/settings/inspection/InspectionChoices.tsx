import type { InspectionView } from '../../../../../src/contract/inspection-endpoints.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { SettingChoice } from '../SettingChoice.tsx';
import { useStoreInspection } from './use-store-inspection.ts';

interface InspectionProps {
  readonly inspection: InspectionView;
}

export function NamesChoice({ inspection }: InspectionProps) {
  const text = useText().inspection.names;
  const store = useStoreInspection();
  return (
    <SettingChoice
      id="names"
      title={text.title}
      text={text.text}
      stored={inspection.names ? 'on' : 'off'}
      choices={[
        { value: 'off', label: text.off, hint: text.offHint },
        { value: 'on', label: text.on, hint: text.onHint },
      ]}
      needs="inspection.write"
      store={(choice) => store({ names: choice === 'on' })}
    />
  );
}

export function TokenChoice({ inspection }: InspectionProps) {
  const text = useText().inspection.tokens;
  const store = useStoreInspection();
  return (
    <SettingChoice
      id="tokens"
      title={text.title}
      text={text.text}
      stored={inspection.token_format}
      choices={[
        { value: 'angle', label: text.angle, hint: text.angleHint },
        { value: 'bracket', label: text.bracket, hint: text.bracketHint },
        { value: 'stable', label: text.stable, hint: text.stableHint },
      ]}
      needs="inspection.write"
      store={(choice) => store({ token_format: choice })}
    />
  );
}

export function ContentChoice({ inspection }: InspectionProps) {
  const text = useText().inspection.content;
  const store = useStoreInspection();
  return (
    <SettingChoice
      id="content"
      title={text.title}
      text={text.text}
      stored={inspection.content_in_approvals ? 'show' : 'hide'}
      choices={[
        { value: 'hide', label: text.hide, hint: text.hideHint },
        { value: 'show', label: text.show, hint: text.showHint },
      ]}
      needs="inspection.write"
      store={(choice) => store({ content_in_approvals: choice === 'show' })}
    />
  );
}
