import { utf8 } from '../../domain/audit/bytes.ts';
import { sha256 } from '../../domain/audit/sha256.ts';

/** What the database keeps of an opaque token: a stolen copy of it signs nobody in. */
export function hashOfToken(token: string): Buffer {
  return Buffer.from(sha256(utf8(token)));
}
