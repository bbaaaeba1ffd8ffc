import { Badge, Tooltip } from '@mantine/core';
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleX,
  Clock,
  Eye,
  Flag,
  TriangleAlert,
} from 'lucide-react';

const looks = {
  good: { color: 'green', icon: CircleCheck },
  paused: { color: 'orange', icon: CirclePause },
  watched: { color: 'brand', icon: Eye },
  warned: { color: 'orange', icon: TriangleAlert },
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
  why,
}: {
  readonly look: StatusLook;
  readonly label: string;
  /** Told on hover and on focus. */
  readonly why?: string;
}) {
  const { color, icon: Icon } = looks[look];
  const icon = <Icon size={13} strokeWidth={2.25} aria-hidden />;
  if (why === undefined) {
    return (
      <Badge color={color} leftSection={icon} miw="max-content">
        {label}
      </Badge>
    );
  }
  return (
    <Tooltip label={why}>
      <Badge color={color} leftSection={icon} miw="max-content" tabIndex={0}>
        {label}
      </Badge>
    </Tooltip>
  );
}
