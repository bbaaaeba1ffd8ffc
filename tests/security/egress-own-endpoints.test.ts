import { describe, expect, test } from 'vitest';
import { OwnEndpoints } from '../../src/compose/own-endpoints.ts';
import { readConfig } from '../../src/config.ts';

function endpoints(environment: Record<string, string>): OwnEndpoints {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(read.problems.join('; '));
  return new OwnEndpoints(read.config);
}

describe('what the settings say of Monago itself is closed to base URLs', () => {
  test('where it listens, once it does', () => {
    const own = endpoints({ MONAGO_HOST: '127.0.0.1', MONAGO_PORT: '0' });
    expect(own.list()).toEqual([]);
    own.listening('http://127.0.0.1:43210');
    expect(own.list()).toEqual([{ host: '127.0.0.1', port: 43_210 }]);
  });

  test('the name under which people reach it, and not its proxy’s address', () => {
    const own = endpoints({ MONAGO_PUBLIC_URL: 'https://monago.bank.example' });
    expect(own.list()).toEqual([{ host: 'monago.bank.example', port: 443, isNameOnly: true }]);
  });

  test.each([
    ['postgres://app:secret@db.corp/monago', [{ host: 'db.corp', port: 5432 }]],
    ['postgres://app:secret@db.corp:6543/monago', [{ host: 'db.corp', port: 6543 }]],
    ['postgres://app@[fd12::5]:5432/monago', [{ host: '[fd12::5]', port: 5432 }]],
    ['postgres://app@old.corp/monago?host=db.corp&port=6543', [{ host: 'db.corp', port: 6543 }]],
    ['postgres:///monago', [{ host: 'localhost', port: 5432 }]],
    ['postgres:///monago?host=/var/run/postgresql', []],
    ['postgres://%2Fvar%2Frun%2Fpostgresql/monago', []],
  ])('the database of %s', (url, expected) => {
    expect(endpoints({ MONAGO_DATABASE_URL: url }).list()).toEqual(expected);
  });

  test.each([
    [{ MONAGO_KMS_ENDPOINT: 'https://vault.corp:8200' }, [{ host: 'vault.corp', port: 8200 }]],
    [
      { MONAGO_KMS_KEY: 'https://bank.vault.azure.net/keys/monago/1' },
      [{ host: 'bank.vault.azure.net', port: 443 }],
    ],
    [{ MONAGO_KMS_KEY: 'transit/monago' }, []],
    [{}, []],
  ])('the key management service of %j', (settings, expected) => {
    expect(endpoints(settings).keyManagement()).toEqual(expected);
  });
});
