import { randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import { expect } from 'vitest';
import type { Emulator } from '../../emulator/openai/start-openai-emulator.ts';
import {
  type GatewayHttpOptions,
  gatewayPlugin,
} from '../../src/adapters/http/gateway/gateway-plugin.ts';
import { bothVersions } from '../../src/adapters/http/server/both-versions.ts';
import { healthPlugin } from '../../src/adapters/http/server/health-plugin.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import { random } from '../conformance/audit-node.ts';
import type { Browser } from '../control/browser.ts';
import { openTenant, setUpOperator } from '../control/cloud-site.ts';
import {
  type ControlSite,
  type ControlSiteOptions,
  entriesOf,
  lastEntryOf,
  openControlSite,
  setUpSite,
} from '../control/control-site.ts';
import { type Backing, type BackingOptions, openBacking } from './gateway-backing.ts';
import { type Call, call, type Reply } from './http-call.ts';

/** The gateway on a port of its own, with real tokens, keys, log, database and a provider emulator. */
export interface GatewaySite extends People, Pick<Backing, 'ports' | 'usage'> {
  readonly url: string;
  readonly token: string;
  readonly control: ControlSite;
  readonly emulator: Emulator;
  /** Posts to the gateway with the token unless told otherwise. */
  post(path: string, body: Buffer | string, changes?: Partial<Call>): Promise<Reply>;
  /** A chat completion, as JSON. */
  chat(changes?: Readonly<Record<string, unknown>>, call?: Partial<Call>): Promise<Reply>;
  /** Bodies of the audit entries of one type, oldest first. */
  entries(type: string): ReturnType<typeof entriesOf>;
  /** Body of the newest of them, which costs less than asking for all. */
  lastEntry(type: string): ReturnType<typeof lastEntryOf>;
  /** Waits until there are that many entries of the type. */
  waitForEntries(type: string, count: number): ReturnType<typeof entriesOf>;
  newToken(): Promise<{ readonly id: string; readonly jwt: string }>;
  close(): Promise<void>;
}

export interface GatewaySiteOptions extends BackingOptions {
  readonly control?: ControlSiteOptions;
  readonly http?: Partial<GatewayHttpOptions>;
  /** Whose credentials there are; OpenAI's alone unless told. */
  readonly providers?: readonly Provider[];
  /** Without one the provider is not configured. */
  readonly withoutCredential?: boolean;
}

const extraEndpoints = [
  '/v1/completions',
  '/v1/images/generations',
  '/v1/audio/transcriptions',
  '/v1/audio/translations',
];

export async function openGatewaySite(options: GatewaySiteOptions = {}): Promise<GatewaySite> {
  const control = await openControlSite({ ...siteKeys, ...options.control });
  const { emulator, anthropic, bedrock } = control;
  const people = await setUpPeople(control);
  const { admin } = people;
  if (options.withoutCredential !== true) await addCredentials(control, admin, options.providers);
  const backing = openBacking(control, options);
  const server = await listen({ ...httpDefaults, ...options.http, ports: backing.ports });
  const newToken = () => createToken(admin);
  const { jwt } = await newToken();
  for (const provider of [emulator, anthropic, bedrock]) provider.reset();
  return {
    url: server.url,
    token: jwt,
    control,
    ...people,
    emulator,
    ports: backing.ports,
    usage: backing.usage,
    ...callsTo(server.url, jwt),
    ...entriesIn(control),
    newToken,
    close: async () => {
      await server.close();
      await backing.close();
      await control.close();
    },
  };
}

/** Any of them can be told otherwise. */
const httpDefaults: Omit<GatewayHttpOptions, 'ports'> = {
  bodyBytesMax: 10 * 1024 * 1024,
  bodyTimeoutMs: 5_000,
  inFlightMax: 64,
  times: { heartbeatMs: 15_000, slowClientMs: 60_000 },
  extraEndpoints,
};

function callsTo(url: string, jwt: string): Pick<GatewaySite, 'post' | 'chat'> {
  const post: GatewaySite['post'] = (path, body, changes = {}) =>
    call(`${url}${path}`, {
      ...changes,
      body,
      headers: {
        authorization: `Bearer ${jwt}`,
        'content-type': 'application/json',
        ...changes.headers,
      },
    });
  return {
    post,
    chat: (changes = {}, more = {}) =>
      post('/v1/chat/completions', JSON.stringify({ ...simpleChat, ...changes }), more),
  };
}

function entriesIn(
  control: ControlSite,
): Pick<GatewaySite, 'entries' | 'lastEntry' | 'waitForEntries'> {
  const entries = (type: string) => entriesOf(control, type);
  return {
    entries,
    lastEntry: (type) => lastEntryOf(control, type),
    waitForEntries: async (type, count) => {
      await expect.poll(async () => (await entries(type)).length).toBe(count);
      return entries(type);
    },
  };
}

interface People {
  readonly admin: Browser;
  /** In cloud mode. */
  readonly operator: Browser | undefined;
}

async function setUpPeople(control: ControlSite): Promise<People> {
  if (control.ports.mode === 'onprem') {
    return { admin: await setUpSite(control), operator: undefined };
  }
  const operator = await setUpOperator(control);
  return { operator, admin: await openTenant(control, operator) };
}

export const simpleChat = {
  model: 'gpt-4o-mini',
  messages: [{ role: 'user', content: 'Say hello' }],
} as const;

/** The listener of the product, but one that cuts what is still running when it is closed. */
async function listen(
  options: GatewayHttpOptions,
): Promise<{ url: string; close(): Promise<void> }> {
  const listeners = bothVersions({ headerBytesMax: 16 * 1024, tls: undefined });
  const fastify = Fastify({
    logger: false,
    forceCloseConnections: true,
    serverFactory: listeners.create,
  });
  await fastify.register(healthPlugin, { checks: [] });
  await fastify.register(gatewayPlugin, options);
  await fastify.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: fastify.listeningOrigin,
    close: () => {
      listeners.destroy();
      return fastify.close();
    },
  };
}

