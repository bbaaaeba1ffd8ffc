import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runMonago } from '../support/monago-process.ts';
import type { Gate } from './gate.ts';

/** Everything that answers and is no row of the contract: pages, health, the description, what is no HTTP at all. */
export async function knockOnOtherDoors(gate: Gate): Promise<void> {
  const key = (where: string) => gate.mint.misplace('openai.api_key', where).text;
  const paths = ['/', '/providers', '/livez', '/readyz', '/metrics', '/openapi.json', '/assets/'];
  for (const path of [...paths, '/api/unknown', '/v1/unknown', '/v1/models']) {
    for (const accept of ['text/html', 'application/json']) {
      const own = key(`address of ${path}`);
      const headers = { ...gate.sessionHeaders, accept, 'x-api-key': own };
      await gate.probe({ method: 'GET', path: `${path}?key=${own}`, headers });
      await gate.probe({ method: 'GET', path: `${path}/${own}`, headers });
      await gate.probe({ method: 'POST', path, headers, body: `{"key":"${own}"}` });
    }
  }
  const { recorder, url } = gate.site;
  const broken = [
    (own: string) => `GET /${own} HTTP/9.9\r\n\r\n`,
    (own: string) => `${own} / HTTP/1.1\r\nhost: x\r\n\r\n`,
    (own: string) => `GET / HTTP/1.1\r\nhost: x\r\nauthorization ${own}\r\n\r\n`,
    (own: string) => `GET / HTTP/1.1\r\nhost: x\r\nx: ${own.repeat(400)}\r\n\r\n`,
    (own: string) => `POST /api/credentials HTTP/1.1\r\nhost: x\r\ncontent-length: ${own}\r\n\r\n`,
    (own: string) => own,
  ];
  for (const write of broken) await recorder.sendRaw(url, write(key('bytes that are no HTTP')));
}

/** How each command of `monago` is run beside the running server. A command that is missing fails the gate. */
export const commandDrives: Readonly<Record<string, (gate: Gate) => readonly CommandRun[]>> = {
  serve: () => [{ args: ['serve'] }],
  migrate: () => [{ args: ['migrate'] }],
  config: () => [{ args: ['config'] }],
  'audit export': ({ site }) => [
    { args: ['audit', 'export', join(site.home, 'bundle.tar')] },
    { args: ['audit', 'export', '--format', 'ocsf', join(site.home, 'records.ndjson')] },
  ],
  'audit verify': ({ site }) => [
    { args: ['audit', 'verify', join(site.home, 'bundle.tar')] },
    { args: ['audit', 'verify', '--json', join(site.home, 'bundle.tar')] },
  ],
  'audit verify-receipt': ({ site }) => [
    { args: ['audit', 'verify-receipt', join(site.home, 'bundle.tar')] },
  ],
  'audit diff': ({ site }) => [
    { args: ['audit', 'diff', join(site.home, 'bundle.tar'), join(site.home, 'records.ndjson')] },
  ],
  'audit watch': ({ site }) => [
    { args: ['audit', 'watch', site.home, '--state', join(site.home, 'watched'), '--once'] },
  ],
  // Without a log to watch it does not start.
  witness: ({ site }) => [{ args: ['witness', '--state', site.home, '--policy', examplePolicy] }],
  'audit status': () => [{ args: ['audit', 'status'] }],
  'audit freeze': () => [{ args: ['audit', 'freeze', '--reason', 'a drill'] }],
  'audit reopen': () => [{ args: ['audit', 'reopen', '--reason', 'a drill'] }],
  'audit selfcheck': () => [{ args: ['audit', 'selfcheck'] }],
  'audit rotate-key': () => [{ args: ['audit', 'rotate-key'] }],
  'platform-key set': platformKeySet,
  'platform-key list': () => [{ args: ['platform-key', 'list'] }],
  'platform-key remove': () => [
    { args: ['platform-key', 'remove', '--provider', 'openai', '--name', 'fallback'] },
  ],
  'policy fmt': () => [{ args: ['policy', 'fmt', '--check', examplePolicy] }],
  'policy lint': () => [{ args: ['policy', 'lint', examplePolicy] }],
  'policy test': () => [{ args: ['policy', 'test', examplePolicy] }],
  'policy diff': () => [{ args: ['policy', 'diff', examplePolicy, examplePolicy] }],
  'policy explain': () => [{ args: ['policy', 'explain', '--render', 'en', examplePolicy] }],
  'policy backtest': () => [{ args: ['policy', 'backtest', '--since', '1d', examplePolicy] }],
  'policy apply': () => [{ args: ['policy', 'apply', examplePolicy] }],
  'kms selftest': () => [{ args: ['kms', 'selftest'] }],
  'key verify': () => [{ args: ['key', 'verify'] }],
  'key rotate stage': () => [{ args: ['key', 'rotate', 'stage'] }],
  'key rotate activate': () => [{ args: ['key', 'rotate', 'activate'] }],
  'key rotate rewrap': () => [{ args: ['key', 'rotate', 'rewrap'] }],
  'key rotate verify': () => [{ args: ['key', 'rotate', 'verify'] }],
  'key rotate retire': () => [{ args: ['key', 'rotate', 'retire'] }],
  'key rotate status': () => [{ args: ['key', 'rotate', 'status'] }],
};

