import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePlan } from '../scan/plan.ts';
import { scanText } from '../scan/scan-text.ts';
import { secretsPack } from './secrets-pack.ts';
import { type TokenAlphabet, tokenFormats } from './token-formats.ts';

const plan = compilePlan({ packs: [secretsPack] });
const found = (text: string) =>
  scanText(text, plan).map((match) => text.slice(match.start, match.end));

const symbols: Readonly<Record<TokenAlphabet, string>> = {
  letters: 'ABCXYZabcxyzKLMklm0123456789',
  hex: '0123456789abcdef',
  word: 'ABCXYZabcxyz0123456789',
  dotted: 'ABCXYZabcxyz0123456789',
  base64: 'ABCXYZabcxyz0123456789',
  path: 'ABCXYZabcxyz0123456789/',
};

/** Keys are made here instead of written down, so that nobody takes them for real ones. */
function bodyOf(alphabet: TokenAlphabet, length: number): fc.Arbitrary<string> {
  const symbol = fc.constantFrom(...symbols[alphabet]);
  return fc
    .array(symbol, { minLength: length - 12, maxLength: length - 12 })
    .map((drawn) => `${drawn.join('')}0a1b2c3d4e5f`.slice(-length));
}

const hex = '0f1e2d3c4b5a69788796a5b4c3d2e1f0';

