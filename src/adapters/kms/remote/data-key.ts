import { createHash } from 'node:crypto';
import type { KeyCheckValue } from '../../../ports/kms.ts';
import { keyBytes } from '../aes-gcm.ts';

const label = 'monago key check v1';
const valueBytes = 16;

/** Whether what a service unwrapped can be a data key; if not, it is zeroed. */
export function isDataKey(bytes: Buffer | undefined): bytes is Buffer {
  if (bytes?.length === keyBytes) return true;
  bytes?.fill(0);
  return false;
}

/** A check value from what identifies a key to its service: a name that is never given twice, or something it computed. */
export function checkValue(kekRef: string, identity: string | Buffer): KeyCheckValue {
  const value = createHash('sha256').update(`${label}\n${kekRef}\n`).update(identity).digest();
  return { kekRef, value: value.subarray(0, valueBytes) };
}
