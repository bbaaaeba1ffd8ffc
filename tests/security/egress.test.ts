import type { LookupAddress } from 'node:dns';
import { afterEach, describe, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { AllowListError } from '../../src/adapters/egress/allow-entry.ts';
import {
  type ClosableEgress,
  createEgress,
  type EgressOptions,
} from '../../src/adapters/egress/egress.ts';
import type { Lookup } from '../../src/adapters/egress/resolve-all.ts';
import { canonicalDestination } from '../../src/domain/credential/destination.ts';
import { Secret } from '../../src/domain/credential/secret.ts';

const names: Record<string, string[]> = {
  'api.openai.com': ['104.18.6.192', '2606:4700::6812:6c0'],
  'rebound.example': ['127.0.0.1'],
  'half.example': ['93.184.216.34', '10.0.0.7'],
  'metadata.example': ['169.254.169.254'],
  'inside.corp': ['10.20.3.4'],
};

const lookup: Lookup = (hostname, _options, callback) => {
  const found = names[hostname];
  if (found === undefined) return callback(new Error('ENOTFOUND'), []);
  const addresses = found.map(
    (address): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 }),
  );
  callback(null, addresses);
};

const open: ClosableEgress[] = [];
const emulators: Emulator[] = [];

function egress(changes: Partial<EgressOptions> = {}): ClosableEgress {
  const made = createEgress({
    mode: 'onprem',
    allow: [],
    own: () => [],
    connectTimeoutMs: 1_000,
    headTimeoutMs: 2_000,
    idleTimeoutMs: 2_000,
    totalTimeoutMs: 5_000,
    connectionsMax: 4,
    lookup,
    ...changes,
  });
  open.push(made);
  return made;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
  await Promise.all(emulators.splice(0).map((each) => each.stop()));
});

/** `ok`, or the error code. */
async function verdict(baseUrl: string, changes: Partial<EgressOptions> = {}): Promise<string> {
  try {
    await egress(changes).check(canonicalDestination(baseUrl));
    return 'ok';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'other';
  }
}

describe('nothing but https to public addresses is open without the operator', () => {
  test('the public address of a provider is allowed in both modes', async () => {
    expect(await verdict('https://api.openai.com/v1')).toBe('ok');
    expect(await verdict('https://api.openai.com/v1', { mode: 'cloud' })).toBe('ok');
    expect(await verdict('https://93.184.216.34/v1')).toBe('ok');
  });

  test.each([
    'http://api.openai.com/v1',
    'https://api.openai.com:8443/v1',
    'https://api.openai.com:22/v1',
    'https://127.0.0.1/v1',
    'https://127.1/v1',
    'https://2130706433/v1',
    'https://0x7f000001/v1',
    'https://0177.0.0.1/v1',
    'https://0.0.0.0/v1',
    'https://[::]/v1',
    'https://[::1]/v1',
    'https://[::ffff:127.0.0.1]/v1',
    'https://[::ffff:a9fe:a9fe]/v1',
    'https://[::7f00:1]/v1',
    'https://[64:ff9b::a9fe:a9fe]/v1',
    'https://[64:ff9b::7f00:1]/v1',
    'https://[2002:7f00:1::]/v1',
    'https://[fe80::1]/v1',
    'https://[fd00:ec2::254]/v1',
    'https://[ff02::1]/v1',
    'https://10.0.0.1/v1',
    'https://172.16.0.1/v1',
    'https://192.168.1.1/v1',
    'https://100.64.0.1/v1',
    'https://100.100.100.200/v1',
    'https://168.63.129.16/v1',
    'https://192.0.0.192/v1',
    'https://169.254.169.254/latest/meta-data',
    'https://224.0.0.1/v1',
    'https://255.255.255.255/v1',
    'https://rebound.example/v1',
    'https://half.example/v1',
    'https://metadata.example/v1',
    'https://inside.corp/v1',
    'https://nowhere.example/v1',
    'https://localhost/v1',
  ])('%s is bad_base_url', async (baseUrl) => {
    expect(await verdict(baseUrl)).toBe('bad_base_url');
    expect(await verdict(baseUrl, { mode: 'cloud' })).toBe('bad_base_url');
  });
});

