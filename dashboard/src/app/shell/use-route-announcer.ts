import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';

/**
 * A new page in a single-page application is silent for a screen reader: moving the focus to its heading makes it
 * heard, and the next Tab starts there.
 */
export function useRouteAnnouncer(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined) return;
        document.querySelector<HTMLElement>('main h1')?.focus();
      }),
    [router],
  );
}
