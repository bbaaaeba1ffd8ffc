import { describe, expect, test } from 'vitest';
import { accessKeyHint, keyHint, unusableKeyReason } from './key-shape.ts';
import { readProviderKey } from './provider-key.ts';

const tail = '0123456789abcdefghij';

describe('a key that can never answer a request', () => {
  test.each([`sk-admin-${tail}`, `sk-ant-admin01-${tail}`, `sk-ant-oat01-${tail}`])(
    'is refused before any call: %s',
    (text) => {
      const read = readProviderKey(text);
      expect(read).toEqual({ isWellFormed: false, because: unusableKeyReason(text) });
      expect(JSON.stringify(read)).toContain('not usable for inference');
    },
  );

  test('is no other one', () => {
    for (const text of [
      `sk-${tail}`,
      `sk-proj-${tail}`,
      `sk-svcacct-${tail}`,
      `sk-ant-api03-${tail}`,
      `a-gateway-of-our-own-${tail}`,
    ]) {
      expect(readProviderKey(text).isWellFormed).toBe(true);
    }
  });
});

describe('a hint', () => {
  test('is not given about usual keys', () => {
    expect(keyHint('openai', `sk-proj-${tail}`)).toBeUndefined();
    expect(keyHint('anthropic', `sk-ant-api03-${tail}`)).toBeUndefined();
    expect(keyHint('bedrock', `ABSK${tail}==`)).toBeUndefined();
    expect(keyHint('bedrock', `bedrock-api-key-${tail}`)).toBeUndefined();
    expect(accessKeyHint('AKIAEXAMPLEUSER00001', 'x'.repeat(40))).toBeUndefined();
  });

  test('is given about the key of another provider, and about one of nobody', () => {
    expect(keyHint('openai', `sk-ant-api03-${tail}`)).toBeDefined();
    expect(keyHint('anthropic', `sk-proj-${tail}`)).toBeDefined();
    expect(keyHint('bedrock', `sk-proj-${tail}`)).toBeDefined();
    expect(accessKeyHint('ASIAEXAMPLESESSION01', 'x'.repeat(40))).toContain('temporary');
    expect(accessKeyHint('EXAMPLEUSER000000001', 'x'.repeat(40))).toBeDefined();
    expect(accessKeyHint('AKIAEXAMPLEUSER00001', 'x'.repeat(39))).toBeDefined();
  });
});
