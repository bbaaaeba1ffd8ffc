import { describe, expect, test } from 'vitest';
import { Argon2PasswordHasher } from './argon2-password-hasher.ts';

const password = 'a long enough passphrase';

describe('the password hasher', () => {
  const hasher = new Argon2PasswordHasher();

  test('hashes with argon2id, 19 MiB and two passes, salted', async () => {
    const [one, two] = [await hasher.hash(password), await hasher.hash(password)];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
    expect(await hasher.verify(one, password)).toBe(true);
    expect(await hasher.verify(one, `${password} `)).toBe(false);
  });

  test('does not take the hash for the password', async () => {
    const hash = await hasher.hash(password);
    expect(await hasher.verify(hash, hash)).toBe(false);
  });

  test('never verifies for nobody, and takes its time to say so', async () => {
    expect(await hasher.verify(undefined, 'the password of nobody')).toBe(false);
    const start = performance.now();
    await hasher.verify(undefined, password);
    expect(performance.now() - start).toBeGreaterThan(5);
  });

  test('refuses a flood instead of queueing without end', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 80 }, () => hasher.verify(undefined, password)),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(80 - 2 - 64);
    expect(refused[0]).toMatchObject({ reason: { code: 'overloaded' } });
    expect(await hasher.verify(undefined, password)).toBe(false);
  });
});
