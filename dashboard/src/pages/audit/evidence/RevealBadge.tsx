import type { RevealView } from '../../../../../src/contract/audit-content-endpoints.ts';
import { useText } from '../../../app/i18n/Language.tsx';
import { StatusBadge, type StatusLook } from '../../../components/StatusBadge.tsx';

const looks: Readonly<Record<RevealView['state'], StatusLook>> = {
  requested: 'timed',
  approved: 'good',
  revealed: 'good',
  refused: 'stopped',
  expired: 'ended',
};

export function RevealBadge({ state }: { readonly state: RevealView['state'] }) {
  const text = useText().audit.reveals;
  return <StatusBadge look={looks[state]} label={text.states[state]} />;
}
