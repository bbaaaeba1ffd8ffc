import { useEffect, useState } from 'react';
import { signedOutEvent } from '../api/client.ts';
import type { HeldSecret } from './held-secret.ts';

/** An unattended screen must not show a key for longer. */
export const secretLifetimeMs = 10 * 60_000;

/**
 * Wipes the secret when the page is left, hidden for good or signed out, after ten minutes, and when the caller
 * unmounts.
 * @returns whether it was wiped while the caller was still there
 */
export function useSecretLifetime(secret: HeldSecret): boolean {
  const [isWiped, setIsWiped] = useState(secret.isWiped);
  useEffect(() => {
    const wipe = () => {
      secret.wipe();
      setIsWiped(true);
    };
    const timer = setTimeout(wipe, secretLifetimeMs);
    window.addEventListener('pagehide', wipe);
    window.addEventListener(signedOutEvent, wipe);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pagehide', wipe);
      window.removeEventListener(signedOutEvent, wipe);
      secret.wipe();
    };
  }, [secret]);
  return isWiped;
}
