import { useText } from '../../app/i18n/Language.tsx';
import { StatusBadge, type StatusLook } from '../../components/StatusBadge.tsx';
import type { PolicyState } from './policy-search.ts';

const looks: Readonly<Record<PolicyState, StatusLook>> = {
  enforce: 'good',
  monitor: 'watched',
  off: 'ended',
  draft: 'open',
  archived: 'ended',
};

/** What a policy is now. */
export function StateBadge({ state }: { readonly state: PolicyState }) {
  const text = useText().policies;
  return <StatusBadge look={looks[state]} label={text.states[state]} why={text.stateWhy[state]} />;
}
