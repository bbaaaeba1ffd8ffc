import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { expect } from 'vitest';
import {
  type AnthropicEmulator,
  startAnthropicEmulator,
} from '../../emulator/anthropic/start-anthropic-emulator.ts';
import type { AccountRules } from '../../emulator/bedrock/account.ts';
import {
  type BedrockEmulator,
  startBedrockEmulator,
} from '../../emulator/bedrock/start-bedrock-emulator.ts';
import { type Emulator, startOpenAiEmulator } from '../../emulator/openai/start-openai-emulator.ts';
import { PostgresDirectory } from '../../src/adapters/database/postgres-directory.ts';
import { PostgresUnitOfWork } from '../../src/adapters/database/postgres-unit-of-work.ts';
import { PostgresSetupLinkStore } from '../../src/adapters/database/setup-link-store.ts';
import { writeTar } from '../../src/adapters/evidence/tar.ts';
import type { ControlHttpOptions } from '../../src/adapters/http/control/control-http-options.ts';
import { controlPlugin } from '../../src/adapters/http/control/control-plugin.ts';
import { pathParameterLengthMax } from '../../src/adapters/http/server/http-server.ts';
import { JwtVerifier } from '../../src/adapters/identity/jwt-verifier.ts';
import { systemClock } from '../../src/adapters/telemetry/system-clock.ts';
import type { ControlPorts } from '../../src/control/control.ts';
import type { DeploymentMode, Role } from '../../src/domain/access/role.ts';
import { platformTenantId } from '../../src/domain/ids.ts';
import { type AuditNode, openAuditNode, random } from '../conformance/audit-node.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { Browser } from './browser.ts';
import { changesOn, egressTo, movableClock, openPorts } from './control-ports.ts';

export const adminEmail = 'sri@bank.example';
export const auditorEmail = 'auditor@bank.example';
export const password = 'a long enough passphrase';
export const publicUrl = 'https://monago.example';

/** The control plane on a real database, log and provider emulator; the clock can be moved. */
export interface ControlSite {
  readonly fastify: FastifyInstance;
  readonly ports: ControlPorts;
  readonly database: FreshDatabase;
  /** OpenAI. */
  readonly emulator: Emulator;
  readonly anthropic: AnthropicEmulator;
  readonly bedrock: BedrockEmulator;
  readonly node: AuditNode;
  readonly directory: PostgresDirectory;
  readonly verifier: JwtVerifier;
  readonly providerKey: string;
  newSetupToken(): Promise<string>;
  /** Moves the control plane's clock forward. */
  skip(ms: number): void;
  browser(): Browser;
  /** The same deployment as if it were started in another mode. */
  reopened(mode: DeploymentMode): Promise<Pick<ControlSite, 'fastify' | 'browser' | 'close'>>;
  close(): Promise<void>;
}

export type ControlSiteOptions = Partial<Pick<ControlHttpOptions, 'insecureTransport'>> & {
  readonly mode?: DeploymentMode;
  /** Keys that OpenAI accepts; one of the site's own unless told. */
  readonly acceptedKeys?: readonly [string, ...string[]];
  /** False for a server that speaks OpenAI's format and cannot be asked for the usage of a stream. */
  readonly acceptsStreamOptions?: boolean;
  /** Keys that Anthropic accepts; all of the usual shape unless told. */
  readonly anthropicKeys?: readonly string[];
  readonly awsAccount?: AccountRules;
  readonly ports?: (ports: ControlPorts) => ControlPorts;
};

export async function openControlSite(options: ControlSiteOptions = {}): Promise<ControlSite> {
  const acceptedKeys = options.acceptedKeys ?? [newProviderKey()];
  const [providerKey] = acceptedKeys;
  const { acceptsStreamOptions = true } = options;
  const emulator = await startOpenAiEmulator({ acceptedKeys, acceptsStreamOptions });
  const anthropic = await startAnthropicEmulator(
    options.anthropicKeys === undefined ? {} : { acceptedKeys: options.anthropicKeys },
  );
  const bedrock = await startBedrockEmulator(options.awsAccount);
  const fresh = await freshDatabase();
  const work = mkdtempSync(join(tmpdir(), 'monago-control-'));
  const kek = { kid: 'test', key: randomBytes(32) };
  const node = await openAuditNode(fresh.connections, { kek, highWaterDir: work, name: 'node-0' });
  const directory = await PostgresDirectory.open({
    database: node.database,
    clock: systemClock,
    log: quietLog,
  });
  const egress = egressTo([emulator, anthropic, bedrock]);
  const clock = movableClock();
  const { mode = 'onprem' } = options;
  const ports = await openPorts({ mode, node, directory, egress, clock, kek });
  const { insecureTransport = false } = options;
  const fastify = await serve({ insecureTransport, ports: options.ports?.(ports) ?? ports });
  return {
    fastify,
    ports,
    database: fresh,
    emulator,
    anthropic,
    bedrock,
    node,
    directory,
    verifier: new JwtVerifier({ signingKey: (kid) => directory.signingKey(kid), clock }),
    providerKey,
    newSetupToken: () => new PostgresSetupLinkStore(node.database, random).create(clock.now()),
    skip: clock.skip,
    browser: () => new Browser(fastify, publicUrl),
    reopened: async (mode) => {
      const again = await serve({ insecureTransport, ports: { ...ports, mode } });
      return {
        fastify: again,
        browser: () => new Browser(again, publicUrl),
        close: () => again.close(),
      };
    },
    close: async () => {
      await fastify.close();
      await egress.close();
      await directory.close();
      await node.close();
      await fresh.drop();
      for (const provider of [emulator, anthropic, bedrock]) await provider.stop();
      rmSync(work, { recursive: true, force: true });
    },
  };
}

