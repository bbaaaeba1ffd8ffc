import type { Gate } from './gate.ts';
import type { LeakSite } from './site.ts';

/** One key of a provider, in the fields in which it is typed. */
export interface TypedKey {
  readonly fields: Readonly<Record<string, string>>;
  /** What of it leaves for the provider. A secret access key never does: it signs. */
  readonly sent: string;
}

/** A kind of key that can be stored. */
export interface KeyKind {
  readonly name: string;
  readonly provider: 'openai' | 'anthropic' | 'bedrock';
  /** A model that is asked for with it. */
  readonly model: string;
  readonly region?: string;
  type(gate: Gate, where: string): TypedKey;
}

const region = 'us-east-1';

export const keyKinds: readonly KeyKind[] = [
  {
    name: 'OpenAI API key',
    provider: 'openai',
    model: 'gpt-4o-mini',
    type: (gate, where) => apiKey(gate.mint.entrust('openai.api_key', where).text),
  },
  {
    name: 'Anthropic API key',
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    type: (gate, where) => apiKey(gate.mint.entrust('anthropic.api_key', where).text),
  },
  {
    name: 'Bedrock access key',
    provider: 'bedrock',
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    region,
    type: ({ mint }, where) => {
      const id = mint.entrust('bedrock.access_key_id', where).text;
      const secret = mint.entrust('bedrock.secret_access_key', where).text;
      return { fields: { access_key_id: id, secret_access_key: secret }, sent: id };
    },
  },
  {
    name: 'temporary Bedrock access key',
    provider: 'bedrock',
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    region,
    type: ({ mint }, where) => {
      const id = mint.entrust('bedrock.temporary_access_key_id', where).text;
      const secret = mint.entrust('bedrock.secret_access_key', where).text;
      const token = mint.entrust('bedrock.session_token', where).text;
      return {
        fields: { access_key_id: id, secret_access_key: secret, session_token: token },
        sent: `${id} ${token}`,
      };
    },
  },
  {
    name: 'Bedrock API key',
    provider: 'bedrock',
    model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    region,
    type: (gate, where) => apiKey(gate.mint.entrust('bedrock.api_key', where).text),
  },
];

function apiKey(text: string): TypedKey {
  return { fields: { api_key: text }, sent: text };
}

/** What is sent to store a key; the prefix is put before every path that its provider is asked for. */
export function newCredential(
  { kind, key, prefix }: { kind: KeyKind; key: TypedKey; prefix: string },
  gate: Gate,
): Readonly<Record<string, string>> {
  const version = kind.provider === 'openai' ? '/v1' : '';
  return {
    provider: kind.provider,
    name: gate.newName(),
    base_url: `${emulatorOf(kind, gate.site).url}${prefix}${version}`,
    ...(kind.region === undefined ? {} : { region: kind.region }),
    ...key.fields,
  };
}

/** The emulator of the key's provider. */
export function emulatorOf(
  { provider }: KeyKind,
  site: LeakSite,
): LeakSite['openai'] | LeakSite['anthropic'] | LeakSite['bedrock'] {
  return site[provider];
}
