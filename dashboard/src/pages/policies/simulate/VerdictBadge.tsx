import { Badge } from '@mantine/core';
import { Ban, CircleCheck, EyeOff, Hand } from 'lucide-react';
import type { VerdictView } from '../../../../../src/contract/policy-schemas.ts';
import { useText } from '../../../app/i18n/Language.tsx';

const looks = {
  allow: { color: 'green', icon: CircleCheck },
  redact: { color: 'brand', icon: EyeOff },
  hold: { color: 'orange', icon: Hand },
  deny: { color: 'red', icon: Ban },
} as const;

export function VerdictBadge({ verdict }: { readonly verdict: VerdictView }) {
  const text = useText().policies.verdicts;
  const { color, icon: Icon } = looks[verdict];
  return (
    <Badge
      color={color}
      miw="max-content"
      leftSection={<Icon size={13} strokeWidth={2.25} aria-hidden />}
    >
      {text[verdict]}
    </Badge>
  );
}
