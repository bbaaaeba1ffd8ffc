import type { JsonPath } from '../json-edit.ts';
import { isCiphertext } from './binary-text.ts';
import { isOrdinaryWord } from './ordinary-word.ts';

/** What the formats say about a member of an answer: who fills it in, and what that looks like. */
interface OpaqueKind {
  readonly name: RegExp;
  readonly looksRight: (text: string) => boolean;
}

const time = /^(?:1\d{9}(?:\.\d+|\d{3})?|\d{4}-\d\d-\d\dT[\d:.]{5,20}(?:Z|[+-]\d\d:?\d\d)?)$/;
// Names of resources at AWS hold the number of an account.
const resource = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]*:\d{0,12}:[\w./:-]{1,200}$/;
const digest =
  /^(?:[A-Za-z][A-Za-z0-9]{0,11}[:_-])?(?=(?:[^A-Za-z]*[A-Za-z]){4})[A-Za-z0-9+/_-]{8,128}={0,2}$/;
const padding = /^(?!\d{9})[A-Za-z0-9]{0,128}$/;

const kinds: readonly OpaqueKind[] = [
  {
    name: /^(?:type|object|role|status|code|service_?tier|finish_?reason|stop_?reason|phase)$/i,
    looksRight: isOrdinaryWord,
  },
  { name: /^id$|_ids?$|[a-z]Ids?$/, looksRight: isOrdinaryWord },
  {
    name: /^model$|_model$|Model(?:Id)?$|(?:^a|A)rn$/,
    looksRight: (text) => isOrdinaryWord(text) || resource.test(text),
  },
  {
    name: /^created$|_(?:at|time|timestamp)$|[a-z](?:At|Time)$/,
    looksRight: (text) => time.test(text),
  },
  {
    name: /(?:^|_)(?:fingerprint|hash|digest|checksum|etag|sha256)$/,
    looksRight: (text) => digest.test(text),
  },
  { name: /^(?:obfuscation|p)$/, looksRight: (text) => padding.test(text) },
  {
    name: /^(?:encrypted_\w+|signature|thought_?signature|redactedContent|data)$/i,
    looksRight: isCiphertext,
  },
];

/**
 * Whether a text of an answer is one that its provider makes by contract, and that says nothing: an identifier, a time, a
 * fingerprint, what is encrypted or signed. The name alone does not make it one: it has to look like it too.
 */
export function isOpaque(path: JsonPath, text: string): boolean {
  // Probabilities go away with the text that they are about.
  if (path.includes('logprobs')) return true;
  const name = path.findLast((step) => typeof step === 'string');
  if (name === undefined) return false;
  return kinds.some((kind) => kind.name.test(name) && kind.looksRight(text));
}
