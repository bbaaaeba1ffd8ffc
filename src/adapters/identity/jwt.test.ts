import { generateKeyPairSync, randomBytes, randomInt, sign } from 'node:crypto';
import { type CryptoKey, decodeProtectedHeader, importSPKI, jwtVerify, SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import type { TokenClaims } from '../../ports/token-service.ts';
import { JwtIssuer } from './jwt-issuer.ts';
import { JwtVerifier } from './jwt-verifier.ts';

const hour = 3_600_000;
const pair = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const rawKey = Buffer.from(pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(12));
const kid = 'key-1';

const claims: TokenClaims = {
  tenantId: `ten_${'1'.repeat(32)}`,
  workspaceId: `ws_${'2'.repeat(32)}`,
  tokenId: `tok_${'3'.repeat(32)}`,
  expiresAt: Date.UTC(2026, 11, 1),
};

function setUp() {
  const time = { now: Date.UTC(2026, 10, 21) };
  const clock = { now: () => time.now, monotonic: () => time.now };
  const keys = new Map<string, Buffer>([[kid, rawKey]]);
  const issuer = new JwtIssuer({ kid, sign: (bytes) => sign(null, bytes, pair.privateKey) }, clock);
  const verifier = new JwtVerifier({ signingKey: (name) => keys.get(name), clock });
  return { time, keys, issuer, verifier };
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const text = (value: string) => Buffer.from(value).toString('base64url');

/** A token of any shape under the true key. */
function forge(header: string, payload: string, key = pair.privateKey): string {
  const unsigned = `${header}.${payload}`;
  return `${unsigned}.${sign(null, Buffer.from(unsigned), key).toString('base64url')}`;
}

const goodHeader = { alg: 'Ed25519', typ: 'at+jwt', kid };
const iat = Date.UTC(2026, 10, 21) / 1000;
const goodPayload = {
  iss: 'monago',
  aud: 'monago-gateway',
  sub: `app:${claims.tokenId}`,
  tid: claims.tenantId,
  wid: claims.workspaceId,
  jti: claims.tokenId,
  iat,
  exp: iat + 3600,
};

describe('a token that Monago issued', () => {
  test('verifies, here and in jose', async () => {
    const { issuer, verifier } = setUp();
    const { jwt } = await issuer.issue(claims);
    expect(await verifier.verify(jwt)).toEqual({ ok: true, claims });
    const spki = pair.publicKey.export({ format: 'pem', type: 'spki' }).toString();
    const key: CryptoKey = await importSPKI(spki, 'Ed25519');
    const { payload } = await jwtVerify(jwt, key, {
      algorithms: ['Ed25519'],
      issuer: 'monago',
      audience: 'monago-gateway',
      typ: 'at+jwt',
      currentDate: new Date(Date.UTC(2026, 10, 21)),
    });
    expect(payload).toMatchObject({ sub: `app:${claims.tokenId}`, jti: claims.tokenId });
    expect(decodeProtectedHeader(jwt)).toEqual(goodHeader);
  });

  test('signed by jose with the same claims, verifies too', async () => {
    const { verifier } = setUp();
    const jwt = await new SignJWT(goodPayload).setProtectedHeader(goodHeader).sign(pair.privateKey);
    expect(await verifier.verify(jwt)).toMatchObject({ ok: true });
  });

  test('expires, on the first look and from the cache', async () => {
    const { issuer, verifier, time } = setUp();
    const { jwt } = await issuer.issue(claims);
    expect(await verifier.verify(jwt)).toMatchObject({ ok: true });
    time.now = claims.expiresAt;
    expect(await verifier.verify(jwt)).toEqual({ ok: false, reason: 'expired', claims });
    expect(await setUpAt(time.now).verify(jwt)).toEqual({ ok: false, reason: 'expired', claims });
  });

  test('ends with its key, also from the cache', async () => {
    const { issuer, verifier, keys } = setUp();
    const { jwt } = await issuer.issue(claims);
    await verifier.verify(jwt);
    keys.delete(kid);
    expect(await verifier.verify(jwt)).toEqual({ ok: false, reason: 'signature' });
  });

  test('ends when another key takes the name of its key', async () => {
    const { issuer, verifier, keys } = setUp();
    const { jwt } = await issuer.issue(claims);
    await verifier.verify(jwt);
    const spki = stranger.publicKey.export({ format: 'der', type: 'spki' });
    keys.set(kid, Buffer.from(spki.subarray(12)));
    expect(await verifier.verify(jwt)).toEqual({ ok: false, reason: 'signature' });
  });
});

function setUpAt(now: number): JwtVerifier {
  const { verifier, time } = setUp();
  time.now = now;
  return verifier;
}

const spread = (change: object) => forge(part(goodHeader), part({ ...goodPayload, ...change }));
const headed = (change: object) => forge(part({ ...goodHeader, ...change }), part(goodPayload));
const { exp: _, ...withoutExp } = goodPayload;
const good = forge(part(goodHeader), part(goodPayload));

describe('a token is refused', () => {
  test.each<[string, string]>([
    ['empty', ''],
    ['two parts', good.split('.').slice(0, 2).join('.')],
    ['four parts', `${good}.x`],
    ['longer than 8 KB', `${good}${'A'.repeat(8192)}`],
    ['alg none', `${part({ ...goodHeader, alg: 'none' })}.${part(goodPayload)}.`],
    ['alg none with a signature', headed({ alg: 'none' })],
    ['alg HS256', headed({ alg: 'HS256' })],
    ['alg EdDSA, the name that means several curves', headed({ alg: 'EdDSA' })],
    ['alg in another case', headed({ alg: 'ed25519' })],
    ['typ JWT', headed({ typ: 'JWT' })],
    ['an id token', headed({ typ: 'id+jwt' })],
    ['a key of its own (jwk)', headed({ jwk: { kty: 'OKP', crv: 'Ed25519', x: 'AA' } })],
    ['a key elsewhere (jku)', headed({ jku: 'https://evil.example/jwks.json' })],
    ['a certificate elsewhere (x5u)', headed({ x5u: 'https://evil.example/x' })],
    ['a certificate of its own (x5c)', headed({ x5c: ['AA'] })],
    ['a critical extension', headed({ crit: ['b64'], b64: false })],
    ['no kid', forge(part({ alg: 'Ed25519', typ: 'at+jwt' }), part(goodPayload))],
    ['a kid that is a number', headed({ kid: 1 })],
    ['another issuer', spread({ iss: 'https://evil.example' })],
    ['another audience', spread({ aud: 'somebody-else' })],
    ['two audiences', spread({ aud: ['monago-gateway', 'x'] })],
    ['a subject that is a person', spread({ sub: `user:${claims.tokenId}` })],
    ['a subject that is another token', spread({ sub: `app:tok_${'4'.repeat(32)}` })],
    ['a subject that is a number', spread({ sub: 1 })],
    ['a tenant that is none', spread({ tid: 'ten_1' })],
    ['a workspace for a tenant', spread({ tid: claims.workspaceId })],
    ['no expiry', forge(part(goodHeader), part(withoutExp))],
    ['an expiry in text', spread({ exp: String(goodPayload.exp) })],
    [
      'an expiry of 1e400',
      forge(part(goodHeader), text(`${JSON.stringify(goodPayload).slice(0, -1)},"x":1e400}`)),
    ],
    ['an expiry before its issue', spread({ exp: iat - 1 })],
    ['a lifetime of 367 days', spread({ exp: iat + 367 * 86_400 })],
    ['an issue in the future', spread({ iat: iat + 600, exp: iat + 3600 })],
    ['a negative issue', spread({ iat: -1 })],
    ['one claim more', spread({ role: 'admin' })],
    [
      '__proto__',
      forge(part(goodHeader), text(JSON.stringify(goodPayload).replace('{', '{"__proto__":{},'))),
    ],
    [
      'a claim twice',
      forge(
        part(goodHeader),
        text(JSON.stringify(goodPayload).replace('{', `{"tid":"ten_${'9'.repeat(32)}",`)),
      ),
    ],
    ['blanks in its JSON', forge(part(goodHeader), text(JSON.stringify(goodPayload, null, 1)))],
    ['padding in its base64', good.replace(/\.(?=[^.]*$)/, '=.')],
    ['a line feed at its end', `${good}\n`],
    ['a blank in front', ` ${good}`],
    ['a payload that is null', forge(part(goodHeader), part(null))],
    ['a payload that is a list', forge(part(goodHeader), part([goodPayload]))],
    ['a payload that is no JSON', forge(part(goodHeader), text('{'))],
    ['invalid UTF-8', forge(part(goodHeader), Buffer.from([0xff, 0xfe]).toString('base64url'))],
    [
      'a signature of 63 bytes',
      `${good.slice(0, good.lastIndexOf('.') + 1)}${Buffer.alloc(63).toString('base64url')}`,
    ],
  ])('with %s', async (_name, token) => {
    expect(await setUp().verifier.verify(token)).toMatchObject({ ok: false, reason: 'malformed' });
  });

  test.each<[string, string]>([
    ['another key', forge(part(goodHeader), part(goodPayload), stranger.privateKey)],
    ['an unknown kid', headed({ kid: 'key-2' })],
    ['a kid that is a path', headed({ kid: '../../dev/null' })],
    [
      'a zero signature',
      `${good.slice(0, good.lastIndexOf('.') + 1)}${Buffer.alloc(64).toString('base64url')}`,
    ],
  ])('signed with %s', async (_name, token) => {
    expect(await setUp().verifier.verify(token)).toEqual({ ok: false, reason: 'signature' });
  });

  test('with any character changed: 5,000 mutations, with and without a warm cache', async () => {
    const { verifier } = setUp();
    await verifier.verify(good);
    const alphabet = 'ABCxyz019-_.=+/ ';
    let accepted = 0;
    for (let round = 0; round < 5_000; round++) {
      const at = randomInt(good.length);
      const letter = alphabet[randomInt(alphabet.length)] ?? 'A';
      const mutant = good.slice(0, at) + letter + good.slice(at + randomInt(2));
      if (mutant !== good && (await verifier.verify(mutant)).ok) accepted++;
    }
    expect(accepted).toBe(0);
    expect(await verifier.verify(good)).toMatchObject({ ok: true });
  });
});

test('two tokens that share all but their end never share an identity', async () => {
  const { issuer, verifier } = setUp();
  const { jwt: one } = await issuer.issue(claims);
  await verifier.verify(one);
  const impostor = one.slice(0, -8) + randomBytes(6).toString('base64url');
  expect(await verifier.verify(impostor)).toMatchObject({ ok: false });
});

test('a token of a tenant verifies to that tenant only, 12,000 tokens through a cache of 10,000', async () => {
  const { issuer, verifier } = setUp();
  for (let at = 0; at < 12_000; at++) {
    const own: TokenClaims = {
      ...claims,
      tokenId: `tok_${at.toString(16).padStart(32, '0')}`,
      expiresAt: claims.expiresAt + at * 1000,
    };
    const { jwt } = await issuer.issue(own);
    expect(await verifier.verify(jwt)).toEqual({ ok: true, claims: own });
  }
  const { jwt } = await issuer.issue({ ...claims, expiresAt: claims.expiresAt + hour });
  expect(await verifier.verify(jwt)).toMatchObject({ ok: true });
});
