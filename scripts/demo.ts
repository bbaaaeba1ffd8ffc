import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { startAnthropicEmulator } from '../emulator/anthropic/start-anthropic-emulator.ts';
import { startBedrockEmulator } from '../emulator/bedrock/start-bedrock-emulator.ts';
import { startOpenAiEmulator } from '../emulator/openai/start-openai-emulator.ts';
import { runCommand } from '../src/cli/command.ts';
import { type App, compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import { demoPolicies } from './demo-policies.ts';
import { governedQuestions, type Question, questions } from './demo-questions.ts';

/*
 * The whole product in one sitting, without a provider account: the three providers emulated, a tenant of its own in a
 * temporary directory, a governed request in each dialect, a verified audit log. Then it stays up to be looked at.
 */

const email = 'demo@monago.example';
const password = `demo-${randomBytes(9).toString('base64url')}`;
const secret = (bytes: number) => randomBytes(bytes).toString('hex');
const keys = {
  openai: `sk-demo-${secret(24)}`,
  anthropic: `sk-ant-api03-${secret(20)}`,
  bedrock: { accessKeyId: `AKIA${secret(8).toUpperCase()}`, secretAccessKey: secret(20) },
};

interface Session {
  readonly origin: string;
  cookie: string;
}

async function main(): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'monago-demo-'));
  await chmod(directory, 0o755);
  const emulators = await startEmulators();
  const environment = {
    MONAGO_DATA_DIR: join(directory, 'data'),
    MONAGO_EGRESS_ALLOW: Object.values(emulators)
      .map(({ url }) => new URL(url).host)
      .join(','),
    MONAGO_IDR_PER_USD: '16500',
    MONAGO_PORT: process.env['MONAGO_PORT'] ?? '8080',
    MONAGO_LOG_LEVEL: 'error',
  };
  const app = await start(environment);
  const close = async (): Promise<void> => {
    await app.close();
    for (const emulator of Object.values(emulators)) await emulator.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await tour(app, emulators, environment);
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

async function startEmulators() {
  return {
    openai: await startOpenAiEmulator({ acceptedKeys: [keys.openai] }),
    anthropic: await startAnthropicEmulator({ acceptedKeys: [keys.anthropic] }),
    bedrock: await startBedrockEmulator({ accessKeys: [keys.bedrock] }),
  };
}

type Emulators = Awaited<ReturnType<typeof startEmulators>>;

async function start(environment: Record<string, string>): Promise<App> {
  const result = readConfig(environment);
  if (!result.ok) throw new Error(result.problems.join('\n'));
  say('Starting Monago beside emulated providers …');
  return compose(result.config);
}

async function tour(
  app: App,
  emulators: Emulators,
  environment: Record<string, string>,
): Promise<void> {
  const session = await setUp(app);
  say(`✓ set up: organisation "Bank Nusantara", administrator ${email}`);
  await addProviders(session, emulators);
  const issued = await post(session, '/api/tokens', { name: 'quickstart' });
  const jwt = String(issued['jwt']);
  say('✓ API Keys: service token issued');
  for (const question of questions) await ask(app, jwt, question);
  await addPolicies(session);
  for (const question of governedQuestions) await ask(app, jwt, question);
  await proveLog(session, environment);
}

async function addProviders(session: Session, emulators: Emulators): Promise<void> {
  const { accessKeyId, secretAccessKey } = keys.bedrock;
  const typed = {
    openai: { api_key: keys.openai, base_url: `${emulators.openai.url}/v1` },
    anthropic: { api_key: keys.anthropic, base_url: emulators.anthropic.url },
    bedrock: {
      access_key_id: accessKeyId,
      secret_access_key: secretAccessKey,
      region: 'us-east-1',
      base_url: emulators.bedrock.url,
    },
  };
  for (const [provider, fields] of Object.entries(typed)) {
    await post(session, '/api/credentials', {
      provider,
      name: `production-${provider}`,
      ...fields,
    });
    say(`✓ AI Providers: key of ${provider} validated and stored encrypted`);
  }
}

async function addPolicies(session: Session): Promise<void> {
  for (const document of demoPolicies) {
    const policy = await post(session, '/api/policies', { document, note: 'of the demo' });
    const path = `/api/policies/${String(policy['id'])}/activate`;
    await post(session, path, { number: 1, reason: 'to be looked at', acknowledged: [] });
    say(`✓ Policies: ${String(policy['name'])} tested, checked and in force`);
  }
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

async function ask(app: App, jwt: string, question: Question): Promise<void> {
  const { what, path, body, headers = {}, status = 200 } = question;
  const response = await fetch(app.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${jwt}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const bytes = (await response.arrayBuffer()).byteLength;
  if (response.status !== status) {
    throw new Error(`${what}: the gateway answered ${response.status}`);
  }
  say(`✓ ${what}: ${response.status}, ${bytes} bytes`);
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
