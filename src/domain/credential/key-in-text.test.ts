import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { holdsKey, withoutKeys } from './key-in-text.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const base64 = [...`${letters}${letters.toLowerCase()}0123456789+/`];
const urlSafe = [...`${letters}${letters.toLowerCase()}0123456789_-`];

const signs = (alphabet: readonly string[], length: number) =>
  fc
    .array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length })
    .map((drawn) => drawn.join(''));

const keys = fc.oneof(
  signs(urlSafe, 48).map((text) => `sk-proj-${text}`),
  signs(urlSafe, 80).map((text) => `sk-ant-api03-${text}`),
  signs([...letters, ...'234567'], 16).map((text) => `AKIA${text}`),
  signs([...letters, ...'234567'], 16).map((text) => `ASIA${text}`),
  signs(base64, 96).map((text) => `ABSK${text}=`),
  signs(base64, 200),
);

describe('what looks like a key', () => {
  test('is every key of the providers, alone, among words and in an address', () => {
    fc.assert(
      fc.property(keys, (key) => {
        for (const text of [key, `production ${key} (new)`, `https://host.example/${key}/v1`]) {
          if (!holdsKey(text)) return false;
        }
        return holdsKey(`https://host.example/${encodeURIComponent(key)}/v1`);
      }),
      { numRuns: 2000 },
    );
  });

  test('is an AWS secret access key, which has no beginning of its own', () => {
    expect(holdsKey('9tGx/R2uWq7ZkLm3Vb+Ns5Yd1Hc8Jf4Pa6QeTo0i')).toBe(true);
    expect(holdsKey('bW90b3I7fGh/3Jk2lPq+9sDf8gHx1zXc5vBn4mQ0')).toBe(true);
  });

  test('leaves nothing of itself behind a mask', () => {
    fc.assert(
      fc.property(keys, (key) => {
        const masked = withoutKeys(`model ${key}`);
        return !holdsKey(masked) && !masked.includes(key.slice(-12, -4));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    'production-openai',
    'Production-OpenAI-Account-2026',
    'Bank Nusantara (Persero) Tbk, Divisi Teknologi Informasi',
    'prod-eu1-az2-gpt4o-v2-2026-k8s',
    'openai 7c9e6679-7425-40de-944b-e07fc1f90ae7',
    'gpt-4o-mini-2024-07-18',
    'ft:gpt-4o-mini-2024-07-18:my-org:support-agent:AbC12dEf',
    'us.anthropic.claude-3-5-sonnet-20241022-v2:0',
    'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6',
    'deepseek-ai/DeepSeek-R1-Distill-Llama-70B',
    'sri.wahyuni+monago@bank-nusantara.co.id',
    'https://gateway.ai.example/v1/0a1b2c3d4e5f60718293a4b5c6d7e8f9/my-gateway/openai',
    'https://my-resource-Sweden-Central.openai.example/openai/deployments/GPT4o-Prod/v1',
    'task-force-for-risk-management',
    '',
    '%',
  ])('is not: %s', (text) => {
    expect(holdsKey(text)).toBe(false);
    expect(withoutKeys(text)).toBe(text);
  });

  test('costs no more than milliseconds in a long text', () => {
    const before = process.cpuUsage();
    for (const text of ['aB3'.repeat(20_000), 'sk-'.repeat(20_000), '-'.repeat(60_000)])
      holdsKey(text);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(500);
  });
});
