import { Badge } from '@mantine/core';
import { Gauge } from 'lucide-react';
import type { ApprovalView } from '../../../../src/contract/approval-endpoints.ts';
import { useText } from '../../app/i18n/Language.tsx';

type Risk = ApprovalView['risk'];

const colors: Readonly<Record<Risk['band'], string>> = {
  low: 'gray',
  medium: 'orange',
  high: 'orange',
  critical: 'red',
};

/** Score and band: a number, a word and a colour. */
export function RiskBadge({ risk: { score, band } }: { readonly risk: Risk }) {
  const text = useText().approvals;
  return (
    <Badge
      color={colors[band]}
      leftSection={<Gauge size={13} strokeWidth={2.25} aria-hidden />}
      miw="max-content"
    >
      {score} · {text.bands[band]}
    </Badge>
  );
}
