import type { AnchorDetector } from '../scan/detector.ts';
import { unitAt } from '../scan/unit-at.ts';
import { isPlaceholder } from './randomness.ts';

const userInfoLengthMax = 256;
const userInfo = /^:\/\/[^\s/?#@:"'<>`]{0,128}:([^\s"'<>`]{3,200})@(?=[\w[.-])/;

/** Passwords in the user information of addresses (RFC 3986, section 3.2.1): `postgres://app:hunter2@db/main`. */
export const connectionPasswordDetector: AnchorDetector = {
  kind: 'anchor',
  id: 'secret.connection_password',
  type: 'SECRET',
  anchor: ':',
  probe(text, at) {
    if (unitAt(text, at + 1) !== 0x2f || unitAt(text, at + 2) !== 0x2f) return undefined;
    const authority = authorityAfter(text, at);
    const found = authority.includes('@') ? userInfo.exec(authority) : null;
    const password = found?.[1];
    if (!found || password === undefined || isPlaceholder(password)) return undefined;
    const end = at + found[0].length - 1;
    return { start: end - password.length, end, score: 0.9 };
  },
};

/** Up to the first slash after the host: passwords may hold an `@`, paths may too. */
function authorityAfter(text: string, at: number): string {
  const piece = text.slice(at, at + userInfoLengthMax);
  const slash = piece.indexOf('/', 3);
  return slash < 0 ? piece : piece.slice(0, slash);
}