const examplePolicy = resolve('examples/policies/token-caps.yaml');

interface CommandRun {
  readonly args: readonly string[];
  readonly stdin?: string;
}

function platformKeySet({ site, mint }: Gate): CommandRun[] {
  const key = (where: string) => mint.entrust('openai.api_key', where).text;
  const set = ['platform-key', 'set', '--provider', 'openai', '--name'];
  const baseUrl = ['--base-url', `${site.openai.url}/v1`];
  const inAddress = mint.misplace('openai.api_key', 'base URL of platform-key set').text;
  const elsewhere = ['--base-url', `${site.openai.url}/${inAddress}/v1`];
  const awsKey = {
    access_key_id: mint.entrust('bedrock.access_key_id', 'stdin of platform-key set').text,
    secret_access_key: mint.entrust('bedrock.secret_access_key', 'stdin of platform-key set').text,
  };
  return [
    { args: [...set, 'fallback', ...baseUrl], stdin: `${key('stdin, accepted')}\n` },
    { args: [...set, 'other', ...baseUrl], stdin: ` ${key('stdin, with blanks')} \n` },
    { args: [...set, 'third', ...elsewhere], stdin: key('stdin, at another address') },
    {
      args: ['platform-key', 'set', '--provider', 'bedrock', '--name', 'aws', ...baseUrl],
      stdin: JSON.stringify(awsKey),
    },
  ];
}

/** The commands that `monago --help` and its subcommands name. */
export async function commandsOffered(path: readonly string[] = []): Promise<string[]> {
  const { output } = await runMonago([...path, '--help'], {});
  const list = /\nCommands:\n([\s\S]*)$/.exec(output)?.[1] ?? '';
  const names = [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = '']) => name);
  const below = names.filter((name) => name !== 'help');
  if (below.length === 0) return [path.join(' ')];
  const nested = await Promise.all(below.map((name) => commandsOffered([...path, name])));
  return nested.flat();
}

/** Runs every command beside the server and keeps what it prints. */
export async function runCommands(gate: Gate): Promise<void> {
  const { site } = gate;
  for (const runs of Object.values(commandDrives)) {
    for (const { args, stdin } of runs(gate)) {
      const { output } = await runMonago(args, site.monago.environment, stdin);
      site.keep({
        kind: 'output',
        name: `monago ${args.slice(0, 3).join(' ')}`,
        bytes: Buffer.from(output),
      });
    }
  }
  if (!existsSync(join(site.home, 'bundle.tar'))) throw new Error('nothing was exported');
}
