import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { KeyCheckValue } from '../../ports/kms.ts';
import { checkKeys, type KeyCheckStore, WrongKeyError } from './key-check.ts';
import { LocalKms } from './local-kms.ts';

function memoryStore(): KeyCheckStore {
  const rows = new Map<string, KeyCheckValue>();
  return {
    list: async () => [...rows.values()],
    insert: async (check) => {
      if (!rows.has(check.kekRef)) rows.set(check.kekRef, check);
    },
  };
}

const keyOf = (kid: string) => ({ kid, key: randomBytes(32) });
const kmsOf = (...keys: [ReturnType<typeof keyOf>, ...ReturnType<typeof keyOf>[]]) =>
  new LocalKms({ active: keys[0], keys }, randomBytes);

describe('the check of keys at boot', () => {
  test('remembers a new key and knows it again', async () => {
    const store = memoryStore();
    const key = keyOf('a');
    await checkKeys(kmsOf(key), store, 1);
    await checkKeys(kmsOf(key), store, 2);
    expect((await store.list()).map(({ kekRef }) => kekRef)).toEqual(['local:a']);
  });

  test('refuses another key of the same name, naming it', async () => {
    const store = memoryStore();
    await checkKeys(kmsOf(keyOf('a')), store, 1);
    const refusal = checkKeys(kmsOf(keyOf('a')), store, 2);
    await expect(refusal).rejects.toThrow(WrongKeyError);
    await expect(refusal).rejects.toThrow('local:a');
  });

  test('refuses a keyring that lost a key, and remembers nothing of it', async () => {
    const store = memoryStore();
    await checkKeys(kmsOf(keyOf('a')), store, 1);
    await expect(checkKeys(kmsOf(keyOf('b')), store, 2)).rejects.toThrow('local:a is missing');
    expect(await store.list()).toHaveLength(1);
  });

  test('takes a key that is added to the keyring', async () => {
    const store = memoryStore();
    const first = keyOf('a');
    await checkKeys(kmsOf(first), store, 1);
    await checkKeys(kmsOf(keyOf('b'), first), store, 2);
    expect(await store.list()).toHaveLength(2);
  });

  test('does not remember the key itself', async () => {
    const store = memoryStore();
    const key = keyOf('a');
    await checkKeys(kmsOf(key), store, 1);
    const [row] = await store.list();
    expect(row?.value).toHaveLength(16);
    expect(key.key.includes(row?.value ?? key.key)).toBe(false);
  });
});
