import { openBundle } from '../adapters/evidence/bundle-reader.ts';
import { ed25519Verify } from '../adapters/evidence/ed25519.ts';

/** What the commands that verify evidence need: neither network nor database. */
export const verifierParts = {
  openBundle,
  // What reads ASN.1 is large, and most evidence is verified without it.
  timestampVerifier: async (authorities: string) =>
    (await import('../adapters/evidence/timestamp.ts')).timestampVerifier(authorities),
  verifySignature: ed25519Verify,
} as const;
