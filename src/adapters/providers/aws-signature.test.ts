import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Sha256 } from '../../../emulator/bedrock/sha256.ts';
import { type AwsAccessKey, signAwsRequest } from './aws-signature.ts';
import { awsTarget } from './aws-target.ts';

const id = fc.stringMatching(/^[A-Z0-9]{16,32}$/);
const secretText = fc.stringMatching(/^[A-Za-z0-9+/=!-~]{16,64}$/);
const segment = fc.oneof(
  fc.constantFrom(
    'model',
    'converse',
    'anthropic.claude-haiku-4-5-20251001-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0',
    "a b!'()*~+,;=@$&",
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
);
const headerValue = fc.stringMatching(/^[!-~][ -~\t]{0,20}$/);
const cases = fc.record({
  method: fc.constantFrom('GET', 'POST'),
  segments: fc.array(
    segment.filter((text) => !/^\.{1,2}$/.test(text)),
    { minLength: 1, maxLength: 4 },
  ),
  query: fc.uniqueArray(
    fc.tuple(fc.stringMatching(/^[a-zA-Z][ -~]{0,8}$/), fc.string({ unit: 'grapheme-ascii' })),
    { maxLength: 4, selector: ([name]) => name },
  ),
  host: fc.constantFrom('bedrock.us-east-1.amazonaws.com', '127.0.0.1:9000', '[::1]:9000'),
  headers: fc.dictionary(
    fc.constantFrom('content-type', 'accept', 'user-agent', 'x-amzn-bedrock-trace', 'x-amz-extra'),
    headerValue,
  ),
  body: fc.option(fc.uint8Array({ maxLength: 200 }), { nil: undefined }),
  accessKeyId: id,
  secretAccessKey: secretText,
  sessionToken: fc.option(secretText, { nil: undefined }),
  region: fc.constantFrom('us-east-1', 'eu-central-1', 'cn-north-1'),
  service: fc.constantFrom('sts', 'bedrock'),
  at: fc.integer({ min: 0, max: 4_102_444_800_000 }),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function keyOf({ accessKeyId, secretAccessKey, sessionToken }: Case): AwsAccessKey {
  return {
    kind: 'access_key',
    accessKeyId: Buffer.from(accessKeyId),
    secretAccessKey: Buffer.from(secretAccessKey),
    sessionToken: sessionToken === undefined ? undefined : Buffer.from(sessionToken),
  };
}

function ours(made: Case): string | undefined {
  const path = `/${made.segments.map(encodeURIComponent).join('/')}`;
  const query = made.query.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  const target = awsTarget(`${path}?${query}`);
  if (target === undefined) throw new Error('no target');
  const { method, host, headers, region, service, at } = made;
  const body = made.body === undefined ? undefined : Buffer.from(made.body);
  const request = { method, host, target, headers, body };
  return signAwsRequest(request, keyOf(made), { region, service, at })['authorization'];
}

async function theirs(made: Case): Promise<string | undefined> {
  const { method, host, region, service, accessKeyId, secretAccessKey, sessionToken } = made;
  const signer = new SignatureV4({
    service,
    region,
    sha256: Sha256,
    credentials: {
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
    },
  });
  const strictly = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  const request = {
    method,
    protocol: 'https:',
    hostname: host,
    path: `/${made.segments.map(strictly).join('/')}`,
    query: Object.fromEntries(made.query),
    headers: { ...made.headers, host },
    body: Buffer.from(made.body ?? []),
  };
  const { headers } = await signer.sign(request, {
    signingDate: new Date(made.at),
    unsignableHeaders: new Set(['accept', 'user-agent']),
  });
  return headers['authorization'];
}

/** Bytes that nobody can make a string of. */
function unprintable(text: string): Buffer {
  return Object.assign(Buffer.from(text), {
    toString: () => {
      throw new Error('a secret became a string');
    },
  });
}

describe('a signature', () => {
  test('is the one that the official signer makes, whatever is signed', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (made) => {
        expect(ours(made)).toBe(await theirs(made));
      }),
      { numRuns: 1_000 },
    );
  });

  test('takes no secret as text, leaves it as it was, and the session token to its caller', () => {
    const key = temporaryKey();
    const headers = signAwsRequest(plainRequest, key, {
      region: 'us-east-1',
      service: 'sts',
      at: 0,
    });
    expect(key.secretAccessKey.every((byte) => byte === 0x73)).toBe(true);
    expect(headers['authorization']).toContain('x-amz-security-token');
    expect(headers).not.toHaveProperty('x-amz-security-token');
    expect(JSON.stringify(headers)).not.toMatch(/ssss|tttt/);
  });

  test('leaves none of the five keys on the way to it in memory', () => {
    const filled = vi.spyOn(Buffer.prototype, 'fill');
    signAwsRequest(plainRequest, temporaryKey(), { region: 'us-east-1', service: 'sts', at: 0 });
    const wiped = filled.mock.contexts.filter(
      (bytes) => Buffer.isBuffer(bytes) && bytes.every((byte) => byte === 0),
    );
    expect(wiped.map((bytes) => Buffer.isBuffer(bytes) && bytes.length)).toEqual([
      44, 32, 32, 32, 32,
    ]);
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const plainRequest = {
  method: 'GET',
  host: 'sts.us-east-1.amazonaws.com',
  target: { path: '/', query: '' },
  headers: {},
  body: undefined,
} as const;

function temporaryKey(): AwsAccessKey {
  return {
    kind: 'access_key',
    accessKeyId: Buffer.from('ASIAEXAMPLEEXAMPLE00'),
    secretAccessKey: unprintable('s'.repeat(40)),
    sessionToken: unprintable('t'.repeat(100)),
  };
}

describe('a target', () => {
  test('is one for every spelling of a model id', () => {
    const spellings = ['a.b-v1:0', 'a.b-v1%3A0', 'a.b-v1%3a0', '%61.b-v1:0'];
    const paths = spellings.map((model) => awsTarget(`/model/${model}/converse`)?.path);
    expect(new Set(paths)).toEqual(new Set(['/model/a.b-v1%3A0/converse']));
  });

  test('keeps an encoded slash inside its segment', () => {
    expect(awsTarget('/model/a%2Fb/converse')?.path).toBe('/model/a%2Fb/converse');
  });

  test('has its query sorted, whatever the order it came in', () => {
    expect(awsTarget('/a?b=2&a=x%20y&b=1&c')?.query).toBe('a=x%20y&b=1&b=2&c=');
  });

  test.each([
    '/model/../foundation-models',
    '/model/%2e%2E/x',
    '/model/./x',
    '/model//converse',
    '/model/%zz/converse',
    '/model/%ff/converse',
    'model/x',
    '',
  ])('does not exist for %j', (path) => {
    expect(awsTarget(path)).toBeUndefined();
  });
});
