import { describe, expect, test } from 'vitest';
import { en } from '../../app/i18n/en.ts';
import { heldKey, keyComplaints } from './key-parts.ts';

const { required } = en.validation;
const accessKey = { access_key_id: 'AKIAEXAMPLE', secret_access_key: 'secret' };

describe('a key before it is sent', () => {
  test('has nothing wrong with it when it is whole', () => {
    expect(keyComplaints({ api_key: 'sk-a' }, { provider: 'openai', kind: 'api_key' }, en)).toEqual(
      {},
    );
    expect(
      keyComplaints(
        { ...accessKey, region: 'ap-southeast-3' },
        { provider: 'bedrock', kind: 'access_key' },
        en,
      ),
    ).toEqual({});
  });

  test('is asked for part by part; a session token is not needed', () => {
    expect(keyComplaints({}, { provider: 'anthropic', kind: 'api_key' }, en)).toEqual({
      api_key: required,
    });
    expect(keyComplaints({}, { provider: 'bedrock', kind: 'access_key' }, en)).toEqual({
      access_key_id: required,
      secret_access_key: required,
      region: required,
    });
  });

  test.each([' sk-a', 'sk-a ', 'sk-a\n'])('is refused with white space around it: %j', (key) => {
    const found = keyComplaints({ api_key: key }, { provider: 'openai', kind: 'api_key' }, en);
    expect(found).toEqual({ api_key: en.providers.keyWhitespace });
    expect(found['api_key']).toMatch(/^Invalid API key/);
  });

  test('is refused with white space around any part of it', () => {
    const fields = { ...accessKey, session_token: ' token', region: 'us-east-1' };
    expect(keyComplaints(fields, { provider: 'bedrock', kind: 'access_key' }, en)).toEqual({
      session_token: en.providers.keyWhitespace,
    });
  });

  test.each(['us east 1', 'us-east-1.evil.example', 'US-EAST-1'])(
    'is not sent to a region that cannot be one: %s',
    (region) => {
      const place = { provider: 'bedrock', kind: 'api_key' } as const;
      expect(keyComplaints({ api_key: 'ABSKa', region }, place, en)).toEqual({
        region: en.providers.regionUnknown,
      });
    },
  );
});

test('a key that was sent is held in its parts, and in no others', () => {
  const held = heldKey({ ...accessKey, session_token: undefined });
  expect(held.parts).toEqual(['access_key_id', 'secret_access_key']);
  expect(held.read('secret_access_key')).toBe('secret');
  expect(held.read('session_token')).toBe('');
  held.wipe();
  expect(held.parts.map((part) => held.read(part))).toEqual(['', '']);
});
