import { createHash, createHmac } from 'node:crypto';
import type { Digest } from '../../../ports/digest.ts';

export const sha256Digest: Digest = {
  sha256() {
    const hash = createHash('sha256');
    return {
      update: (bytes) => {
        hash.update(bytes);
      },
      digest: () => hash.digest(),
    };
  },
  hmacSha256: (key, message) => createHmac('sha256', key).update(message).digest(),
};
