import type { PlatformKey, PlatformKeys } from '../compose/platform-keys.ts';
import type { Config } from '../config.ts';
import type { CredentialView } from '../contract/schemas.ts';
import { visibleName } from '../contract/text.ts';
import { type Provider, providers } from '../domain/credential/credential.ts';
import type { TypedKey } from '../domain/credential/typed-key.ts';
import { MonagoError } from '../domain/errors.ts';
import { CommandFailure, requireConfig, type Surroundings } from './surroundings.ts';

/** Options of `platform-key` as they are typed. */
export interface PlatformKeyOptions {
  readonly provider: string;
  readonly name: string;
  readonly baseUrl?: string;
  readonly region?: string;
}

const inputBytesMax = 64 * 1024;

/** `monago platform-key set`: validates the key on standard input and lets it stand in where a tenant has none. */
export async function setPlatformKey(
  { provider, name, baseUrl, region }: PlatformKeyOptions,
  surroundings: Surroundings,
): Promise<void> {
  const config = onPremiseConfig(surroundings);
  const known = knownProvider(provider);
  const typed = await readKey(known, surroundings);
  const key: PlatformKey = { provider: known, name: goodName(name), typed, baseUrl, region };
  const set = await run(config, (keys) => keys.set(key));
  surroundings.stdout.write(`Fallback key set: ${lineOf(set)}\n`);
}

/** `monago platform-key remove`: destroys the key for good. */
export async function removePlatformKey(
  { provider, name }: PlatformKeyOptions,
  surroundings: Surroundings,
): Promise<void> {
  const config = onPremiseConfig(surroundings);
  const named = { provider: knownProvider(provider), name };
  const removed = await run(config, (keys) => keys.remove(named));
  surroundings.stdout.write(`Fallback key removed: ${lineOf(removed)}\n`);
}

/** `monago platform-key list` */
export async function listPlatformKeys(surroundings: Surroundings): Promise<void> {
  const all = await run(onPremiseConfig(surroundings), (keys) => keys.list());
  for (const key of all) surroundings.stdout.write(`${lineOf(key)}\n`);
  if (all.length === 0) surroundings.stdout.write('There is no fallback key.\n');
}

function lineOf({ provider, name, masked_key, status }: CredentialView): string {
  return [provider, name, masked_key, status].join('  ');
}

async function run<T>(config: Config, task: (keys: PlatformKeys) => Promise<T>): Promise<T> {
  const { withPlatformKeys } = await import('../compose/platform-keys.ts');
  try {
    return await withPlatformKeys(config, task);
  } catch (failure) {
    if (failure instanceof Error && failure.name === 'StartupRefusal') {
      throw new CommandFailure(failure.message);
    }
    if (!(failure instanceof MonagoError)) throw failure;
    const reasons = failure.fields.map(({ message }) => message);
    const words = reasons.length === 0 ? [failure.message] : reasons;
    const detail = failure.providerDetail;
    if (detail !== undefined) words.push(`Provider detail: ${detail}`);
    throw new CommandFailure(words.join('\n'));
  }
}

/** In the cloud each change is to bear the name of a person. */
function onPremiseConfig(surroundings: Surroundings): Config {
  const config = requireConfig(surroundings);
  if (config.MONAGO_MODE === 'onprem') return config;
  throw new CommandFailure(
    'In cloud mode the platform operator keeps the fallback keys, signed in, under /api/platform/credentials.',
  );
}

function knownProvider(text: string): Provider {
  const known = providers.find((provider) => provider === text);
  if (known !== undefined) return known;
  throw new CommandFailure(`--provider is one of: ${providers.join(', ')}`);
}

function goodName(text: string): string {
  const name = visibleName.safeParse(text);
  if (name.success) return name.data;
  throw new CommandFailure(`--name: ${name.error.issues.map(({ message }) => message).join(' ')}`);
}

/** Standard input keeps the key out of the list of processes and of the shell's history. */
async function readKey(provider: Provider, { stdin }: Surroundings): Promise<TypedKey> {
  const usage =
    provider === 'bedrock'
      ? 'Give the key on standard input: an API key, or access key id, secret access key and session token, one a line.'
      : 'Give the API key on standard input, for example from a file: monago platform-key set … < key.txt';
  if ('isTTY' in stdin && stdin.isTTY === true) throw new CommandFailure(usage);
  const lines = (await readAll(stdin)).replace(/\r?\n$/, '').split(/\r?\n/);
  const [first = '', second, third, ...more] = lines;
  if (first === '' || more.length > 0) throw new CommandFailure(usage);
  if (second === undefined) return { kind: 'api_key', apiKey: first };
  if (provider !== 'bedrock') throw new CommandFailure(usage);
  return {
    kind: 'access_key',
    accessKeyId: first,
    secretAccessKey: second,
    sessionToken: third,
  };
}

async function readAll(stdin: Surroundings['stdin']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const part = Buffer.from(chunk);
    bytes += part.length;
    if (bytes > inputBytesMax) throw new CommandFailure('There is too much on standard input.');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
