import { describe, expect, test } from 'vitest';
import { type VerifiedToken, VerifiedTokens } from './verified-tokens.ts';

const entry: VerifiedToken = {
  claims: {
    tenantId: `ten_${'1'.repeat(32)}`,
    workspaceId: `ws_${'2'.repeat(32)}`,
    tokenId: `tok_${'3'.repeat(32)}`,
    expiresAt: 1,
  },
  kid: 'k',
  publicKey: Buffer.alloc(32),
};

describe('the cache of verified tokens', () => {
  test('keeps 10,000 and drops the one that was not used for longest', () => {
    const tokens = new VerifiedTokens();
    for (let at = 0; at < 10_000; at++) tokens.set(`t${at}`, entry);
    tokens.get('t0');
    tokens.set('one more', entry);
    expect(tokens.size).toBe(10_000);
    expect(tokens.get('t0')).toBe(entry);
    expect(tokens.get('t1')).toBeUndefined();
  });

  test('is keyed by the hash of the whole token, and so holds none', () => {
    const token = 'x'.repeat(2_000);
    expect(VerifiedTokens.key(token)).not.toBe(VerifiedTokens.key(`${token}y`));
    expect(VerifiedTokens.key(token)).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  });
});
