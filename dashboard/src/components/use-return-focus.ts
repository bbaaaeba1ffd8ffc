import { useEffect, useState } from 'react';

/**
 * Gives the focus back to where it was before this component appeared; where that is gone, to the page's heading.
 * Otherwise a keyboard reader who closes a dialog would start again at the top of the document.
 */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isThere =
        before instanceof HTMLElement && before.isConnected && before !== document.body;
      const target = isThere ? before : document.querySelector<HTMLElement>('main h1');
      target?.focus({ preventScroll: true });
    },
    [before],
  );
}
