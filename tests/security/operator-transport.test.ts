import type { LookupAddress } from 'node:dns';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type ClosableTransport,
  createOperatorTransport,
  type OperatorTransportOptions,
} from '../../src/adapters/egress/operator-transport.ts';
import { type FakeService, json, startFakeService } from '../support/kms-fakes/fake-service.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function service(): Promise<FakeService> {
  const fake = await startFakeService(() => json(200, { ok: true }));
  closing.push(() => fake.stop());
  return fake;
}

function transport(
  origins: string[],
  changes: Partial<OperatorTransportOptions> = {},
): ClosableTransport {
  const made = createOperatorTransport({
    origins,
    own: () => [],
    connectTimeoutMs: 500,
    ...changes,
  });
  closing.push(() => made.close());
  return made;
}

const get = (url: string) =>
  ({ method: 'GET', url, headers: {}, body: undefined, timeoutMs: 500 }) as const;
const unavailable = { code: 'kms_unavailable' };

describe('the way to the operator’s own services', () => {
  test('reaches a host on this machine that the settings name', async () => {
    const fake = await service();
    const reply = await transport([fake.url]).request(get(`${fake.url}/v1/x?y=1`));
    expect([reply.status, reply.body.toString()]).toEqual([200, '{"ok":true}']);
    expect(fake.calls[0]?.path).toBe('/v1/x?y=1');
  });

  test('reaches no other host or port', async () => {
    const [named, other] = [await service(), await service()];
    const way = transport([named.url]);
    for (const url of [
      other.url,
      named.url.replace('127.0.0.1', 'localhost'),
      'https://example.com',
    ]) {
      await expect(way.request(get(url))).rejects.toMatchObject(unavailable);
    }
    expect(other.calls).toHaveLength(0);
  });

  test.each([
    'http://169.254.169.254',
    'http://[fd00:ec2::254]',
    'http://100.100.100.200',
    'http://0.0.0.0:8200',
  ])('never reaches %s, though it is named', async (origin) => {
    await expect(transport([origin]).request(get(origin))).rejects.toMatchObject({
      ...unavailable,
      internal: expect.stringContaining('never reachable'),
    });
  });

  test('never reaches a name that leads to a metadata service', async () => {
    const addresses: LookupAddress[] = [{ address: '169.254.169.254', family: 4 }];
    const way = transport(['https://kms.example'], {
      lookup: (_name, _options, callback) => callback(null, addresses),
    });
    await expect(way.request(get('https://kms.example'))).rejects.toMatchObject(unavailable);
  });

  test('does not reach Monago itself', async () => {
    const fake = await service();
    const { port } = new URL(fake.url);
    const own = () => [{ host: '127.0.0.1', port: Number(port) }];
    await expect(transport([fake.url], { own }).request(get(fake.url))).rejects.toMatchObject(
      unavailable,
    );
    expect(fake.calls).toHaveLength(0);
  });

  test('does not follow a redirect', async () => {
    const other = await service();
    const fake = await startFakeService(() => ({
      status: 307,
      body: '',
      headers: { location: other.url },
    }));
    closing.push(() => fake.stop());
    const reply = await transport([fake.url, other.url]).request(get(fake.url));
    expect(reply.status).toBe(307);
    expect(other.calls).toHaveLength(0);
  });

  test('has room for an answer of 256 KiB, and for no more', async () => {
    const size = { bytes: 256 * 1024 };
    const fake = await startFakeService(() => ({ status: 200, body: 'x'.repeat(size.bytes) }));
    closing.push(() => fake.stop());
    const way = transport([fake.url]);
    expect((await way.request(get(fake.url))).body).toHaveLength(size.bytes);
    size.bytes += 1;
    await expect(way.request(get(fake.url))).rejects.toMatchObject(unavailable);
  });
});
