import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { KeyRegistry, KeyState, RegisteredKey } from '../../ports/key-registry.ts';
import { checkKeys, heldOf, WrongKeyError } from './key-check.ts';
import { LocalKms } from './local-kms.ts';

type Registry = Pick<KeyRegistry, 'list' | 'enrol'> & {
  set(kekRef: string, state: KeyState): void;
};

function memoryRegistry(): Registry {
  const rows = new Map<string, RegisteredKey>();
  return {
    list: async () => [...rows.values()],
    enrol: async (check) => {
      if ([...rows.values()].some(({ state }) => state === 'active')) return;
      const former = rows.get(check.kekRef) ?? check;
      rows.set(check.kekRef, { ...former, state: 'active', activatedAt: 1, verifiedAt: undefined });
    },
    set: (kekRef, state) => {
      const row = rows.get(kekRef);
      if (row !== undefined) rows.set(kekRef, { ...row, state });
    },
  };
}

const keyOf = (kid: string) => ({ kid, key: randomBytes(32) });
const kmsOf = (...keys: [ReturnType<typeof keyOf>, ...ReturnType<typeof keyOf>[]]) =>
  new LocalKms({ active: keys[0], keys }, randomBytes);

describe('the check of keys at boot', () => {
  test('makes the first key of a new deployment active, and knows it again', async () => {
    const registry = memoryRegistry();
    const key = keyOf('a');
    await checkKeys(kmsOf(key, keyOf('b')), registry);
    await checkKeys(kmsOf(keyOf('b'), key), registry);
    expect(await registry.list()).toMatchObject([{ kekRef: 'local:a', state: 'active' }]);
  });

  test.each(['active', 'deactivated'] as const)(
    'refuses another key of the name of one that is %s, naming it',
    async (state) => {
      const registry = memoryRegistry();
      await checkKeys(kmsOf(keyOf('a')), registry);
      registry.set('local:a', state);
      const refusal = checkKeys(kmsOf(keyOf('a')), registry);
      await expect(refusal).rejects.toThrow(WrongKeyError);
      await expect(refusal).rejects.toMatchObject({ kekRef: 'local:a' });
    },
  );

  test('refuses a keyring that lost a key, and remembers nothing of it', async () => {
    const registry = memoryRegistry();
    await checkKeys(kmsOf(keyOf('a')), registry);
    await expect(checkKeys(kmsOf(keyOf('b')), registry)).rejects.toMatchObject({
      kekRef: 'local:a',
    });
    expect(await registry.list()).toHaveLength(1);
  });

  test('does without a staged key, and does not count another of its name as held', async () => {
    const registry = memoryRegistry();
    const [first, second] = [keyOf('a'), keyOf('b')];
    await checkKeys(kmsOf(first), registry);
    registry.set('local:a', 'staged');
    const held = await checkKeys(kmsOf(second), registry);
    expect(heldOf(await registry.list(), held)).toEqual(['local:b']);
    const impostor = await kmsOf(second, keyOf('a')).probe();
    expect(heldOf(await registry.list(), impostor)).toEqual(['local:b']);
  });

  test('does not remember the key itself', async () => {
    const registry = memoryRegistry();
    const key = keyOf('a');
    await checkKeys(kmsOf(key), registry);
    const [row] = await registry.list();
    expect(row?.value).toHaveLength(16);
    expect(key.key.includes(row?.value ?? key.key)).toBe(false);
  });
});