describe('keys that begin with what their provider says', () => {
  test('at least 60 prefixes are known', () => {
    expect(new Set(tokenFormats.flatMap(({ prefixes }) => prefixes)).size).toBeGreaterThan(60);
  });

  test.each(tokenFormats)('$name is found, alone and in code', (format) => {
    const { alphabet, lengthMin, lengthMax, prefixes } = format;
    const tokens = fc
      .tuple(
        fc.constantFrom(...prefixes),
        fc.integer({ min: Math.max(12, lengthMin), max: lengthMax }),
      )
      .chain(([prefix, length]) => bodyOf(alphabet, length).map((body) => `${prefix}${body}`));
    fc.assert(
      fc.property(tokens, (token) => {
        expect(found(token)).toEqual([token]);
        expect(found(`use ${token}, please.`)).toEqual([token]);
        expect(found(`{"text":"a\\n${token}\\nb"}`)).toEqual([token]);
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'ghp_tooShort1',
    'the sk-learn-compatible-estimator-interface of it',
    'class sk-circle-fade-dot-container',
    'disk-0f1e2d3c4b5a69788796a5b4',
    'SKU12345678',
    'API-first design',
    'live_migration_of_virtual_machines',
    'key-value-store',
    'AKIA is how they begin',
  ])('nothing is found in: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('private keys', () => {
  const body = `MIIEvQIBADANBgkq${hex}\n${hex}${hex}\n${hex}==`;

  test.each(['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '])(
    'a PEM block of %skind is found whole',
    (kind) => {
      const key = `-----BEGIN ${kind}PRIVATE KEY-----\n${body}\n-----END ${kind}PRIVATE KEY-----`;
      expect(found(`here:\n${key}\nthanks`)).toEqual([key]);
      const escaped = key.replaceAll('\n', '\\n');
      expect(found(`{"private_key":"${escaped}\\n"}`)).toContain(escaped);
    },
  );

  test('a key that was cut off is found up to where it is cut', () => {
    const key = `-----BEGIN PRIVATE KEY-----\n${body}`;
    expect(found(key)).toEqual([key]);
  });

  test('public keys, certificates and the mere first line are none', () => {
    const end = '-----END PUBLIC KEY-----';
    expect(found(`-----BEGIN PUBLIC KEY-----\n${body}\n${end}`)).toEqual([]);
    expect(found('it starts with -----BEGIN PRIVATE KEY----- as usual')).toEqual([]);
  });
});

describe('JSON Web Tokens', () => {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub: '42' })}.${hex}`;

  test('a token is found whole, in a header and alone', () => {
    expect(found(token)).toEqual([token]);
    expect(found(`Authorization: Bearer ${token}.`)).toEqual([token]);
  });

  test('three segments whose first one names no algorithm are none', () => {
    expect(found(`${encode({ hello: 'world' })}.${encode({ sub: '42' })}.AAAAAAAAAAAA`)).toEqual(
      [],
    );
  });
});

describe('passwords in addresses', () => {
  test.each([
    ['postgres://app:s3cr3t-Pa55@db.internal:5432/main', 's3cr3t-Pa55'],
    ['mongodb+srv://root:hunter2hunter2@cluster0.example.net', 'hunter2hunter2'],
    ['redis://:Zx81!sinclair@cache:6379', 'Zx81!sinclair'],
    ['https://me:abc@def@host/path', 'abc@def'],
  ])('%s', (text, password) => {
    expect(found(text)).toEqual([password]);
  });

  test.each([
    `postgres://app:${'$'}{DB_PASSWORD}@db/main`,
    'postgres://user:<password>@db/main',
    'https://host/path:with@sign',
    'http://localhost:3000/@scope/name',
    'postgres://app@db/main',
    'https://user:pass@example.com',
  ])('none in %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('values whose name says that they are secret', () => {
  test.each([
    ['API_KEY=9fK2mXq7LwT4vB8zR1cY', '9fK2mXq7LwT4vB8zR1cY'],
    ['"clientSecret": "9fK2mXq7LwT4vB8zR1cY"', '9fK2mXq7LwT4vB8zR1cY'],
    [`beamerToken := "b_${hex}"`, `b_${hex}`],
    ["'secret_key' => 'q8R3t6Yw1Zx5Cv9Bn2Mk'", 'q8R3t6Yw1Zx5Cv9Bn2Mk'],
    [
      'aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY9zQ1x2w3e4',
      'wJalrXUtnFEMI/K7MDENG/bPxRfiCY9zQ1x2w3e4',
    ],
    ['{\\"token\\": \\"9fK2mXq7LwT4vB8zR1cY\\"}', '9fK2mXq7LwT4vB8zR1cY'],
    ['DB_PASSWORD=Tr0ub4dor&3', 'Tr0ub4dor&3'],
    ['/login?password=Tr0ub4dor3!&next=home', 'Tr0ub4dor3!'],
    ['password: "hunter2-Gandalf!"', 'hunter2-Gandalf!'],
    ['Server=db;User Id=sa;Password=Pa55w0rd!x;', 'Pa55w0rd!x'],
    ['the password is Blue42Horse!.', 'Blue42Horse!'],
    ['kata sandi adalah Kuda88Biru!', 'Kuda88Biru!'],
    ['curl -H "Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l"', 'YWxhZGRpbjpvcGVuc2VzYW1l'],
  ])('%s', (text, value) => {
    expect(found(text)).toEqual([value]);
  });

  test.each([
    'const apiKey = process.env.API_KEY_2024;',
    'api_key: "your-api-key-here-1234567"',
    `API_KEY=${'$'}{API_KEY_FROM_VAULT_1}`,
    'password: string;',
    'password = getPassword(user1)',
    'password: "<password>"',
    'token = response.data.accessToken2',
    'if (token === "9fK2mXq7LwT4vB8zR1cY") {}',
    'next_page_token: "9fK2mXq7LwT4vB8zR1cY"',
    'primaryKey: "order_item_id_2024_01_02"',
    'max_tokens: 4096',
    '"pass": "要素にはaria-busy属性が存在します"',
    'Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==',
    'key: 550e8400-e29b-41d4-a716-446655440000',
    'The key: never reuse passwords across sites.',
    'monkey = "9fK2mXq7LwT4vB8zR1cYmonkey"',
    'password is required and must be 12 characters',
    'secret: /run/secrets/db-password-2024-file',
    'basic knowledge of YWxhZGRpbjpvcGVu',
  ])('none in: %s', (text) => {
    expect(found(text)).toEqual([]);
  });
});

test('keys that are known by their middle or end are found', () => {
  const keys = [`1234567890:AA${hex}x`, `abc8Q~${hex}xy`, `aB3dE6_${hex.slice(0, 29)}_mmk`];
  for (const key of keys) expect(found(`use ${key} now`)).toEqual([key]);
});

describe('elements that say what they hold', () => {
  test('a password between tags is found', () => {
    expect(found('<user>app</user><password>Zq9#vLp2sW</password>')).toEqual(['Zq9#vLp2sW']);
  });

  test.each([['<password></password>'], ['<password>changeme</password>'], ['a <token>, or none']])(
    'nothing is found in %j',
    (text) => {
      expect(found(text)).toEqual([]);
    },
  );
});
