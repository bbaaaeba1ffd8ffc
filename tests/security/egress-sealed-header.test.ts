import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type Emulator, startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { type ClosableEgress, createEgress } from '../../src/adapters/egress/egress.ts';
import { canonicalDestination } from '../../src/domain/credential/destination.ts';
import { Secret } from '../../src/domain/credential/secret.ts';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';

const keyText = 'sk-sealed-Zq8vT1vW4yZ7aB3dE6gH9jK2mN5p';
const closing: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function egressTo(port: number, ca?: string): ClosableEgress {
  const made = createEgress({
    mode: 'onprem',
    allow: [`127.0.0.1:${port}`, `localhost:${port}`],
    own: () => [],
    connectTimeoutMs: 1_000,
    headTimeoutMs: 2_000,
    idleTimeoutMs: 2_000,
    totalTimeoutMs: 5_000,
    connectionsMax: 1,
    ...(ca === undefined ? {} : { ca }),
  });
  closing.push(() => made.close());
  return made;
}

interface Sent {
  readonly secret: Secret;
  readonly outcome: Promise<string>;
  abort(): void;
}

function send(egress: ClosableEgress, url: string, headers: Record<string, string> = {}): Sent {
  const secret = new Secret(Buffer.from(keyText));
  let abort = () => {};
  const outcome = new Promise<string>((resolve) => {
    let status = '';
    const call = egress.dispatch(
      {
        destination: canonicalDestination(`${url}/v1`),
        method: 'POST',
        path: '/v1/chat/completions',
        headers: { 'content-type': 'application/json', ...headers },
        body: Buffer.from('{"model":"gpt-4o-mini","messages":[{"role":"user","content":"hi"}]}'),
        secretHeader: { name: 'authorization', prefix: 'Bearer ', secret },
      },
      {
        head: (head) => {
          status = String(head.status);
        },
        data: () => true,
        end: () => resolve(status),
        fail: (failure) => resolve(failure),
      },
    );
    abort = () => call.abort();
  });
  return { secret, outcome, abort };
}

async function emulator(): Promise<Emulator> {
  const made = await startOpenAiEmulator({ acceptedKeys: [keyText] });
  closing.push(() => made.stop());
  return made;
}

function isWiped(secret: Secret): boolean {
  return secret.reveal().every((byte) => byte === 0);
}

describe('the key is sealed', () => {
  test('the provider receives it, the client library never does, and it is wiped', async () => {
    const upstream = await emulator();
    const heads: string[] = [];
    const watch = (message: unknown) => {
      if (typeof message === 'object' && message !== null && 'headers' in message) {
        heads.push(String(message.headers));
      }
    };
    subscribe('undici:client:sendHeaders', watch);
    closing.push(() => {
      unsubscribe('undici:client:sendHeaders', watch);
    });
    const sent = send(egressTo(upstream.port), upstream.url);
    expect(await sent.outcome).toBe('200');
    expect(upstream.requests[0]?.headers.authorization).toBe(`Bearer ${keyText}`);
    expect(heads).toHaveLength(1);
    expect(heads[0]).toContain('authorization: Bearer mgk_');
    expect(heads[0]).not.toContain(keyText);
    expect(isWiped(sent.secret)).toBe(true);
  });

  test('a reused connection seals every request anew', async () => {
    const upstream = await emulator();
    const egress = egressTo(upstream.port);
    for (let round = 0; round < 3; round += 1) {
      expect(await send(egress, upstream.url).outcome).toBe('200');
    }
    const seen = upstream.requests.map(({ headers }) => headers.authorization);
    expect(seen).toEqual(Array.from({ length: 3 }, () => `Bearer ${keyText}`));
  });

  test('a look-alike of the placeholder in another header is left alone', async () => {
    const upstream = await emulator();
    const lookAlike = `mgk_${'A'.repeat(24)}`;
    const sent = send(egressTo(upstream.port), upstream.url, { 'x-test': lookAlike });
    expect(await sent.outcome).toBe('200');
    expect(upstream.requests[0]?.headers['x-test']).toBe(lookAlike);
  });

  test('it works over TLS', async () => {
    const { key, cert } = selfSignedCertificate();
    let received: string | undefined;
    const server = createTlsServer({ key, cert }, (request, response) => {
      received = request.headers.authorization;
      request.resume();
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const address: AddressInfo | string | null = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const sent = send(egressTo(port, cert), `https://localhost:${port}`);
    expect(await sent.outcome).toBe('200');
    expect(received).toBe(`Bearer ${keyText}`);
    expect(isWiped(sent.secret)).toBe(true);
  });

  test('it is wiped when the call is refused, unreachable or aborted before it was sent', async () => {
    const upstream = await emulator();
    const refused = send(egressTo(1), upstream.url);
    expect(await refused.outcome).toBe('blocked');
    const aborted = send(egressTo(upstream.port), upstream.url);
    aborted.abort();
    expect(await aborted.outcome).toBe('aborted');
    const gone = await startOpenAiEmulator();
    await gone.stop();
    const unreachable = send(egressTo(gone.port), gone.url);
    expect(await unreachable.outcome).toBe('unreachable');
    for (const { secret } of [refused, aborted, unreachable]) expect(isWiped(secret)).toBe(true);
    expect(upstream.requests).toHaveLength(0);
  });
});
