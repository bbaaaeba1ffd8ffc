import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogModels } from './catalog.ts';
import { isSafeModelId, isSafeServerModel } from './safe-model-id.ts';

const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3';

describe('a model id', () => {
  test.each([
    'gpt-4o',
    'ft:gpt-4o-mini-2024-07-18:org::id',
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    'amazon.titan-embed-text-v1:2:8k',
    'llama3.1:8b',
    'claude-opus-4-8[1m]',
    profile,
    'arn:aws-us-gov:bedrock:us-gov-west-1::foundation-model/amazon.nova-lite-v1:0',
    'arn:aws:bedrock:us-east-1:123456789012:custom-model/amazon.nova-lite-v1:0:300k/abc',
  ])('may be %s', (id) => {
    expect(isSafeModelId(id)).toBe(true);
  });

  test.each([
    '',
    '.',
    '..',
    '../admin',
    'gpt-4o/../admin',
    'a..b',
    'a/b',
    'a\\b',
    'a?b',
    'a#b',
    'a%2fb',
    'a b',
    'a\nb',
    'a\0b',
    'gpt-4o\u202e',
    'gpt\uff0d4o',
    '-flag',
    'x'.repeat(257),
    `${profile}/..`,
    `${profile}/../../x`,
    `${profile}//x`,
    `${profile}?x=1`,
    `${profile}/.`,
    `${profile}/a/b/c/d`,
    'arn:aws:s3:::bucket/key',
    `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${'x'.repeat(2_048)}`,
    'https://host/model',
    '//host/model',
  ])('is not %j', (id) => {
    expect(isSafeModelId(id)).toBe(false);
  });

  test('stays one segment of a path, or the segments of an ARN, whatever it is', () => {
    const harmless = fc.constantFrom('gpt', '-4', 'a.b', ':0', `${profile}/`, profile, '/x');
    const hostile = fc.constantFrom('..', '.', '/', '\\', '%2e', '?', '#', '\n', '\0', '\u202e');
    const parts = fc.array(fc.oneof({ weight: 4, arbitrary: harmless }, hostile), { maxLength: 5 });
    let safe = 0;
    fc.assert(
      fc.property(parts, (pieces) => {
        const id = pieces.join('');
        if (!isSafeModelId(id)) return;
        safe += 1;
        const { pathname, search, hash, host } = new URL(`https://host/model/${id}/converse`);
        expect(pathname).toBe(`/model/${id}/converse`);
        expect([search, hash, host]).toEqual(['', '', 'host']);
        expect(id.startsWith('arn:') || !id.includes('/')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
    expect(safe).toBeGreaterThan(100);
  });

  test('is as safe after any one character was put into it, unless it is refused', () => {
    const ids = fc.constantFrom(profile, ...catalogModels.map(({ id }) => id));
    fc.assert(
      fc.property(
        ids,
        fc.nat(300),
        fc.string({ unit: 'binary', maxLength: 3 }),
        (id, at, extra) => {
          const changed = `${id.slice(0, at)}${extra}${id.slice(at)}`;
          if (!isSafeModelId(changed)) return;
          expect(changed).not.toMatch(/\.\.|[?#%\\\s]|[^\x21-\x7e]/);
          expect(new URL(`https://host/model/${changed}`).pathname).toBe(`/model/${changed}`);
        },
      ),
    );
  });

  test('may have slashes on a server of the tenant, but leads nowhere else', () => {
    expect(isSafeServerModel('meta-llama/Llama-3.1-8B-Instruct')).toBe(true);
    for (const name of ['a/../b', '/a', 'a/', 'a//b', 'a/./b', 'a/b?c', 'a/%2e%2e/b', '']) {
      expect(isSafeServerModel(name)).toBe(false);
    }
  });
});
