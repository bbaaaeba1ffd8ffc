import { z } from 'zod';
import { providerSchema } from './schemas.ts';
import { visibleName } from './text.ts';

/** A pasted key is never trimmed: what was typed, shown and stored are the same characters. */
const secretText = (charactersMax: number) => z.string().min(1).max(charactersMax);

const keyFields = {
  api_key: secretText(4096).optional(),
  /** AWS access keys, for Bedrock. */
  access_key_id: secretText(128).optional(),
  secret_access_key: secretText(512).optional(),
  session_token: secretText(8192).optional(),
};

const region = z.string().min(1, 'Choose the AWS region.').max(64).optional();
const baseUrl = z.string().max(2048).optional();

type KeyInput = z.infer<z.ZodObject<typeof keyFields>>;

/** One kind of key and all of it: both at once would leave open which of them was validated. */
function oneWholeKey(input: KeyInput, context: z.RefinementCtx): void {
  const fault = (field: keyof KeyInput, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  const { access_key_id, secret_access_key, session_token } = input;
  const isAccessKey = [access_key_id, secret_access_key, session_token].some(
    (part) => part !== undefined,
  );
  if (!isAccessKey) {
    if (input.api_key === undefined) fault('api_key', 'Enter the API key.');
    return;
  }
  if (input.api_key !== undefined) fault('api_key', 'Enter an API key or an access key, not both.');
  if (access_key_id === undefined) fault('access_key_id', 'Enter the access key id.');
  if (secret_access_key === undefined) fault('secret_access_key', 'Enter the secret access key.');
}

const misplacedLengthMin = 8;
const keptFields = ['name', 'region', 'base_url'] as const;
type KeptFields = { readonly [Field in (typeof keptFields)[number]]?: string | undefined };

/** Whatever a key looks like, no other field may repeat it: the other fields are kept and shown as they are. */
function keyInItsPlace(input: KeyInput & KeptFields, context: z.RefinementCtx): void {
  const keys = [input.api_key, input.access_key_id, input.secret_access_key, input.session_token];
  for (const field of keptFields) {
    const text = input[field]?.toLowerCase() ?? '';
    const isRepeated = (key = '') =>
      key.length >= misplacedLengthMin && text.includes(key.toLowerCase());
    if (keys.some(isRepeated)) {
      context.addIssue({ code: 'custom', path: [field], message: 'This repeats the key.' });
    }
  }
}

export const newCredentialSchema = z
  .object({
    provider: providerSchema,
    name: visibleName,
    ...keyFields,
    region,
    /** Absent or empty is the provider's own address. */
    base_url: baseUrl,
  })
  .superRefine(oneWholeKey)
  .superRefine(keyInItsPlace);

export const rotationSchema = z
  .object({
    ...keyFields,
    /** Absent keeps that of the old key. */
    region,
    /** Absent keeps that of the old key; empty is the provider's own address. */
    base_url: baseUrl,
  })
  .superRefine(oneWholeKey)
  .superRefine(keyInItsPlace);
