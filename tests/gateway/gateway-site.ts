import { randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import { expect } from 'vitest';
import type { Emulator } from '../../emulator/openai/start-openai-emulator.ts';
import { PostgresApprovals } from '../../src/adapters/database/postgres-approvals.ts';
import { PostgresCredentialUsage } from '../../src/adapters/database/postgres-credential-usage.ts';
import { PostgresDecisionRecords } from '../../src/adapters/database/postgres-decision-records.ts';
import { PostgresStoredResponses } from '../../src/adapters/database/postgres-stored-responses.ts';
import { type ClosableEgress, createEgress } from '../../src/adapters/egress/egress.ts';
import { zlibDecoder } from '../../src/adapters/http/gateway/body-decoder.ts';
import {
  type GatewayHttpOptions,
  gatewayPlugin,
} from '../../src/adapters/http/gateway/gateway-plugin.ts';
import { sha256Digest } from '../../src/adapters/http/gateway/sha256-digest.ts';
import { bothVersions } from '../../src/adapters/http/server/both-versions.ts';
import { healthPlugin } from '../../src/adapters/http/server/health-plugin.ts';
import { createAnthropicProvider } from '../../src/adapters/providers/anthropic.ts';
import { awsEventStreamCodec } from '../../src/adapters/providers/aws-event-stream.ts';
import { createBedrockProvider } from '../../src/adapters/providers/bedrock.ts';
import { createOpenAiProvider } from '../../src/adapters/providers/openai.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { Provider } from '../../src/domain/credential/credential.ts';
import { detectorsFor } from '../../src/domain/inspection/detectors-for.ts';
import type { GatewayPorts } from '../../src/gateway/gateway-ports.ts';
import type { Egress } from '../../src/ports/egress.ts';
import { random } from '../conformance/audit-node.ts';
import type { Browser } from '../control/browser.ts';
import { openTenant, setUpOperator } from '../control/cloud-site.ts';
import { changesOn } from '../control/control-ports.ts';
import {
  type ControlSite,
  type ControlSiteOptions,
  entriesOf,
  openControlSite,
  setUpSite,
} from '../control/control-site.ts';
import { quietLog } from '../support/quiet-log.ts';
import { type Call, call, type Reply } from './http-call.ts';

/** The gateway on a port of its own, with real tokens, keys, log, database and a provider emulator. */
export interface GatewaySite extends People {
  readonly url: string;
  readonly token: string;
  readonly control: ControlSite;
  readonly emulator: Emulator;
  readonly ports: GatewayPorts;
  /** Written only when a test says so. */
  readonly usage: PostgresCredentialUsage;
  /** Posts to the gateway with the token unless told otherwise. */
  post(path: string, body: Buffer | string, changes?: Partial<Call>): Promise<Reply>;
  /** A chat completion, as JSON. */
  chat(changes?: Readonly<Record<string, unknown>>, call?: Partial<Call>): Promise<Reply>;
  /** Bodies of the audit entries of one type, oldest first. */
  entries(type: string): ReturnType<typeof entriesOf>;
  /** Waits until there are that many entries of the type. */
  waitForEntries(type: string, count: number): ReturnType<typeof entriesOf>;
  newToken(): Promise<{ readonly id: string; readonly jwt: string }>;
  close(): Promise<void>;
}

export interface GatewaySiteOptions {
  readonly control?: ControlSiteOptions;
  readonly http?: Partial<GatewayHttpOptions>;
  readonly timeouts?: Partial<Record<'headTimeoutMs' | 'idleTimeoutMs' | 'totalTimeoutMs', number>>;
  readonly ports?: (ports: GatewayPorts) => GatewayPorts;
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
  const egress = openEgress([emulator, anthropic, bedrock], options);
  const usage = usageOn(control);
  const approvals = new PostgresApprovals({
    ...changesOn(control.node, control.directory),
    log: quietLog,
  }).start();
  const decisionRecords = new PostgresDecisionRecords({
    database: control.node.database,
    clock: systemClock,
    log: quietLog,
    keptDays: 30,
  }).start();
  const plain = { ...gatewayPorts(control, { egress, usage }), approvals, decisionRecords };
  const ports = options.ports?.(plain) ?? plain;
  const server = await listen({
    bodyBytesMax: 10 * 1024 * 1024,
    bodyTimeoutMs: 5_000,
    inFlightMax: 64,
    times: { heartbeatMs: 15_000, slowClientMs: 60_000 },
    extraEndpoints,
    ...options.http,
    ports,
  });
  const { url } = server;
  const newToken = () => createToken(admin);
  const { jwt } = await newToken();
  for (const provider of [emulator, anthropic, bedrock]) provider.reset();
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
  const entries = (type: string) => entriesOf(control, type);
  return {
    url,
    token: jwt,
    control,
    ...people,
    emulator,
    ports,
    usage,
    post,
    chat: (changes = {}, more = {}) =>
      post('/v1/chat/completions', JSON.stringify({ ...simpleChat, ...changes }), more),
    entries,
    waitForEntries: async (type, count) => {
      await expect.poll(async () => (await entries(type)).length, { timeout: 5_000 }).toBe(count);
      return entries(type);
    },
    newToken,
    close: async () => {
      await server.close();
      await egress.close();
      await approvals.close();
      await decisionRecords.close();
      await control.close();
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

function usageOn({ node: { database } }: ControlSite): PostgresCredentialUsage {
  const use = { database, clock: systemClock, log: quietLog, node: 'node-0/test' };
  return new PostgresCredentialUsage(use);
}

function openEgress(
  emulators: readonly { readonly url: string }[],
  options: GatewaySiteOptions,
): ClosableEgress {
  return createEgress({
    mode: 'onprem',
    allow: emulators.map(({ url }) => new URL(url).host),
    own: () => [],
    connectTimeoutMs: 2_000,
    headTimeoutMs: 20_000,
    idleTimeoutMs: 20_000,
    totalTimeoutMs: 30_000,
    connectionsMax: 64,
    ...options.timeouts,
  });
}

function gatewayPorts(
  control: ControlSite,
  { egress, usage }: { readonly egress: Egress; readonly usage: PostgresCredentialUsage },
): Omit<GatewayPorts, 'approvals' | 'decisionRecords'> {
  return {
    tokens: control.verifier,
    directory: control.directory,
    vault: control.ports.vault,
    auditLog: control.node.auditLog,
    usage,
    providers: {
      openai: createOpenAiProvider(egress, systemClock),
      anthropic: createAnthropicProvider(egress, systemClock),
      bedrock: createBedrockProvider(egress, systemClock),
    },
    detectorsFor: (settings) => detectorsFor(settings, systemClock.monotonic),
    clock: systemClock,
    random,
    digest: sha256Digest,
    eventStream: awsEventStreamCodec(),
    decoder: zlibDecoder,
    storedResponses: new PostgresStoredResponses({
      database: control.node.database,
      clock: systemClock,
      log: quietLog,
    }),
    contentBytesMax: 262_144,
    idrPerUsd: 16_500,
    log: quietLog,
  };
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
