import type { AuditEntryView } from '../../../../src/contract/schemas.ts';
import type { PolicyDecision } from '../../../../src/domain/audit/fact.ts';
import { useText } from '../../app/i18n/Language.tsx';
import { StatusBadge, type StatusLook } from '../../components/StatusBadge.tsx';
import { readerOf } from './fact-reader.ts';

const looks: Readonly<Record<PolicyDecision, StatusLook>> = {
  allowed: 'good',
  blocked: 'stopped',
  redacted: 'flagged',
  flagged: 'flagged',
  pending_approval: 'timed',
};

/** The policy decision of an AI request; nothing for any other entry. */
export function DecisionBadge({ entry }: { readonly entry: AuditEntryView }) {
  const words = useText().audit;
  const decision = readerOf(entry.body).text('decision');
  if (decision === undefined || !isDecision(decision)) return null;
  return <StatusBadge look={looks[decision]} label={words.decisions[decision]} />;
}

function isDecision(text: string): text is PolicyDecision {
  return Object.hasOwn(looks, text);
}
