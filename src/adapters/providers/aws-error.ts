import { type Answer, isObject, jsonOf } from './answer-json.ts';
import { scrubProviderDetail } from './scrub-provider-detail.ts';

/** An error in the words of an AWS service. */
export interface AwsError {
  /** E.g. `AccessDeniedException`; empty where the service gave none. */
  readonly code: string;
  readonly message: string;
}

const messageLengthMax = 2_000;
// Whose key it is, AWS says in every refusal: resource names, account numbers, the unique ids of users and roles.
const resourceName = /\barn:aws[\w-]*:\S+/g;
const accountNumber = /\b\d{12}\b/g;
const uniqueId = /\bA[A-Z]{2}A[A-Z0-9]{12,}\b/g;
const mask = '•••';

/** Reads the JSON of Bedrock or the XML of STS; undefined when the answer is no error of theirs. */
export function awsErrorOf(answer: Answer): AwsError | undefined {
  const body = jsonOf(answer);
  return isObject(body) ? jsonError(body, answer) : xmlError(answer.body.toString('utf8'));
}

/** A service's words without key material and without whom they are about. `sent` is what the service was shown. */
export function scrubAwsDetail(message: string, sent: Buffer): string {
  const masked = message
    .slice(0, messageLengthMax)
    .replace(resourceName, mask)
    .replace(accountNumber, mask)
    .replace(uniqueId, mask);
  return scrubProviderDetail(masked, sent);
}

function jsonError(body: Record<string, unknown>, answer: Answer): AwsError | undefined {
  const header = answer.headers.find(([name]) => name === 'x-amzn-errortype')?.[1];
  const code = header ?? body['__type'] ?? '';
  // Older services spell it with a capital, and so does Bedrock where it refuses an API key.
  const message = body['message'] ?? body['Message'] ?? '';
  if (typeof code !== 'string' || typeof message !== 'string') return undefined;
  if (code === '' && message === '') return undefined;
  // The header may go on with the address of a schema, the member begin with a namespace.
  return { code: code.split(':', 1)[0]?.split('#').at(-1) ?? '', message };
}

function xmlError(body: string): AwsError | undefined {
  if (!/<ErrorResponse[\s>]/.test(body)) return undefined;
  const code = /<Code>([^<]*)<\/Code>/.exec(body)?.[1];
  if (code === undefined) return undefined;
  return { code, message: unescapedXml(/<Message>([^<]*)<\/Message>/.exec(body)?.[1] ?? '') };
}

const entities = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&amp;', '&'],
]);

function unescapedXml(text: string): string {
  return text.replace(/&[a-z]{2,4};/g, (entity) => entities.get(entity) ?? entity);
}
