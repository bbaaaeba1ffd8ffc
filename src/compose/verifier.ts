import { openBundle } from '../adapters/evidence/bundle-reader.ts';
import { ed25519Verify } from '../adapters/evidence/ed25519.ts';

/** What `monago audit verify` needs: neither network nor database, so nothing else is loaded. */
export const verifierParts = { openBundle, verifySignature: ed25519Verify } as const;
