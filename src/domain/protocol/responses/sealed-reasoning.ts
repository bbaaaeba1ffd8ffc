import { decodeBase64, encodeBase64 } from '../../audit/base64.ts';
import { emitJson } from '../json-text.ts';
import { type JsonNode, parseJsonTree } from '../json-tree.ts';

/** What a provider wants back word for word, and nobody else can read. */
export type SealedReasoning =
  | { readonly kind: 'reasoning'; readonly text: string; readonly signature: string }
  | { readonly kind: 'redacted_reasoning'; readonly data: string };

/** Tells our own `encrypted_content` from OpenAI's, and this form from later ones. */
const prefix = 'mng1.';

/**
 * An `encrypted_content` for a provider that signs what its model thought: opaque to clients, which give it back as it
 * is. It is not encrypted: the provider checks the signature.
 */
export function sealReasoning(reasoning: SealedReasoning): string {
  const members =
    reasoning.kind === 'reasoning'
      ? { text: reasoning.text, signature: reasoning.signature }
      : { data: reasoning.data };
  const base64 = encodeBase64(new TextEncoder().encode(emitJson(members)));
  return prefix + base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Whether the text claims to come from `sealReasoning`. */
export function isSealed(text: string): boolean {
  return text.startsWith(prefix);
}

/** Undefined: not what `sealReasoning` wrote. */
export function unsealReasoning(text: string): SealedReasoning | undefined {
  try {
    return readMembers(parseJsonTree(decode(text.slice(prefix.length))));
  } catch {
    return undefined;
  }
}

/** Base64url without padding (RFC 4648 section 5). */
function decode(text: string): string {
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/');
  const padded = base64.padEnd(Math.ceil(base64.length / 4) * 4, '=');
  return new TextDecoder('utf-8', { fatal: true }).decode(decodeBase64(padded));
}

function readMembers(node: JsonNode): SealedReasoning | undefined {
  const member = (name: string): string | undefined => {
    const found = node.kind === 'object' ? node.members.get(name) : undefined;
    return found?.kind === 'string' ? found.value : undefined;
  };
  const [text, signature, data] = [member('text'), member('signature'), member('data')];
  if (data !== undefined) return { kind: 'redacted_reasoning', data };
  if (text === undefined || signature === undefined) return undefined;
  return { kind: 'reasoning', text, signature };
}
