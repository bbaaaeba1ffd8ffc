import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from './child-program.ts';
import type { Target } from './target.ts';

const main = join(import.meta.dirname, '../dist/main.js');
const PROVIDER_KEY = 'sk-bench-0123456789abcdefghijklmnop';

/** The built product on a directory of its own, set up as a newcomer would, pointed at the mock provider. */
export async function startMonago(upstream: string): Promise<Target> {
  const directory = await mkdtemp(join(tmpdir(), 'monago-bench-'));
  // PostgreSQL runs as another user when the bench runs as root, and must be able to reach its data.
  await chmod(directory, 0o755);
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const program = await startProgram({
      args: [main, 'serve'],
      environment: {
        MONAGO_DATA_DIR: join(directory, 'data'),
        MONAGO_PORT: '0',
        MONAGO_EGRESS_ALLOW: new URL(upstream).host,
        MONAGO_LOG_LEVEL: 'warn',
      },
      ready: /Monago is ready at (http:\/\/\S+)[\s\S]*#token=\S+\s/,
    });
    const stop = async () => {
      await program.stop();
      await remove();
    };
    try {
      const setupToken = /#token=(\S+)/.exec(program.output)?.[1] ?? '';
      const token = await setUp(program.url, { setupToken, upstream });
      return { name: 'monago', origin: program.url, token, pid: program.pid, stop };
    } catch (error) {
      await stop();
      throw error;
    }
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Tenant, provider key, service token; returns the token. */
async function setUp(
  origin: string,
  start: { setupToken: string; upstream: string },
): Promise<string> {
  const { cookie } = await post({ origin }, '/api/setup', {
    token: start.setupToken,
    organisation: 'Bench',
    name: 'Bench Administrator',
    email: 'bench@monago.example',
    password: 'correct horse battery staple',
  });
  await post({ origin, cookie }, '/api/credentials', {
    provider: 'openai',
    name: 'bench',
    api_key: PROVIDER_KEY,
    base_url: `${start.upstream}/v1`,
  });
  const issued = await post({ origin, cookie }, '/api/tokens', { name: 'bench' });
  const jwt = /"jwt": *"([^"]+)"/.exec(issued.body)?.[1];
  if (jwt === undefined) throw new Error('Monago issued no token');
  return jwt;
}

async function post(
  session: { origin: string; cookie?: string },
  path: string,
  value: object,
): Promise<{ cookie: string; body: string }> {
  const response = await fetch(session.origin + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: session.origin,
      cookie: session.cookie ?? '',
    },
    body: JSON.stringify(value),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${body}`);
  return { cookie: response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '', body };
}
