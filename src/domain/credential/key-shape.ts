import type { Provider } from './credential.ts';

// Both vendors give out keys for managing an account and tokens of a person's subscription under names close to those
// of API keys. They would pass for wrong keys, and nobody would know what to do about it.
const unusable: readonly (readonly [prefix: string, because: string])[] = [
  [
    'sk-admin-',
    'Invalid API key: this is an OpenAI admin key, which is not usable for inference. Create a project key.',
  ],
  [
    'sk-ant-admin',
    'Invalid API key: this is an Anthropic admin key, which is not usable for inference. Create an API key.',
  ],
  [
    'sk-ant-oat',
    'Invalid API key: this is the sign-in token of a Claude subscription, which is not usable for inference. Create an API key.',
  ],
];

/** Why a key can never answer a request, told by its own prefix; undefined when nothing says so. */
export function unusableKeyReason(text: string): string | undefined {
  return unusable.find(([prefix]) => text.startsWith(prefix))?.[1];
}

const usual: Readonly<Record<Provider, { readonly shape: RegExp; readonly hint: string }>> = {
  openai: {
    shape: /^sk-(?!ant-)[\w-]{17,}$/,
    hint: 'Keys of OpenAI usually begin with sk-.',
  },
  anthropic: {
    shape: /^sk-ant-api\d\d-[\w-]+$/,
    hint: 'Keys of Anthropic usually begin with sk-ant-api.',
  },
  bedrock: {
    shape: /^(?:ABSK|bedrock-api-key-)[\w+/=-]+$/,
    hint: 'Bedrock API keys usually begin with ABSK, or with bedrock-api-key- for short-term ones.',
  },
};

/** What is unusual about a key. A hint and never a gate: a gateway of one's own gives out keys as it likes. */
export function keyHint(provider: Provider, text: string): string | undefined {
  const { shape, hint } = usual[provider];
  return shape.test(text) ? undefined : hint;
}

/** What is unusual about an AWS access key; as much a hint as `keyHint`. */
export function accessKeyHint(accessKeyId: string, secretAccessKey: string): string | undefined {
  if (/^ASIA[A-Z0-9]{16}$/.test(accessKeyId)) {
    return 'This access key is temporary: requests fail once it has expired.';
  }
  if (!/^AKIA[A-Z0-9]{16}$/.test(accessKeyId)) {
    return 'Access key ids usually begin with AKIA and have 20 characters.';
  }
  return secretAccessKey.length === 40 ? undefined : 'Secret access keys have 40 characters.';
}
