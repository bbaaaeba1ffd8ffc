import { concat } from './bytes.ts';
import { saltBytes } from './commitment.ts';
import { AuditFormatError } from './format-error.ts';

/** Which commitment of the entry the bytes belong to. */
export const contentParts = ['req', 'sent', 'res', 'resent', 'reason'] as const;
export type ContentPartName = (typeof contentParts)[number];

/**
 * `whole`: exactly the bytes that the entry commits to. `truncated`: their beginning. `altered`: with what detectors found
 * hidden. `withheld`: nothing, because what should be hidden could not be. Only the first can be checked.
 */
export const contentForms = ['whole', 'truncated', 'altered', 'withheld'] as const;
export type ContentForm = (typeof contentForms)[number];

export interface ContentPart {
  readonly name: ContentPartName;
  readonly form: ContentForm;
  readonly bytes: Uint8Array;
}

/** What is kept outside the log for one entry: the salt of its commitments, and the content as far as policy lets it. */
export interface EntryContent {
  readonly salt: Uint8Array;
  readonly parts: readonly ContentPart[];
}

const version = 1;
const headBytes = 6;

/** The plaintext that is sealed (docs/formats/audit-content.md). */
export function encodeContent({ salt, parts }: EntryContent): Uint8Array {
  if (salt.length !== saltBytes) {
    throw new AuditFormatError('bad_hash', `a salt has ${saltBytes} bytes`);
  }
  const chunks = [Uint8Array.of(version), salt];
  for (const { name, form, bytes } of parts) {
    const head = new Uint8Array(headBytes);
    head[0] = contentParts.indexOf(name);
    head[1] = contentForms.indexOf(form);
    new DataView(head.buffer).setUint32(2, bytes.length);
    chunks.push(head, bytes);
  }
  return concat(...chunks);
}

/** Views of the bytes, not copies. @throws AuditFormatError `bad_content` */
export function decodeContent(bytes: Uint8Array): EntryContent {
  if (bytes[0] !== version || bytes.length < 1 + saltBytes) throw malformed();
  const parts: ContentPart[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 1 + saltBytes;
  while (at < bytes.length) {
    const name = contentParts[bytes[at] ?? contentParts.length];
    const form = contentForms[bytes[at + 1] ?? contentForms.length];
    if (name === undefined || form === undefined || at + headBytes > bytes.length)
      throw malformed();
    const end = at + headBytes + view.getUint32(at + 2);
    if (end > bytes.length) throw malformed();
    parts.push({ name, form, bytes: bytes.subarray(at + headBytes, end) });
    at = end;
  }
  return { salt: bytes.subarray(1, 1 + saltBytes), parts };
}

function malformed(): AuditFormatError {
  return new AuditFormatError('bad_content', 'not the content of an entry');
}
