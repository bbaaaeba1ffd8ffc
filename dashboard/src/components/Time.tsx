import { Tooltip } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useFormats } from '../app/i18n/Language.tsx';

const tickMs = 30_000;

/** "3 minutes ago", with the exact time in Jakarta and in UTC on hover. */
export function RelativeTime({ value }: { readonly value: string }) {
  const formats = useFormats();
  const nowMs = useNow();
  return (
    <Tooltip label={formats.exact(value)}>
      <time dateTime={value}>{formats.relative(value, nowMs)}</time>
    </Tooltip>
  );
}

/** Second-exact in Jakarta, with the distance and UTC on hover. */
export function ExactTime({ value }: { readonly value: string }) {
  const formats = useFormats();
  const nowMs = useNow();
  return (
    <Tooltip label={`${formats.relative(value, nowMs)} · ${formats.exact(value)}`}>
      <time dateTime={value}>{formats.moment(value)}</time>
    </Tooltip>
  );
}

/** Now, to within half a minute. @returns milliseconds since the epoch */
export function useNow(): number {
  return useSyncExternalStore(everyTick, currentTick);
}

function everyTick(changed: () => void): () => void {
  const timer = setInterval(changed, tickMs);
  return () => clearInterval(timer);
}

// The store's snapshot must stay the same between ticks.
function currentTick(): number {
  return Math.ceil(Date.now() / tickMs) * tickMs;
}
