import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { startOpenAiEmulator } from '../emulator/openai/start-openai-emulator.ts';
import { runCommand } from '../src/cli/command.ts';
import { type App, compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';

/*
 * The whole product in one sitting, without a provider account: an emulated OpenAI, a tenant of its own in a temporary
 * directory, one governed request of each kind, a verified audit log. Then it stays up to be looked at.
 */

const email = 'demo@monago.example';
const password = `demo-${randomBytes(9).toString('base64url')}`;
const providerKey = `sk-demo-${randomBytes(24).toString('base64url')}`;

interface Session {
  readonly origin: string;
  cookie: string;
}

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'monago-demo-'));
  await chmod(directory, 0o755);
  const emulator = await startOpenAiEmulator({ acceptedKeys: [providerKey] });
  const environment = {
    MONAGO_DATA_DIR: join(directory, 'data'),
    MONAGO_EGRESS_ALLOW: new URL(emulator.url).host,
    MONAGO_PORT: process.env['MONAGO_PORT'] ?? '8080',
    MONAGO_LOG_LEVEL: 'error',
  };
  const app = await start(environment);
  const close = async (): Promise<void> => {
    await app.close();
    await emulator.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await tour(app, emulator.url, environment);
  } catch (failure) {
    await close();
    throw failure;
  }
  say(
    '',
    `Look around:  ${app.url}`,
    `              ${email}`,
    `              ${password}`,
    '',
    'Ctrl-C stops the demo and removes its data.',
  );
  showInBrowser(app.url);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close());
}

async function start(environment: Record<string, string>): Promise<App> {
  const result = readConfig(environment);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  say('Starting Monago beside an emulated OpenAI …');
  return compose(result.config);
}

async function tour(
  app: App,
  providerUrl: string,
  environment: Record<string, string>,
): Promise<void> {
  const session = await setUp(app);
  say(`✓ set up: organisation "Bank Nusantara", administrator ${email}`);
  await post(session, '/api/credentials', {
    provider: 'openai',
    name: 'production-openai',
    api_key: providerKey,
    base_url: `${providerUrl}/v1`,
  });
  say(`✓ AI Providers: key validated, encrypted, stored as sk-…-${providerKey.slice(-4)}`);
  const issued = await post(session, '/api/tokens', { name: 'quickstart' });
  const jwt = String(issued['jwt']);
  say('✓ API Keys: service token issued');
  await ask(app, jwt, { stream: false, text: 'What does a governance gateway do?' });
  await ask(app, jwt, {
    stream: true,
    text: 'Write to budi@bank.example about card 4111 1111 1111 1111.',
  });
  await proveLog(session, environment);
}

async function setUp(app: App): Promise<Session> {
  const session: Session = { origin: app.url, cookie: '' };
  const token = app.setupLink?.split('#token=')[1];
  if (token === undefined) throw new Error('Monago gave no set-up link.');
  await post(session, '/api/setup', {
    token,
    organisation: 'Bank Nusantara',
    name: 'Demo Administrator',
    email,
    password,
  });
  return session;
}

async function post(
  session: Session,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(session.origin + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: session.origin, cookie: session.cookie },
    body: JSON.stringify(body),
  });
  const set = response.headers.getSetCookie()[0];
  if (set !== undefined) session.cookie = set.slice(0, set.indexOf(';'));
  const reply = (await response.json()) as Record<string, unknown>;
  if (!response.ok)
    throw new Error(`${path} answered ${response.status}: ${JSON.stringify(reply)}`);
  return reply;
}

async function ask(
  app: App,
  jwt: string,
  prompt: { stream: boolean; text: string },
): Promise<void> {
  const response = await fetch(`${app.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o-mini',
      stream: prompt.stream,
      messages: [{ role: 'user', content: prompt.text }],
    }),
  });
  const bytes = (await response.arrayBuffer()).byteLength;
  if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
  say(`✓ ${prompt.stream ? 'streamed' : 'plain'} request: ${response.status}, ${bytes} bytes`);
  for (const [name, value] of response.headers) {
    if (name.startsWith('x-monago-')) say(`    ${name}: ${value}`);
  }
}

async function proveLog(session: Session, environment: Record<string, string>): Promise<void> {
  const response = await fetch(`${session.origin}/api/audit/export`, {
    headers: { cookie: session.cookie },
  });
  if (!response.ok) throw new Error(`the export answered ${response.status}`);
  const file = join(environment['MONAGO_DATA_DIR'] ?? '.', '..', 'audit.tar');
  await writeFile(file, Buffer.from(await response.arrayBuffer()));
  say('✓ audit log exported; monago audit verify says:');
  const exitCode = await runCommand(['audit', 'verify', file], {
    environment,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
  });
  if (exitCode !== 0) throw new Error(`the audit log did not verify (exit ${exitCode})`);
}

/** Opens the page for somebody who sits in front of it; a terminal without a desktop just goes on. */
function showInBrowser(url: string): void {
  if (!process.stdout.isTTY) return;
  const opener = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  spawn(opener, [url], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}

function say(...lines: string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

await main();