const word = (length: number) => randomBytes(length).toString('hex').slice(0, length);
const anthropicKey = `sk-ant-api03-${word(40)}`;
const awsKey = {
  accessKeyId: `AKIA${word(12).toUpperCase()}SITE`,
  secretAccessKey: word(40),
};

/** The keys that the emulators accept from the gateway. */
const siteKeys = {
  anthropicKeys: [anthropicKey],
  awsAccount: { accessKeys: [awsKey] },
};

async function addCredentials(
  control: ControlSite,
  admin: Browser,
  wanted: readonly Provider[] = ['openai'],
): Promise<void> {
  const typed: Readonly<Record<Provider, object>> = {
    openai: { api_key: control.providerKey, base_url: `${control.emulator.url}/v1` },
    anthropic: { api_key: anthropicKey, base_url: control.anthropic.url },
    bedrock: {
      access_key_id: awsKey.accessKeyId,
      secret_access_key: awsKey.secretAccessKey,
      region: 'us-east-1',
      base_url: control.bedrock.url,
    },
  };
  for (const provider of wanted) {
    const reply = await admin.post('/api/credentials', {
      provider,
      name: `production-${provider}`,
      ...typed[provider],
    });
    expect(reply.statusCode, reply.body).toBe(201);
  }
}

async function createToken(admin: Browser): Promise<{ id: string; jwt: string }> {
  const workspaces = await admin.get('/api/workspaces');
  const [workspace] = workspaces.json<{ workspaces: { id: string }[] }>().workspaces;
  const reply = await admin.post('/api/tokens', {
    name: `service-${random.id('req').slice(-8)}`,
    workspace_id: workspace?.id,
    expires_in_days: 30,
  });
  expect(reply.statusCode, reply.body).toBe(201);
  const made = reply.json<{ jwt: string; token: { id: string } }>();
  return { id: made.token.id, jwt: made.jwt };
}