describe('the operator opens internal destinations on-premise', () => {
  const allow = ['127.0.0.1:9000', 'inside.corp:8443', '10.20.0.0/16:9443', '[::1]:9000'];
  test.each([
    ['http://127.0.0.1:9000/v1', 'ok'],
    ['http://[::1]:9000/v1', 'ok'],
    ['http://inside.corp:8443/v1', 'ok'],
    ['https://inside.corp:8443/v1', 'ok'],
    ['http://10.20.9.9:9443/v1', 'ok'],
    ['http://inside.corp:9443/v1', 'ok'],
    ['http://127.0.0.1:9001/v1', 'bad_base_url'],
    ['http://10.21.0.1:9443/v1', 'bad_base_url'],
    ['http://rebound.example:9000/v1', 'bad_base_url'],
    ['https://inside.corp/v1', 'bad_base_url'],
  ])('%s is %s', async (baseUrl, expected) => {
    expect(await verdict(baseUrl, { allow })).toBe(expected);
  });

  test('in cloud mode the list is ignored', async () => {
    expect(await verdict('http://127.0.0.1:9000/v1', { allow, mode: 'cloud' })).toBe(
      'bad_base_url',
    );
    expect(await verdict('https://inside.corp:8443/v1', { allow, mode: 'cloud' })).toBe(
      'bad_base_url',
    );
  });

  test.each([
    ['169.254.169.254:443', 'https://169.254.169.254/v1'],
    ['metadata.example:443', 'https://metadata.example/v1'],
    ['0.0.0.0:443', 'https://0.0.0.0/v1'],
    ['169.254.0.0/16:443', 'https://169.254.169.254/v1'],
    ['127.0.0.0/8:443', 'https://127.0.0.1/v1'],
    ['[fd00:ec2::254]:443', 'https://[fd00:ec2::254]/v1'],
  ])('no list opens %s', async (entry, baseUrl) => {
    expect(await verdict(baseUrl, { allow: [entry] })).toBe('bad_base_url');
  });

  test("Monago's own address and database stay closed even when they are listed", async () => {
    const own = () => [
      { host: '0.0.0.0', port: 8080 },
      { host: 'inside.corp', port: 5432 },
    ];
    const listed = ['127.0.0.1:8080', 'inside.corp:5432', '127.0.0.1:8081'];
    expect(await verdict('http://127.0.0.1:8080/v1', { allow: listed, own })).toBe('bad_base_url');
    expect(await verdict('http://inside.corp:5432/v1', { allow: listed, own })).toBe(
      'bad_base_url',
    );
    expect(await verdict('http://127.0.0.1:8081/v1', { allow: listed, own })).toBe('ok');
  });

  test.each([
    '10.0.0.0/8',
    '*.corp:443',
    'inside.corp',
    'inside.corp:0',
    'inside.corp:65536',
    'https://inside.corp:443',
    'inside.corp:443/v1',
    '10.0.0.0/33:443',
    '2130706433.:443',
    '::1:443',
    '[::1/200]:443',
    ':443',
  ])('an entry that cannot be read refuses to start: %s', (entry) => {
    expect(() => egress({ allow: ['inside.corp:443', entry] })).toThrow(AllowListError);
  });

  test.each([
    ['[0:0:0:0:0:0:0:1]:9000', 'http://[::1]:9000/v1'],
    ['[::ffff:127.0.0.1]:9000', 'http://127.0.0.1:9000/v1'],
    ['INSIDE.corp:8443', 'http://inside.corp:8443/v1'],
    ['[fd12::/16]:8443', 'http://[fd12:1::5]:8443/v1'],
    ['[64:ff9b::/96]:443', 'https://[64:ff9b::101:101]/v1'],
  ])('an entry may be spelled in another way: %s', async (entry, baseUrl) => {
    expect(await verdict(baseUrl, { allow: [entry] })).toBe('ok');
  });
});

describe('the check is made again when a connection is opened', () => {
  async function call(through: ClosableEgress, destination: string): Promise<string> {
    return new Promise((resolve) => {
      const secret = new Secret(Buffer.from('sk-test-0123456789abcdef'));
      through.dispatch(
        {
          destination,
          method: 'GET',
          path: '/v1/models',
          headers: {},
          body: undefined,
          secretHeader: { name: 'authorization', prefix: 'Bearer ', secret },
        },
        {
          head: ({ status }) => resolve(String(status)),
          data: () => true,
          end: () => undefined,
          fail: (failure) => resolve(failure),
        },
      );
    });
  }

  test('a listed loopback destination answers, one that is not listed never sees a connection', async () => {
    const emulator = await startOpenAiEmulator({ acceptedKeys: ['sk-test-0123456789abcdef'] });
    emulators.push(emulator);
    const destination = canonicalDestination(`${emulator.url}/v1`);
    const listed = egress({ allow: [`127.0.0.1:${emulator.port}`] });
    expect(await call(listed, destination)).toBe('200');
    expect(await call(egress(), destination)).toBe('blocked');
    expect(emulator.requests).toHaveLength(1);
  });

  test('a name that now resolves elsewhere is blocked although it was saved with a good address', async () => {
    const emulator = await startOpenAiEmulator();
    emulators.push(emulator);
    names['moving.example'] = ['93.184.216.34'];
    const through = egress();
    await through.check('https://moving.example:443/v1');
    names['moving.example'] = ['127.0.0.1'];
    expect(await call(through, 'https://moving.example:443/v1')).toBe('blocked');
    expect(emulator.requests).toHaveLength(0);
  });

  test('a redirect is passed on as an answer and not followed', async () => {
    const emulator = await startOpenAiEmulator();
    emulators.push(emulator);
    emulator.script({
      replay: { status: 302, headers: { location: 'http://169.254.169.254/' }, body: '' },
    });
    const listed = egress({ allow: [`127.0.0.1:${emulator.port}`] });
    expect(await call(listed, canonicalDestination(`${emulator.url}/v1`))).toBe('302');
    expect(emulator.requests).toHaveLength(1);
  });
});