/** A key of the usual shape that nobody else has. */
export function newProviderKey(): string {
  return `sk-proj-${randomBytes(24).toString('hex')}WXYZ`;
}

async function serve(
  options: Partial<ControlHttpOptions> & Pick<ControlHttpOptions, 'ports'>,
): Promise<FastifyInstance> {
  const fastify = Fastify({
    logger: false,
    routerOptions: { maxParamLength: pathParameterLengthMax },
  });
  await fastify.register(controlPlugin, {
    insecureTransport: false,
    publicUrl: () => publicUrl,
    tar: writeTar,
    ...options,
  });
  await fastify.ready();
  return fastify;
}

/** Sets the site up and returns the administrator's browser, signed in. */
export async function setUpSite(site: ControlSite): Promise<Browser> {
  const browser = site.browser();
  const reply = await browser.post('/api/setup', {
    token: await site.newSetupToken(),
    organisation: 'Bank Nusantara',
    name: 'Sri Wahyuni',
    email: adminEmail,
    password,
  });
  expect(reply.statusCode, reply.body).toBe(201);
  return browser;
}

/** Adds a person past the API, with the administrator's password, and signs them in. */
export async function signInAs(site: ControlSite, role: Role, email: string): Promise<Browser> {
  await site.database.asSuperuser(
    `INSERT INTO user_account (tenant_id, user_id, email, name, role, password_hash, created_at)
      SELECT tenant_id, $1, $2, 'Somebody', $3, password_hash, now() FROM user_account WHERE email = $4`,
    [random.id('usr'), email, role, adminEmail],
  );
  const browser = site.browser();
  const reply = await browser.post('/api/session', { email, password });
  expect(reply.statusCode, reply.body).toBe(201);
  return browser;
}

/** Another organisation on the same Monago, created past the check that there is none, its administrator signed in. */
export async function anotherTenant(site: ControlSite, email: string): Promise<Browser> {
  const { database, auditLog } = site.node;
  // With the application's rights the check for earlier tenants sees none.
  const blind = { database: { ...database, reader: database.app }, auditLog };
  const fastify = await serve({
    ports: {
      ...site.ports,
      unitOfWork: new PostgresUnitOfWork(changesOn(blind, site.directory)),
      sessions: unaware(site.ports.sessions),
    },
  });
  const reply = await new Browser(fastify, publicUrl).post('/api/setup', {
    token: await site.newSetupToken(),
    organisation: 'Another Bank',
    name: 'Budi',
    email,
    password,
  });
  expect(reply.statusCode, reply.body).toBe(201);
  await fastify.close();
  const browser = site.browser();
  const signIn = await browser.post('/api/session', { email, password });
  expect(signIn.statusCode, signIn.body).toBe(201);
  return browser;
}

function unaware(sessions: ControlPorts['sessions']): ControlPorts['sessions'] {
  return {
    isSetUp: async () => false,
    userByEmail: (email) => sessions.userByEmail(email),
    create: (hash, user, times) => sessions.create(hash, user, times),
    find: (hash, now) => sessions.find(hash, now),
    remove: (hash, tenantId) => sessions.remove(hash, tenantId),
  };
}

type EntryBody = Record<string, unknown> & { readonly tenant_of_log: string };

interface EntryRow {
  readonly tenant_id: string;
  readonly leaf: Buffer;
}

/** Bodies of the entries of one type, oldest first, across the organisation's and the platform's log. */
export async function entriesOf(site: ControlSite, type: string): Promise<readonly EntryBody[]> {
  const rows = await site.database.asSuperuser<EntryRow>(
    'SELECT tenant_id, leaf FROM audit_entry WHERE type = $1 AND leaf IS NOT NULL ORDER BY time_us, idx',
    [type],
  );
  return rows.map(bodyOf);
}

export async function lastEntryOf(site: ControlSite, type: string): Promise<EntryBody | undefined> {
  const [row] = await site.database.asSuperuser<EntryRow>(
    `SELECT tenant_id, leaf FROM audit_entry WHERE type = $1 AND leaf IS NOT NULL
      ORDER BY time_us DESC, idx DESC LIMIT 1`,
    [type],
  );
  return row && bodyOf(row);
}

function bodyOf({ tenant_id, leaf }: EntryRow): EntryBody {
  return {
    ...JSON.parse(leaf.toString('utf8').split('\n')[6] ?? '{}'),
    tenant_of_log: tenant_id === platformTenantId ? 'platform' : tenant_id,
  };
}
