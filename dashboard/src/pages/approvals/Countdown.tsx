import { useSyncExternalStore } from 'react';
import { useFormats, useText } from '../../app/i18n/Language.tsx';
import { timeLeft } from './time-left.ts';

const secondMs = 1_000;
/** From here on it is urgent. */
const urgentMs = 60 * secondMs;

/** How long a request can still be decided, by the second. */
export function Countdown({ until }: { readonly until: string }) {
  const text = useText().approvals;
  const formats = useFormats();
  const nowMs = useSyncExternalStore(everySecond, currentSecond);
  const leftMs = Date.parse(until) - nowMs;
  const isUrgent = leftMs < urgentMs;
  return (
    <time
      dateTime={until}
      title={formats.exact(until)}
      style={{
        fontVariantNumeric: 'tabular-nums',
        ...(isUrgent ? { color: 'var(--warning)', fontWeight: 600 } : {}),
      }}
    >
      {leftMs <= 0 ? text.timeIsUp : text.expiresIn(timeLeft(leftMs, text.units))}
    </time>
  );
}

function everySecond(changed: () => void): () => void {
  const timer = setInterval(changed, secondMs);
  return () => clearInterval(timer);
}

// The store's snapshot must stay the same between ticks.
function currentSecond(): number {
  return Math.floor(Date.now() / secondMs) * secondMs;
}
