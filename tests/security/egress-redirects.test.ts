import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ClosableEgress, createEgress } from '../../src/adapters/egress/egress.ts';
import { createAnthropicProvider } from '../../src/adapters/providers/anthropic.ts';
import { createBedrockProvider } from '../../src/adapters/providers/bedrock.ts';
import { createOpenAiProvider } from '../../src/adapters/providers/openai.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import { readBedrockSecret } from '../../src/domain/credential/bedrock-secret.ts';
import { Secret } from '../../src/domain/credential/secret.ts';
import { type GatewaySite, openGatewaySite } from '../gateway/gateway-site.ts';
import { type ConnectWatch, openTrap, type Trap, watchConnects } from './egress-connects.ts';

const statuses = [301, 302, 303, 307, 308] as const;

/** Where a hostile provider would like Monago to go; `{trap}` is another port of this machine. */
const locations = [
  'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
  'http://127.0.0.1:{trap}/v1/models',
  'https://localhost:{trap}/v1/models',
  '//127.0.0.1:{trap}/v1/models',
  'http://[::1]:{trap}/',
  'https://evil.example/v1/models',
  '/v1/elsewhere',
  'elsewhere',
  'file:///etc/passwd',
];
const redirects = statuses.flatMap((status) => locations.map((location) => ({ status, location })));

let trap: Trap;
let connects: ConnectWatch;
beforeAll(async () => {
  trap = await openTrap(['127.0.0.1', '::1']);
  connects = watchConnects();
});
afterAll(async () => {
  connects.stop();
  await trap.close();
});

const locationOf = (location: string) => location.replace('{trap}', String(trap.port));

describe('a provider that redirects the validation of a key', () => {
  let server: Server;
  let egress: ClosableEgress;
  let answer = { status: 302, location: '/' };
  const asked: string[] = [];
  let origin = '';

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(answer.status, { location: answer.location }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    origin = `http://127.0.0.1:${port}`;
    egress = createEgress({
      mode: 'onprem',
      // Even where the target is open to base URLs, nobody is led there.
      allow: [
        `127.0.0.1:${port}`,
        `127.0.0.1:${trap.port}`,
        `localhost:${trap.port}`,
        `[::1]:${trap.port}`,
      ],
      own: () => [],
      connectTimeoutMs: 1_000,
      headTimeoutMs: 2_000,
      idleTimeoutMs: 2_000,
      totalTimeoutMs: 5_000,
      connectionsMax: 2,
    });
  });
  afterAll(async () => {
    await egress.close();
    server.closeAllConnections();
    server.close();
  });

  const clients = () =>
    [
      [createOpenAiProvider(egress, systemClock), plainKey()],
      [createAnthropicProvider(egress, systemClock), plainKey()],
      [createBedrockProvider(egress, systemClock), bedrockKey()],
    ] as const;

  test.each(redirects)(
    '$status to $location is not followed, and the key is not accepted',
    async ({ status, location }) => {
      answer = { status, location: locationOf(location) };
      for (const [client, key] of clients()) {
        asked.length = 0;
        const destination = await client.destination({ baseUrl: origin, region: 'us-east-1' });
        const { result } = await client.validateKey(key, destination);
        expect(result, client.provider).toBe('bad_base_url');
        expect(
          asked.some((path) => path.includes('elsewhere')),
          client.provider,
        ).toBe(false);
        expect(asked.length, client.provider).toBeGreaterThan(0);
      }
      expect(new Set(connects.targets)).toEqual(new Set([origin.slice('http://'.length)]));
      expect(trap.accepted()).toBe(0);
    },
  );
});

describe('a provider that redirects a request', () => {
  let site: GatewaySite;
  beforeAll(async () => {
    site = await openGatewaySite();
  });
  afterAll(() => site.close());

  test.each(redirects)(
    '$status to $location is not followed, and the client is told no location',
    async ({ status, location }) => {
      site.emulator.reset();
      const before = connects.targets.length;
      site.emulator.script({
        replay: {
          status,
          headers: { location: locationOf(location), refresh: `0;url=${locationOf(location)}` },
          body: '',
        },
      });
      const reply = await site.chat();
      expect(reply.status).toBe(status);
      expect(reply.names.map((name) => name.toLowerCase())).not.toContain('location');
      expect(reply.names.map((name) => name.toLowerCase())).not.toContain('refresh');
      expect(site.emulator.requests).toHaveLength(1);
      const gateway = new URL(site.url).host;
      const others = connects.targets.slice(before).filter((target) => target !== gateway);
      expect(others.every((target) => target === new URL(site.emulator.url).host)).toBe(true);
      expect(trap.accepted()).toBe(0);
    },
  );
});

function plainKey(): Secret {
  return new Secret(Buffer.from('sk-redirect-0123456789abcdefghijklmn'));
}

function bedrockKey(): Secret {
  const key = readBedrockSecret({
    accessKeyId: 'AKIAEXAMPLEUSER00001',
    secretAccessKey: 'uSer/Secret+Access0Key1WithForty2Chars34',
  });
  if (!key.isWellFormed) throw new Error(key.because);
  return key.secret;
}
