import { Badge } from '@mantine/core';
import { Ban, CircleCheck, CircleDashed, CirclePause, CircleX, Clock, Flag } from 'lucide-react';

const looks = {
  good: { color: 'green', icon: CircleCheck },
  paused: { color: 'orange', icon: CirclePause },
  timed: { color: 'orange', icon: Clock },
  flagged: { color: 'orange', icon: Flag },
  ended: { color: 'gray', icon: CircleX },
  stopped: { color: 'red', icon: Ban },
  open: { color: 'gray', icon: CircleDashed },
} as const;

export type StatusLook = keyof typeof looks;

/** A status is always an icon, a word and a colour: none of them carries it alone. */
export function StatusBadge({
  look,
  label,
}: {
  readonly look: StatusLook;
  readonly label: string;
}) {
  const { color, icon: Icon } = looks[look];
  return (
    <Badge color={color} leftSection={<Icon size={13} strokeWidth={2.25} aria-hidden />}>
      {label}
    </Badge>
  );
}
