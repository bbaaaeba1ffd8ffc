import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReadinessCheck } from '../../src/adapters/http/server/health-plugin.ts';
import { type HttpServer, startHttpServer } from '../../src/adapters/http/server/http-server.ts';

const headerBytesMax = 8 * 1024;
let directory: string;
let server: HttpServer | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'monago-http-'));
  mkdirSync(join(directory, 'assets'));
  writeFileSync(join(directory, 'assets/app-1a2b.js'), 'export {};');
  writeFileSync(
    join(directory, 'index.html'),
    '<meta property="csp-nonce" nonce="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>',
  );
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  rmSync(directory, { recursive: true, force: true });
});

async function start(checks: readonly ReadinessCheck[] = []): Promise<string> {
  server = await startHttpServer({
    host: '127.0.0.1',
    port: 0,
    headerBytesMax,
    tls: undefined,
    checks,
    planes: [],
    dashboardDirectory: directory,
  });
  return server.url;
}

/** Writes bytes as they are, and reads what comes back until the server hangs up. */
async function raw(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.end(bytes);
  return text(socket);
}

describe('health', () => {
  test('/livez answers as long as the process runs', async () => {
    const response = await fetch(`${await start()}/livez`);
    expect([response.status, await response.text()]).toEqual([200, 'ok\n']);
  });

  test('HEAD / says that there is a server, and leaves GET / to the dashboard', async () => {
    const url = await start();
    const asked = await fetch(url, { method: 'HEAD' });
    expect([asked.status, asked.headers.get('content-security-policy')]).toEqual([200, null]);
    expect((await documentOf(url)).headers.get('content-type')).toContain('text/html');
  });

  test('/readyz says which check failed, with 503, and recovers with it', async () => {
    let problem: string | undefined = 'does not answer';
    const url = await start([
      { name: 'database', problem: async () => problem },
      { name: 'directory', problem: async () => undefined },
    ]);
    const sick = await fetch(`${url}/readyz`);
    expect(sick.status).toBe(503);
    expect(await sick.json()).toEqual({
      status: 'not_ready',
      checks: { database: 'does not answer', directory: 'ok' },
    });
    problem = undefined;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  });
});

describe('what is not a proper request', () => {
  test('a head beyond the limit is answered 431, in JSON', async () => {
    const url = await start();
    const answer = await raw(
      url,
      `GET / HTTP/1.1\r\nhost: x\r\na: ${'b'.repeat(headerBytesMax)}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain('"code":"headers_too_large"');
  });

  test('what is not HTTP is answered 400, in JSON, and nothing of it is repeated', async () => {
    const answer = await raw(await start(), 'secret-marker \u0000\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('"code":"invalid_request"');
    expect(answer).not.toContain('secret-marker');
  });

  test('two lengths in one request are refused: nobody may disagree where it ends', async () => {
    const answer = await raw(
      await start(),
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('the dashboard', () => {
  test('each document has a nonce of its own, in its policy and nowhere else the same', async () => {
    const url = await start();
    const [one, two] = await Promise.all([documentOf(url), documentOf(url)]);
    expect(one.nonce).not.toBe(two.nonce);
    expect(one.body).not.toContain('__CSP_NONCE__');
    expect(one.body.split(`nonce="${one.nonce}"`)).toHaveLength(3);
    expect(one.headers.get('cache-control')).toBe('no-store');
  });

  test('the policy allows nothing inline, nothing from elsewhere and no frames', async () => {
    const { headers } = await documentOf(await start());
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('hashed files are kept for ever, and a path that climbs finds nothing', async () => {
    const url = await start();
    const asset = await fetch(`${url}/assets/app-1a2b.js`);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const path of [
      '/assets/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/assets/%2e%2e%2findex.html',
    ]) {
      const answer = await raw(url, `GET ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
  });

  test('an unknown page is the application; an unknown resource is 404', async () => {
    const url = await start();
    expect((await fetch(`${url}/some/page`, { headers: { accept: 'text/html' } })).status).toBe(
      200,
    );
    const missing = await fetch(`${url}/nothing.json`, { headers: { accept: 'application/json' } });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toMatchObject({ code: 'not_found' });
  });
});

async function documentOf(url: string): Promise<{ body: string; headers: Headers; nonce: string }> {
  const response = await fetch(url, { headers: { accept: 'text/html' } });
  const policy = response.headers.get('content-security-policy') ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
  return { body: await response.text(), headers: response.headers, nonce };
}
