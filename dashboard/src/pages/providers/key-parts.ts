import { isAwsRegion } from '../../../../src/domain/credential/aws-region.ts';
import type { Provider } from '../../../../src/domain/credential/credential.ts';
import type { FieldErrors } from '../../api/validation.ts';
import type { Dictionary } from '../../app/i18n/en.ts';
import { type HeldSecret, holdSecret } from '../../components/held-secret.ts';

/** The fields in which a key is typed, by their names in the contract. */
export const keyParts = ['api_key', 'access_key_id', 'secret_access_key', 'session_token'] as const;
export type KeyPart = (typeof keyParts)[number];

export type KeyKind = 'api_key' | 'access_key';

/** The kind that a provider's keys usually are of. */
export function usualKeyKind(provider: Provider): KeyKind {
  return provider === 'bedrock' ? 'access_key' : 'api_key';
}

const needed: Readonly<Record<KeyKind, readonly KeyPart[]>> = {
  api_key: ['api_key'],
  access_key: ['access_key_id', 'secret_access_key'],
};

/** The field that an "Invalid API key" is about. */
export const blamedPart: Readonly<Record<KeyKind, KeyPart>> = {
  api_key: 'api_key',
  access_key: 'secret_access_key',
};

export function keyLabels(
  provider: Provider,
  text: Dictionary['providers'],
): Readonly<Record<KeyPart, string>> {
  return { api_key: provider === 'bedrock' ? text.bedrockApiKey : text.apiKey, ...text.parts };
}

type Fields = Readonly<Record<string, string>>;

/** What is wrong with a key and its region before anybody is asked. */
export function keyComplaints(
  fields: Fields,
  { provider, kind }: { readonly provider: Provider; readonly kind: KeyKind },
  text: Pick<Dictionary, 'providers' | 'validation'>,
): FieldErrors {
  const found: Record<string, string> = {};
  for (const part of keyParts) {
    const typed = fields[part] ?? '';
    // A pasted key is never trimmed in silence: what is stored must be what was shown.
    if (typed !== typed.trim()) found[part] = text.providers.keyWhitespace;
    else if (typed === '' && needed[kind].includes(part)) found[part] = text.validation.required;
  }
  if (provider !== 'bedrock') return found;
  const { region = '' } = fields;
  if (region === '') found['region'] = text.validation.required;
  else if (!isAwsRegion(region)) found['region'] = text.providers.regionUnknown;
  return found;
}

/** Keeps the key that was sent, to be shown once. */
export function heldKey(
  sent: Readonly<Partial<Record<KeyPart, string | undefined>>>,
): HeldSecret<KeyPart> {
  return holdSecret(
    keyParts.flatMap((part) => {
      const typed = sent[part];
      return typed === undefined ? [] : [[part, typed] as const];
    }),
  );
}
