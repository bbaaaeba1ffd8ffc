import { beforeEach, describe, expect, test } from 'vitest';
import { MonagoError } from '../../../domain/errors.ts';
import { BearerTokens, tokenRefused } from './bearer-tokens.ts';

describe('an access token', () => {
  let now: number;
  let fetched: number;
  let isDown: boolean;
  let tokens: BearerTokens;

  beforeEach(() => {
    [now, fetched, isDown] = [0, 0, false];
    tokens = new BearerTokens(
      async () => {
        fetched += 1;
        if (isDown) throw new MonagoError('kms_unavailable');
        return { value: `token-${fetched}`, lifetimeMs: 3_600_000 };
      },
      { now: () => now, monotonic: () => now },
    );
  });

  const used = () => tokens.use(async (token) => token);

  test('is fetched once, and again shortly before it expires', async () => {
    expect(await used()).toBe('token-1');
    now = 3_539_999;
    expect(await used()).toBe('token-1');
    now = 3_540_000;
    expect(await used()).toBe('token-2');
  });

  test('is fetched once for all who wait', async () => {
    await Promise.all(Array.from({ length: 20 }, used));
    expect(fetched).toBe(1);
  });

  test('serves on while it is good and the next one cannot be had, and no longer', async () => {
    await used();
    isDown = true;
    now = 3_599_999;
    expect(await used()).toBe('token-1');
    now = 3_600_000;
    await expect(used()).rejects.toMatchObject({ code: 'kms_unavailable' });
    isDown = false;
    expect(await used()).toBe('token-4');
  });

  test('that was revoked early is replaced, and the call made again', async () => {
    await used();
    now = 60_000;
    const refuseFirst = async (token: string) => (token === 'token-1' ? tokenRefused : token);
    expect(await tokens.use(refuseFirst)).toBe('token-2');
    expect(await used()).toBe('token-2');
  });

  test('that is new and refused is not replaced: permission is missing, not a token', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => tokens.use(async () => tokenRefused)),
    );
    expect(answers.every((answer) => answer === tokenRefused)).toBe(true);
    expect(fetched).toBe(1);
  });
});
