import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { selfSignedCertificate } from '../support/self-signed-certificate.ts';
import { canReadMemoryOfChildren, copiesIn } from './egress-process-memory.ts';

const script = fileURLToPath(new URL('./egress-sealed-process.ts', import.meta.url));

type Scheme = 'http' | 'https';

/** A key that was never text in the process under test, and its masked form, which alone is sent there. */
function newKey(): { bytes: Buffer; masked: string } {
  const bytes = Buffer.from(randomBytes(96).map((byte) => 97 + (byte % 26)));
  return { bytes, masked: Buffer.from(bytes.map((byte) => byte ^ 0x5a)).toString('hex') };
}

/** A provider that takes its time when asked for `/hold`. */
class SlowProvider {
  /** What came as authorization, oldest first. */
  readonly received: string[] = [];
  readonly server: Server;
  readonly #closeConnections: () => void;
  #answer = () => {};
  #whenHeld = () => {};

  constructor(scheme: Scheme, { key, cert }: { key: string; cert: string }) {
    const server =
      scheme === 'https'
        ? createTlsServer({ key, cert }, this.#respond)
        : createServer(this.#respond);
    this.server = server;
    this.#closeConnections = () => server.closeAllConnections();
  }

  readonly #respond: RequestListener = (request, response) => {
    this.received.push(request.headers.authorization ?? '');
    request.resume().on('end', () => {
      if (request.url !== '/hold') return response.end('{}');
      this.#answer = () => response.end('{}');
      return this.#whenHeld();
    });
  };

  /** Resolves when the next request has arrived and waits. */
  held(): Promise<void> {
    return new Promise((resolve) => {
      this.#whenHeld = resolve;
    });
  }

  answer(): void {
    this.#answer();
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  close(): void {
    this.#closeConnections();
    this.server.close();
  }
}

/** The process under test: sends keys as it is told. */
interface Sender {
  readonly pid: number;
  send(masked: string, path?: string, times?: number): Promise<string>;
  stop(): Promise<void>;
}

async function startSender(origin: string, ca: string): Promise<Sender> {
  const parameters = [origin, ca].map(encodeURIComponent);
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script, ...parameters], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { stdin, stdout, pid } = child;
  if (stdin === null || stdout === null || pid === undefined) throw new Error('no process');
  const reader = createInterface({ input: stdout });
  const lines = reader[Symbol.asyncIterator]();
  expect((await lines.next()).value).toBe('ready');
  return {
    pid,
    send: async (masked, path = '/', times = 1) => {
      stdin.write(`${masked} ${path} ${times}\n`);
      return String((await lines.next()).value);
    },
    stop: async () => {
      reader.close();
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

describe.skipIf(!canReadMemoryOfChildren())(
  'a key in the memory of the process (needs Linux and the right to read the memory of a child)',
  () => {
    describe.each<Scheme>(['http', 'https'])('over %s', (scheme) => {
      let provider: SlowProvider;
      let sender: Sender;

      beforeAll(async () => {
        const certificate = selfSignedCertificate();
        provider = new SlowProvider(scheme, certificate);
        const origin = `${scheme}://localhost:${await provider.listen()}`;
        sender = await startSender(origin, scheme === 'https' ? certificate.cert : '');
        expect(await sender.send(newKey().masked, '/', 20)).toBe('done');
      });

      afterAll(async () => {
        await sender.stop();
        provider.close();
      });

      test('the scan finds what is there: the masked form, which came as text', async () => {
        const { bytes, masked } = newKey();
        const held = provider.held();
        const done = sender.send(masked, '/hold');
        await held;
        expect(copiesIn(sender.pid, Buffer.from(masked))).toBeGreaterThan(0);
        provider.answer();
        expect(await done).toBe('done');
        expect(provider.received).toContain(`Bearer ${bytes.toString('latin1')}`);
      });

      test('there is at most one copy while the provider takes its time, and none after 200 more requests', async () => {
        const { bytes, masked } = newKey();
        const held = provider.held();
        const done = sender.send(masked, '/hold');
        await held;
        expect(copiesIn(sender.pid, bytes)).toBeLessThanOrEqual(1);
        provider.answer();
        expect(await done).toBe('done');
        expect(provider.received.at(-1)).toBe(`Bearer ${bytes.toString('latin1')}`);
        expect(await sender.send(newKey().masked, '/', 200)).toBe('done');
        expect(copiesIn(sender.pid, bytes)).toBe(0);
      });
    });
  },
);
